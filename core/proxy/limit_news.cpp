// SPDX-License-Identifier: MIT
#include "proxy/limit_news.h"

#include "base/text.h"
#include "proxy/retry_hints.h"

#include <QDateTime>

#include <charconv>
#include <cmath>

namespace cachescope::proxy {

namespace {

constexpr std::string_view openAiPrefix = "x-ratelimit-";
constexpr std::string_view anthropicPrefix = "anthropic-ratelimit-";
constexpr double secondMicros = 1e6;
/** Further off than this is no rate, but a quota. */
constexpr std::int64_t longestReset = 3'600'000'000;

std::optional<double> number(std::string_view &text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || !std::isfinite(value) || value < 0)
        return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

/** "1h2m3s", "6m0s", "1.5s", "20ms", or plain seconds. */
std::optional<std::int64_t> durationMicros(std::string_view text)
{
    double total = 0;
    while (!text.empty()) {
        const auto value = number(text);
        if (!value)
            return {};
        double unit = 0;
        for (const auto &[name, size] :
             { std::pair{ std::string_view("ms"), 1e3 }, { "h", 3600e6 }, { "m", 60e6 }, { "s", secondMicros } }) {
            if (unit == 0 && text.starts_with(name)) {
                unit = size;
                text.remove_prefix(name.size());
            }
        }
        if (unit == 0 && !text.empty())
            return {};
        total += *value * (unit == 0 ? secondMicros : unit);
    }
    return static_cast<std::int64_t>(std::min(total, 9e15));
}

std::optional<std::int64_t> dateMicros(std::string_view text, base::UnixMicros now)
{
    const QDateTime date = QDateTime::fromString(
        QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size())), Qt::ISODateWithMs);
    if (!date.isValid())
        return {};
    return std::max<std::int64_t>(1, date.toMSecsSinceEpoch() * 1000 - now);
}

/** One limit as it is put together from its fields. */
struct Gathered
{
    std::optional<double> limit, remaining;
    std::int64_t reset = 0;

    std::optional<flow::AnnouncedLimit> announced() const
    {
        if (!limit || !remaining || reset <= 0 || reset > longestReset)
            return {};
        return flow::AnnouncedLimit{ *limit, *remaining, reset };
    }
};

struct Reader
{
    Gathered requests, tokens, inputTokens;
    base::UnixMicros now;

    Gathered *part(std::string_view name)
    {
        return name == "requests"    ? &requests
            : name == "tokens"       ? &tokens
            : name == "input-tokens" ? &inputTokens
                                     : nullptr;
    }
    void take(Gathered *part, std::string_view what, std::string_view value)
    {
        if (part == nullptr)
            return;
        if (what == "reset") {
            const auto micros
                = value.find('T') != std::string_view::npos ? dateMicros(value, now) : durationMicros(value);
            part->reset = micros.value_or(0);
        } else if (what == "limit") {
            part->limit = number(value);
        } else if (what == "remaining") {
            part->remaining = number(value);
        }
    }
    void field(std::string_view name, std::string_view value)
    {
        if (name.starts_with(openAiPrefix)) {
            name.remove_prefix(openAiPrefix.size());
            const std::size_t dash = name.find('-');
            if (dash != std::string_view::npos)
                take(part(name.substr(dash + 1)), name.substr(0, dash), value);
        } else if (name.starts_with(anthropicPrefix)) {
            name.remove_prefix(anthropicPrefix.size());
            const std::size_t dash = name.rfind('-');
            if (dash != std::string_view::npos)
                take(part(name.substr(0, dash)), name.substr(dash + 1), value);
        }
    }
};

/** Of the two, the one that is nearer to its wall. */
std::optional<flow::AnnouncedLimit> nearer(
    const std::optional<flow::AnnouncedLimit> &one, const std::optional<flow::AnnouncedLimit> &other)
{
    if (!one || !other)
        return one ? one : other;
    return one->remaining * other->limit <= other->remaining * one->limit ? one : other;
}

} // namespace

flow::LimitNews readLimitNews(const http::ResponseHead &head, base::UnixMicros now)
{
    flow::LimitNews news;
    Reader reader{ {}, {}, {}, now };
    bool any = false;
    for (const http::Field field : head.fields) {
        // Nearly all fields of nearly all answers end here.
        const std::string_view prefix
            = field.name.size() > 1 && field.name[1] == '-' ? openAiPrefix : anthropicPrefix;
        if (!base::equalIgnoringCase(field.name.substr(0, prefix.size()), prefix))
            continue;
        any = true;
        reader.field(base::toLower(field.name), base::trim(field.value));
    }
    if (any) {
        news.requests = reader.requests.announced();
        news.tokens = nearer(reader.tokens.announced(), reader.inputTokens.announced());
    }
    if (head.status == 429) {
        const auto delay = announcedDelayMs(head.fields);
        if (delay && *delay <= longestRetryWaitMs)
            news.retryAfterMicros = *delay * 1000;
    }
    return news;
}

} // namespace cachescope::proxy
