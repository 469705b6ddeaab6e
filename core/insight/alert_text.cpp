// SPDX-License-Identifier: MIT
#include "insight/alert_text.h"

#include "base/redact.h"
#include "config/document.h"
#include "requestlog/local_time.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace cachescope::insight {

namespace {

std::string fixed(double value, int decimals)
{
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string("?");
}

std::string durationText(double seconds)
{
    if (seconds < 120)
        return fixed(seconds, seconds < 10 ? 2 : 1) + " s";
    if (seconds < 7200)
        return fixed(seconds / 60, 0) + " min";
    if (seconds < 172'800)
        return fixed(seconds / 3600, 0) + " h";
    return fixed(seconds / 86'400, 0) + " d";
}

std::string_view metricWords(AlertMetric metric)
{
    constexpr std::array<std::string_view, alertMetricCount> words{
        "spend",
        "forecast of the month",
        "prefix read",
        "local hit ratio",
        "TTFT p95",
        "latency p95",
        "error rate",
        "answers 429 and 529",
        "failed calls",
        "time without a call",
        "calls without a price",
        "dearest call",
        "lost log rows",
    };
    return words[static_cast<std::size_t>(metric)];
}

/** "2026-11-20T14:21+01:00" → "14:21". */
std::string clockText(base::UnixMicros when)
{
    const std::string iso = requestlog::localIsoMinute(when);
    return iso.size() >= 16 ? iso.substr(0, 10) + ' ' + iso.substr(11, 5) : iso;
}

std::string whom(const AlertNotice &notice)
{
    std::string text;
    if (notice.rule.per != AlertPer::Nothing)
        text = " for " + std::string(alertPerName(notice.rule.per)) + ' '
            + (notice.entity.empty() ? std::string("(none)") : notice.entity);
    if (!notice.rule.filter.empty())
        text += " of " + notice.rule.filter;
    return text;
}

std::string valueAgainstLimit(const AlertNotice &notice, std::string_view currency)
{
    const AlertUnit unit = factsOf(notice.rule.metric).unit;
    const std::string value = notice.value ? ' ' + alertValueText(unit, *notice.value, currency) : std::string();
    return std::string(metricWords(notice.rule.metric)) + value + whom(notice)
        + (notice.rule.is == AlertComparison::Above ? ", limit above " : ", limit below ")
        + alertValueText(unit, notice.threshold, currency);
}

std::string countText(const AlertNotice &notice)
{
    return notice.requests > 0 ? ", " + std::to_string(notice.requests) + " requests" : std::string();
}

/** Slack reads &, < and > as its own (docs.slack.dev, "Formatting message text"). */
std::string slackEscaped(const std::string &text)
{
    std::string out;
    for (const char c : text)
        out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
    return out;
}

} // namespace

std::string alertValueText(AlertUnit unit, double value, std::string_view currency)
{
    switch (unit) {
    case AlertUnit::Money: {
        const std::string amount = fixed(value, std::fabs(value) < 1 && value != 0 ? 4 : 2);
        return currency == "USD" ? '$' + amount : amount + ' ' + std::string(currency);
    }
    case AlertUnit::Share:
        return fixed(value * 100, value * 100 == std::round(value * 100) ? 0 : 1) + " %";
    case AlertUnit::Seconds:
        return durationText(value);
    case AlertUnit::Count:
        break;
    }
    return fixed(value, value == std::round(value) ? 0 : 1);
}

std::string_view alertNoticeName(AlertNotice::Kind kind)
{
    constexpr std::array<std::string_view, 5> names{ "fired", "reminder", "recovered", "no_data", "test" };
    return names[static_cast<std::size_t>(kind)];
}

std::string alertSentence(const AlertNotice &notice, std::string_view currency)
{
    const std::string since = notice.since > 0 ? ", since " + clockText(notice.since) : std::string();
    std::string text = notice.rule.name + ": ";
    switch (notice.kind) {
    case AlertNotice::Kind::Fired:
        text += valueAgainstLimit(notice, currency) + countText(notice) + since + '.';
        break;
    case AlertNotice::Kind::Reminder:
        text += "still " + valueAgainstLimit(notice, currency) + countText(notice) + since + '.';
        break;
    case AlertNotice::Kind::Recovered:
        text += "recovered, " + valueAgainstLimit(notice, currency) + "; it began " + clockText(notice.since) + '.';
        break;
    case AlertNotice::Kind::NoData:
        text += "no data for " + std::string(metricWords(notice.rule.metric)) + whom(notice) + since + '.';
        break;
    case AlertNotice::Kind::Test:
        text += "this is a test; " + valueAgainstLimit(notice, currency) + '.';
        break;
    }
    return base::redactText(std::move(text));
}

std::string slackMessage(const AlertNotice &notice, std::string_view currency)
{
    const std::string sentence = slackEscaped(alertSentence(notice, currency));
    const std::string heading = slackEscaped(base::redactText(notice.rule.name));
    const std::string rest = sentence.starts_with(heading + ": ") ? sentence.substr(heading.size() + 2) : sentence;
    const std::string section = '*' + heading + "*\n" + rest;
    const std::string context
        = "Cachescope \u00b7 " + std::string(alertNoticeName(notice.kind)) + " \u00b7 " + clockText(notice.at);
    return R"({"text": )" + config::quoted(sentence)
        + R"(, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": )" + config::quoted(section)
        + R"(}}, {"type": "context", "elements": [{"type": "mrkdwn", "text": )" + config::quoted(context) + "}]}]}";
}

std::string alertNoticeJson(const AlertNotice &notice, std::string_view currency)
{
    std::string json = "{";
    const auto add = [&json](std::string_view name, const std::string &value) {
        json += (json.size() > 1 ? ", " : "") + config::quoted(name) + ": " + value;
    };
    add("kind", config::quoted(alertNoticeName(notice.kind)));
    add("rule", config::quoted(base::redactText(notice.rule.name)));
    add("metric", config::quoted(factsOf(notice.rule.metric).name));
    add("per", config::quoted(alertPerName(notice.rule.per)));
    add("entity", config::quoted(base::redactText(notice.entity)));
    add("value", notice.value ? fixed(*notice.value, 6) : std::string("null"));
    add("limit", fixed(notice.threshold, 6));
    add("requests", std::to_string(notice.requests));
    add("since", notice.since > 0 ? config::quoted(requestlog::localIsoMinute(notice.since)) : std::string("null"));
    add("at", config::quoted(requestlog::localIsoMinute(notice.at)));
    add("text", config::quoted(alertSentence(notice, currency)));
    return json + '}';
}

} // namespace cachescope::insight
