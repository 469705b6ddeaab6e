// SPDX-License-Identifier: MIT
#include "ui/alerts/suggestions.h"

#include "ui/alerts/alert_words.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/shell/backend.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace cachescope::ui {

namespace {

using insight::AlertRule;

QString explanationOf(const AlertRule &rule, std::string_view currency)
{
    const QString limit = alerts::limitText(rule, currency);
    if (rule.isBudget())
        return AlertSuggestions::tr("when it is %1 in a day").arg(limit);
    return AlertSuggestions::tr("when it is %1 over %2, for %3")
        .arg(limit, alerts::durationText(rule.window), alerts::durationText(rule.pending));
}

/** Values of today, over all entities together. */
base::Result<std::vector<std::optional<double>>> valuesToday(
    LogSource &log, const std::vector<AlertRule> &rules, base::UnixMicros now)
{
    constexpr std::int64_t day = 86'400'000'000;
    const auto totals = log.totals({ now - day, now + 1 }, {});
    if (!totals)
        return tl::unexpected(totals.error());
    std::vector<std::optional<double>> values;
    for (const AlertRule &rule : rules) {
        const bool known = rule.metric == insight::AlertMetric::HitRatio ? totals->hitRate().has_value()
            : rule.metric == insight::AlertMetric::PrefixRead            ? totals->prefixReadRate().has_value()
                                                                         : totals->requests() > 0;
        values.push_back(
            known ? std::optional(insight::alertValueOf(rule.metric, *totals)) : std::optional<double>());
    }
    return values;
}

} // namespace

AlertSuggestions::AlertSuggestions(const PageContext &context, QWidget *parent)
    : Card(tr("No rules yet"), parent)
    , m_context(context)
    , m_question(context.log)
    , m_rules(insight::suggestedAlertRules())
{
    setCaption(tr("an alert tells when something leaves its limits; these four suit most"));
    const auto prices = context.backend.prices();
    const std::string_view currency = prices ? prices->currency() : "USD";
    auto *grid = new QGridLayout;
    grid->setContentsMargins(
        metrics::screenMargin, metrics::cardPadding, metrics::screenMargin, metrics::screenMargin);
    grid->setHorizontalSpacing(metrics::screenMargin);
    grid->setVerticalSpacing(metrics::cardPadding);
    grid->setColumnStretch(1, 1);
    for (std::size_t i = 0; i < m_rules.size(); ++i) {
        const AlertRule &rule = m_rules[i];
        const int row = static_cast<int>(i);
        const QString name = alerts::templateName(rule);
        grid->addWidget(makeLabel(name, TextStyle::ControlMedium, Tone::Normal, this), row, 0);
        QLabel *words = makeLabel(explanationOf(rule, currency), TextStyle::Control, Tone::Second, this);
        words->setWordWrap(true);
        grid->addWidget(words, row, 1);
        m_values.append(makeLabel(tr("reading…"), TextStyle::Control, Tone::Second, this));
        grid->addWidget(m_values.last(), row, 2);
        QPushButton *on = makeButton(tr("Switch on"), ButtonKind::Normal, {}, ButtonSize::Small, this);
        on->setAccessibleName(tr("Switch on: %1").arg(name));
        grid->addWidget(on, row, 3);
        connect(on, &QPushButton::clicked, this, [this, i] {
            AlertRule chosen = m_rules[i];
            chosen.name = format::utf8(alerts::templateName(chosen));
            Q_EMIT switchedOn(chosen);
        });
    }
    body()->addLayout(grid);
    body()->addStretch(1);
}

void AlertSuggestions::refresh()
{
    m_question.ask(
        Lane::Dashboard, this,
        [rules = m_rules, now = m_context.clock.wall()](LogSource &log) { return valuesToday(log, rules, now); },
        [this](const base::Result<Values> &values) { showValues(values); });
}

void AlertSuggestions::showValues(const base::Result<Values> &values)
{
    const auto prices = m_context.backend.prices();
    const std::string_view currency = prices ? prices->currency() : "USD";
    for (qsizetype i = 0; i < m_values.size(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (!values) {
            m_values[i]->setText(tr("not readable"));
            m_values[i]->setToolTip(format::coreText(values.error().message));
        } else if (!(*values)[at]) {
            m_values[i]->setText(tr("no requests today"));
        } else {
            const insight::AlertUnit unit = insight::factsOf(m_rules[at].metric).unit;
            m_values[i]->setText(tr("today %1").arg(alerts::valueText(unit, *(*values)[at], currency)));
            setTone(m_values[i], m_rules[at].breaches(*(*values)[at]) ? Tone::Error : Tone::Second);
        }
    }
}

} // namespace cachescope::ui

#include "moc_suggestions.cpp"
