// SPDX-License-Identifier: MIT
#include "insight/simulation/load_traffic.h"

#include "base/text.h"
#include "prompt/json_walk.h"
#include "prompt/upstream_of.h"
#include "providers/json_scanner.h"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace cachescope::insight {

namespace {

using base::Result;
using prompt::JsonValue;
using prompt::member;
using requestlog::CallRecord;
using requestlog::CallState;
using requestlog::Outcome;

constexpr std::int64_t apartMicros = 10'000'000; ///< Between plain bodies.
constexpr std::int64_t firstMicros = 1'000'000'000'000'000; ///< When the first of them comes: any fixed moment.

/** "2026-11-20T14:32:00.123Z" or with fewer decimals. */
std::optional<base::UnixMicros> timeFrom(const std::string &text)
{
    std::tm parts = {};
    const char *rest = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
    if (rest == nullptr)
        return {};
    std::int64_t fraction = 0, unit = 1'000'000;
    if (*rest == '.') {
        for (++rest; *rest >= '0' && *rest <= '9'; ++rest) {
            unit /= 10;
            fraction += (*rest - '0') * unit;
        }
    }
    if (std::string_view(rest) != "Z" && *rest != '\0')
        return {};
    return std::int64_t{ ::timegm(&parts) } * 1'000'000 + fraction;
}

std::int64_t integer(const JsonValue &value)
{
    return providers::wholeNumber(value.raw).value_or(0);
}

/** Milliseconds with decimals as microseconds; `absent` when there are none. */
std::int64_t microsFrom(const JsonValue &value, std::int64_t absent)
{
    double millis = 0;
    const auto [end, error] = std::from_chars(value.raw.data(), value.raw.data() + value.raw.size(), millis);
    return error == std::errc{} && end != value.raw.data() ? static_cast<std::int64_t>(millis * 1000) : absent;
}

Outcome outcomeNamed(const std::string &name)
{
    for (int i = 0; i < requestlog::outcomeCount; ++i) {
        if (requestlog::outcomeName(static_cast<Outcome>(i)) == name)
            return static_cast<Outcome>(i);
    }
    return Outcome::Miss;
}

void readUsage(const JsonValue &usage, requestlog::CallEnd &end)
{
    if (!usage.isObject())
        return;
    end.usage.source = member(usage, "source").string() == "estimated" ? providers::UsageSource::Estimated
                                                                       : providers::UsageSource::Reported;
    providers::TokenUsage &tokens = end.usage.tokens;
    tokens.fresh = integer(member(usage, "fresh"));
    tokens.cacheRead = integer(member(usage, "cache_read"));
    tokens.cacheWrite5m = integer(member(usage, "cache_write_5m"));
    tokens.cacheWrite1h = integer(member(usage, "cache_write_1h"));
    tokens.cacheWriteOther = integer(member(usage, "cache_write")) - tokens.cacheWrite5m - tokens.cacheWrite1h;
    tokens.output = integer(member(usage, "output"));
    tokens.reasoning = integer(member(usage, "reasoning"));
}

/** One line as a call with its body. */
struct Line
{
    CallRecord record;
    std::string body;
    bool hasBody = true;
    bool isPlain = false;
};

/** The proxy's own export. */
std::optional<std::string> readExport(const JsonValue &root, Line &line)
{
    requestlog::CallStart &start = line.record.start;
    requestlog::CallEnd &end = line.record.end;
    const auto started = timeFrom(member(root, "started_at").string());
    if (!started)
        return "\"started_at\" is no time such as 2026-11-20T14:32:00Z.";
    const auto api = providers::apiFromName(member(root, "api").string());
    if (!api)
        return "\"api\" names no API that this program knows.";
    start.startedAt = *started;
    start.api = *api;
    start.id = integer(member(root, "log_id"));
    start.upstream = member(root, "upstream").string();
    start.model = member(root, "model").string();
    start.client = member(root, "client").string();
    start.session = member(root, "session").string();
    start.project = member(root, "project").string();
    start.credential = member(root, "credential").string();
    start.method = member(root, "method").string();
    start.target = member(root, "target").string();
    end.outcome = outcomeNamed(member(root, "outcome").string());
    end.state = member(root, "state").string() == requestlog::callStateName(CallState::Complete)
        ? CallState::Complete
        : CallState::Cut;
    end.status = static_cast<int>(std::clamp<std::int64_t>(integer(member(root, "status")), 0, 999));
    const JsonValue cache = member(root, "cache");
    end.cacheDetail = member(cache, "detail").string();
    end.cacheKey = member(cache, "key").string();
    end.hitOf = integer(member(cache, "hit_of"));
    end.stored = member(cache, "stored").raw == "true";
    end.serviceTier = member(root, "service_tier").string();
    end.finishReason = member(root, "finish_reason").string();
    end.toolCalls = member(root, "tool_calls").raw == "true";
    end.billed = base::Money::parse(member(member(root, "usd"), "billed").string());
    readUsage(member(root, "usage"), end);
    const JsonValue times = member(root, "ms");
    end.totalMicros = microsFrom(member(times, "total"), 0);
    end.firstByteMicros = microsFrom(member(times, "first_byte"), -1);
    // `log export` has the contents beside the rest, the admin API in an object of their own.
    const JsonValue inner = member(root, "contents");
    const JsonValue contents = inner.isObject() ? inner : root;
    const JsonValue body = member(contents, "request_body");
    line.hasBody = body.isString() && !member(contents, "request_body_encoding").isString();
    line.body = body.string();
    return {};
}

/** A body by itself, or inside "request_body", "body" or "request". */
std::optional<std::string> readPlain(const JsonValue &root, std::size_t number, Line &line)
{
    JsonValue body = root;
    for (const char *key : { "request_body", "body", "request" }) {
        const JsonValue inner = member(root, key);
        if (inner.isObject() || inner.isString()) {
            body = inner;
            break;
        }
    }
    line.isPlain = true;
    line.body = body.isString() ? body.string() : std::string(body.raw);
    auto prompt = prompt::Prompt::parse(line.body);
    if (!prompt)
        return prompt.error().message;
    const prompt::PromptForm form = (*prompt)->form();
    if (form == prompt::PromptForm::PlainText || form == prompt::PromptForm::Template || (*prompt)->problem())
        return "This line is neither a call of our export nor a request that this program knows.";
    requestlog::CallStart &start = line.record.start;
    const JsonValue started = member(root, "started_at");
    const auto time = started.isString() ? timeFrom(started.string()) : std::nullopt;
    start.startedAt = time.value_or(firstMicros + static_cast<std::int64_t>(number) * apartMicros);
    start.model = (*prompt)->parameters().model;
    if (start.model.empty())
        start.model = member(root, "model").string();
    start.upstream = prompt::upstreamOf(form, start.model);
    start.client = "file";
    switch (form) {
    case prompt::PromptForm::AnthropicMessages:
        start.api = providers::Api::AnthropicMessages;
        break;
    case prompt::PromptForm::OpenAiResponses:
        start.api = providers::Api::OpenAiResponses;
        break;
    case prompt::PromptForm::Gemini:
        start.api = providers::Api::GeminiGenerate;
        break;
    default:
        start.api = providers::Api::OpenAiChat;
    }
    start.method = "POST";
    line.record.end.status = 200;
    line.record.end.firstByteMicros = 1'000'000;
    line.record.end.totalMicros = 2'000'000;
    return {};
}

std::optional<std::string> readLine(std::string_view text, std::size_t number, Line &line)
{
    if (!providers::isStrictJson(text) || text[text.find_first_not_of(" \t\r")] != '{')
        return "This line is not a JSON object.";
    JsonValue root;
    root.raw = base::trim(text);
    line.record.start.id = static_cast<std::int64_t>(number);
    const bool isExport = member(root, "api").isString() && member(root, "outcome").raw.size() > 0;
    return isExport ? readExport(root, line) : readPlain(root, number, line);
}

} // namespace

