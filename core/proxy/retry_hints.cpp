// SPDX-License-Identifier: MIT
#include "proxy/retry_hints.h"

#include <QDateTime>
#include <QLocale>
#include <QRandomGenerator>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace cachescope::proxy {

namespace {

constexpr std::int64_t firstBackoffMs = 500;
constexpr std::int64_t longestBackoffMs = 8'000;

std::optional<double> parseNumber(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value) || value < 0)
        return {};
    return std::min(value, 1e9);
}

} // namespace

bool isRetryable(int status)
{
    return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504
        || status == 529;
}

std::int64_t backoffMs(int retries)
{
    const std::int64_t full = std::min(longestBackoffMs, firstBackoffMs << std::min(retries, 10));
    return full / 2 + QRandomGenerator::global()->bounded(static_cast<int>(full / 2));
}

std::optional<std::int64_t> announcedDelayMs(const http::Fields &fields)
{
    if (const auto value = fields.find("retry-after-ms")) {
        if (const auto millis = parseNumber(*value))
            return static_cast<std::int64_t>(*millis);
    }
    if (const auto value = fields.find("retry-after")) {
        if (const auto seconds = parseNumber(*value))
            return static_cast<std::int64_t>(*seconds * 1000);
        // RFC 9110, section 5.6.7: IMF-fixdate is what senders must generate.
        QDateTime date = QLocale::c().toDateTime(
            QString::fromLatin1(value->data(), static_cast<qsizetype>(value->size())),
            QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
        date.setTimeSpec(Qt::UTC);
        if (date.isValid())
            return std::max<std::int64_t>(0, QDateTime::currentDateTimeUtc().msecsTo(date));
    }
    return {};
}

std::int64_t retryDelayMs(const http::Fields &fields, int retries)
{
    return announcedDelayMs(fields).value_or(backoffMs(retries));
}

} // namespace cachescope::proxy
