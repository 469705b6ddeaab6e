// SPDX-License-Identifier: MIT
#include "ui/alerts/alert_words.h"

#include "ui/format/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <array>
#include <cmath>

namespace cachescope::ui::alerts {

namespace {

using namespace insight;

/** Context for translations of free functions. */
struct AlertWords
{
    Q_DECLARE_TR_FUNCTIONS(AlertWords)
};

struct DurationUnit
{
    std::int64_t seconds;
    const char *pattern;
};
constexpr std::array<DurationUnit, 4> units{ { { 86'400, QT_TRANSLATE_NOOP("AlertWords", "%1 d") },
                                               { 3'600, QT_TRANSLATE_NOOP("AlertWords", "%1 h") },
                                               { 60, QT_TRANSLATE_NOOP("AlertWords", "%1 min") },
                                               { 1, QT_TRANSLATE_NOOP("AlertWords", "%1 s") } } };

std::optional<double> readNumber(const QString &text)
{
    bool isNumber = false;
    const double value = QLocale().toDouble(text, &isNumber);
    if (isNumber)
        return value;
    const double plain = QLocale::c().toDouble(text, &isNumber);
    return isNumber ? std::optional(plain) : std::nullopt;
}

} // namespace

QString metricName(AlertMetric metric)
{
    switch (metric) {
    case AlertMetric::Spend:
        return AlertWords::tr("spend");
    case AlertMetric::Forecast:
        return AlertWords::tr("month forecast");
    case AlertMetric::PrefixRead:
        return AlertWords::tr("prefix read");
    case AlertMetric::HitRatio:
        return AlertWords::tr("local hit rate");
    case AlertMetric::FirstTokenP95:
        return AlertWords::tr("TTFT p95");
    case AlertMetric::LatencyP95:
        return AlertWords::tr("latency p95");
    case AlertMetric::ErrorRate:
        return AlertWords::tr("error rate");
    case AlertMetric::RateLimited:
        return AlertWords::tr("rate limit answers");
    case AlertMetric::UpstreamDown:
        return AlertWords::tr("failed at upstream");
    case AlertMetric::NoTraffic:
        return AlertWords::tr("no traffic");
    case AlertMetric::Unpriced:
        return AlertWords::tr("requests without price");
    case AlertMetric::DearCall:
        return AlertWords::tr("dearest request");
    case AlertMetric::LogDrops:
        return AlertWords::tr("lost log rows");
    }
    Q_UNREACHABLE();
}

QString perName(AlertPer per)
{
    switch (per) {
    case AlertPer::Nothing:
        return AlertWords::tr("all together");
    case AlertPer::Upstream:
        return AlertWords::tr("each upstream");
    case AlertPer::Model:
        return AlertWords::tr("each model");
    case AlertPer::Project:
        return AlertWords::tr("each project");
    case AlertPer::Client:
        return AlertWords::tr("each client");
    case AlertPer::Session:
        return AlertWords::tr("each session");
    }
    Q_UNREACHABLE();
}

QString templateName(const AlertRule &rule)
{
    static constexpr std::array names{
        QT_TRANSLATE_NOOP("AlertWords", "Local hit ratio low"),
        QT_TRANSLATE_NOOP("AlertWords", "Prefix read fell"),
        QT_TRANSLATE_NOOP("AlertWords", "Spend per day"),
        QT_TRANSLATE_NOOP("AlertWords", "Spend per hour"),
        QT_TRANSLATE_NOOP("AlertWords", "Spend per month"),
        QT_TRANSLATE_NOOP("AlertWords", "Month forecast"),
        QT_TRANSLATE_NOOP("AlertWords", "TTFT p95"),
        QT_TRANSLATE_NOOP("AlertWords", "Latency p95"),
        QT_TRANSLATE_NOOP("AlertWords", "Error rate"),
        QT_TRANSLATE_NOOP("AlertWords", "Rate limit answers"),
        QT_TRANSLATE_NOOP("AlertWords", "Upstream down"),
        QT_TRANSLATE_NOOP("AlertWords", "No traffic"),
        QT_TRANSLATE_NOOP("AlertWords", "Model without price"),
        QT_TRANSLATE_NOOP("AlertWords", "One dear request"),
        QT_TRANSLATE_NOOP("AlertWords", "Log drops rows"),
    };
    for (const char *name : names) {
        if (rule.name == name)
            return AlertWords::tr(name);
    }
    return format::text(rule.name);
}

QString durationText(std::chrono::seconds duration)
{
    const std::int64_t seconds = duration.count();
    for (const DurationUnit &unit : units) {
        const bool shortDays = unit.seconds == 86'400 && seconds < 2 * 86'400 && seconds != 86'400;
        if (seconds >= unit.seconds && seconds % unit.seconds == 0 && !shortDays)
            return AlertWords::tr(unit.pattern).arg(seconds / unit.seconds);
    }
    return AlertWords::tr("%1 s").arg(seconds);
}

std::optional<std::chrono::seconds> readDuration(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^\\s*([0-9]+(?:[.,][0-9]+)?)\\s*([^0-9\\s]*)\\s*$"));
    const QRegularExpressionMatch match = form.match(text);
    const auto number = readNumber(match.captured(1));
    if (!match.hasMatch() || !number)
        return {};
    const QString word = match.captured(2).toLower();
    std::int64_t factor = 60;
    if (!word.isEmpty()) {
        const QChar first = word.front();
        if (first == u's')
            factor = 1;
        else if (first == u'm')
            factor = 60;
        else if (first == u'h')
            factor = 3'600;
        else if (first == u'd' || first == u't') // Days, Tage
            factor = 86'400;
        else
            return {};
    }
    return std::chrono::seconds(std::llround(*number * static_cast<double>(factor)));
}

QString valueText(AlertUnit unit, double value, std::string_view currency)
{
    constexpr double longTime = 120;
    switch (unit) {
    case AlertUnit::Money: {
        const auto amount = base::Money::fromPico(std::llround(value * 1e12));
        const int decimals = value != 0 && std::abs(value) < 1 ? 4 : value == std::round(value) ? 0 : 2;
        return format::money(amount, decimals, currency);
    }
    case AlertUnit::Share:
        return format::percent(value, std::abs(value * 100 - std::round(value * 100)) < 0.05 ? 0 : 1);
    case AlertUnit::Seconds:
        if (value >= longTime) {
            const double step = value >= 2 * 86'400 ? 86'400 : value >= 7'200 ? 3'600 : 60;
            return durationText(std::chrono::seconds(std::llround(value / step) * std::llround(step)));
        }
        return format::seconds(std::llround(value * 1e6), value < 10 ? 2 : 1);
    case AlertUnit::Count:
        return format::number(std::llround(value));
    }
    Q_UNREACHABLE();
}

QString fieldText(AlertUnit unit, double value)
{
    switch (unit) {
    case AlertUnit::Share:
        return QLocale().toString(value * 100, 'g', 6) % QStringLiteral(" %");
    case AlertUnit::Seconds:
        if (value >= 60 && value == std::round(value))
            return durationText(std::chrono::seconds(std::llround(value)));
        return AlertWords::tr("%1 s").arg(QLocale().toString(value, 'g', 6));
    case AlertUnit::Money:
    case AlertUnit::Count:
        break;
    }
    return QLocale().toString(value, 'g', 9);
}

std::optional<double> readValue(AlertUnit unit, const QString &text)
{
    QString digits = text.trimmed();
    if (unit == AlertUnit::Seconds) {
        bool bare = false;
        QLocale().toDouble(digits, &bare);
        if (bare)
            return readNumber(digits); // Seconds, not minutes.
        QString number = digits;
        number.remove(QRegularExpression(QStringLiteral("\\s*s$")));
        if (number != digits)
            return readNumber(number);
        const auto duration = readDuration(digits);
        return duration ? std::optional(static_cast<double>(duration->count())) : std::nullopt;
    }
    digits.remove(QRegularExpression(QStringLiteral("[%$\u00a5\u20ac\\s]")));
    const auto value = readNumber(digits);
    if (!value || *value < 0)
        return {};
    if (unit != AlertUnit::Share)
        return value;
    return *value <= 100 ? std::optional(*value / 100) : std::nullopt;
}

QString limitText(const AlertRule &rule, std::string_view currency)
{
    const QString limit = valueText(factsOf(rule.metric).unit, rule.limit, currency);
    if (rule.metric == AlertMetric::NoTraffic)
        return AlertWords::tr("for %1").arg(limit);
    return rule.is == AlertComparison::Above ? AlertWords::tr("above %1").arg(limit)
                                             : AlertWords::tr("below %1").arg(limit);
}

PhaseLook lookOf(AlertPhase phase)
{
    switch (phase) {
    case AlertPhase::Normal:
        return { AlertWords::tr("normal"), QStringLiteral("check"), Token::ReadText };
    case AlertPhase::Waiting:
        return { AlertWords::tr("waiting"), QStringLiteral("clock"), Token::WriteText };
    case AlertPhase::Firing:
        return { AlertWords::tr("firing"), QStringLiteral("error"), Token::ErrorText };
    case AlertPhase::Recovering:
        return { AlertWords::tr("recovering"), QStringLiteral("undo"), Token::FreshText };
    case AlertPhase::NoData:
        return { AlertWords::tr("no data"), QStringLiteral("info"), Token::Text2 };
    case AlertPhase::Error:
        return { AlertWords::tr("error"), QStringLiteral("warning"), Token::ErrorText };
    }
    Q_UNREACHABLE();
}

PhaseLook lookOf(const AlertRuleStatus &status)
{
    if (status.rule.paused)
        return { AlertWords::tr("paused"), QStringLiteral("pause"), Token::Text3 };
    return lookOf(status.phase);
}

QString entityText(AlertPer per, const std::string &entity)
{
    const QString name = entity.empty() ? AlertWords::tr("(none)") : format::text(entity);
    switch (per) {
    case AlertPer::Session:
        return AlertWords::tr("session %1").arg(name);
    case AlertPer::Project:
        return AlertWords::tr("project %1").arg(name);
    default:
        return name;
    }
}

QString whomText(const AlertRuleStatus &status)
{
    const AlertRule &rule = status.rule;
    QStringList parts;
    if (!rule.filter.empty())
        parts.append(format::text(rule.filter));
    if (rule.per != AlertPer::Nothing) {
        qsizetype urgent = 0;
        for (const auto &[entity, state] : status.entities)
            urgent += state.phase == status.phase ? 1 : 0;
        if (status.phase == AlertPhase::Normal || urgent == 0)
            parts.append(perName(rule.per));
        else if (urgent == 1)
            parts.append(entityText(rule.per, status.entities.front().first));
        else
            parts.append(AlertWords::tr("%1 and %n more", nullptr, static_cast<int>(urgent - 1))
                             .arg(entityText(rule.per, status.entities.front().first)));
    }
    return parts.isEmpty() ? AlertWords::tr("all requests") : parts.join(QStringLiteral(", "));
}

QString whenText(base::UnixMicros when, base::UnixMicros now)
{
    return format::isSameDay(when, now) ? format::clockTime(when) : format::dayAndClock(when);
}

QString noticeText(const AlertNotice &notice, std::string_view currency, base::UnixMicros now)
{
    const AlertRule &rule = notice.rule;
    const AlertUnit unit = factsOf(rule.metric).unit;
    const QString value = notice.value ? valueText(unit, *notice.value, currency) : format::missing();
    AlertRule told = rule;
    told.limit = notice.threshold;
    const QString whom = rule.per == AlertPer::Nothing
        ? QString()
        : AlertWords::tr(" for %1").arg(entityText(rule.per, notice.entity));
    const QString since
        = notice.since > 0 ? AlertWords::tr(", since %1").arg(whenText(notice.since, now)) : QString();
    // A part of the budget is passed first: both are said.
    const QString limit = rule.isBudget() && notice.threshold != rule.limit
        ? AlertWords::tr("warning at %1 of a budget of %2")
              .arg(valueText(unit, notice.threshold, currency), valueText(unit, rule.limit, currency))
        : AlertWords::tr("limit %1").arg(limitText(told, currency));
    const QString seen = AlertWords::tr("%1 %2%3, %4").arg(metricName(rule.metric), value, whom, limit);
    const QString name = format::text(rule.name);
    switch (notice.kind) {
    case AlertNotice::Kind::Fired:
        return AlertWords::tr("%1: %2%3.").arg(name, seen, since);
    case AlertNotice::Kind::Reminder:
        return AlertWords::tr("%1: still %2%3.").arg(name, seen, since);
    case AlertNotice::Kind::Recovered:
        return AlertWords::tr("%1: recovered, %2.").arg(name, seen);
    case AlertNotice::Kind::NoData:
        return AlertWords::tr("%1: no data%2%3.").arg(name, whom, since);
    case AlertNotice::Kind::Test:
        return AlertWords::tr("%1: this is a test; %2.").arg(name, seen);
    }
    Q_UNREACHABLE();
}

} // namespace cachescope::ui::alerts