Result<LinesRead> loadLines(
    std::string_view text, TrafficSettings settings, std::stop_token stop, const ReplayProgress &progress)
{
    settings.makeKeys = true;
    TrafficBuilder builder(std::move(settings));
    LinesRead result;
    std::size_t number = 0, plain = 0, read = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view lineText = text.substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (lineText.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        if (stop.stop_requested())
            return base::failure(base::ErrorCode::Cancelled, "The simulation was stopped.");
        if (progress && number % 64 == 0)
            progress(static_cast<double>(begin) / static_cast<double>(text.size()));
        Line line;
        if (auto problem = readLine(lineText, number, line)) {
            result.problems.push_back({ number, *std::move(problem) });
            continue;
        }
        ++read;
        plain += line.isPlain ? 1 : 0;
        if (!line.hasBody) {
            builder.addWithoutBody(line.record);
            continue;
        }
        const ReadBody body = builder.read(line.record, line.body);
        if (line.isPlain) { // Nobody reported anything: our own count stands for the input.
            line.record.end.usage.source = providers::UsageSource::Reported;
            line.record.end.usage.tokens.fresh = body.tokens;
        }
        builder.add(line.record, body, 0, [&line] { return line.body; });
    }
    result.traffic = builder.finish();
    result.traffic.hasActual = plain == 0;
    if (plain > 0)
        result.traffic.notes.push_back(
            std::to_string(plain) + " of " + std::to_string(read)
            + " lines are plain bodies: ten seconds apart where they have no \"started_at\", input as we count it, "
              "no output.");
    return result;
}

} // namespace cachescope::insight
