// SPDX-License-Identifier: MIT
#include "ui/prompt/ruler_pane.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/prompt/prompt_ruler.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSpinBox>
#include <QVBoxLayout>

namespace cachescope::ui {

using Cause = prompt::PrefixEnd::Cause;

namespace {

constexpr int mostCalls = 100'000; // With more, the sum of a dear prompt would leave the range of Money.

} // namespace

RulerPane::RulerPane(QWidget *parent)
    : QWidget(parent)
    , m_share(makeLabel({}, TextStyle::Control, Tone::Normal, this))
    , m_end(makeLabel({}, TextStyle::Control, Tone::Second, this))
    , m_cold(makeLabel({}, TextStyle::Control, Tone::Normal, this))
    , m_warm(makeLabel({}, TextStyle::Control, Tone::Normal, this))
    , m_day(makeLabel({}, TextStyle::Control, Tone::Normal, this))
    , m_rate(new QSpinBox(this))
    , m_ruler(new PromptRuler(this))
{
    setAccessibleName(tr("Cacheable prefix"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::screenMargin, 6, metrics::screenMargin, 6);
    column->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setSpacing(metrics::gap);
    head->addWidget(makeLabel(tr("Cacheable prefix"), TextStyle::ControlMedium, Tone::Normal, this));
    head->addWidget(m_share);
    m_end->setMinimumWidth(0);
    m_end->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    head->addWidget(m_end, 1);
    for (QLabel *label : { m_cold, m_warm }) {
        label->setTextFormat(Qt::RichText);
        head->addWidget(label);
    }
    m_rate->setRange(1, mostCalls);
    m_rate->setValue(100);
    m_rate->setAccessibleName(tr("Calls per day"));
    m_rate->setToolTip(tr("How many calls a day the sum is for"));
    m_rate->setFixedWidth(76);
    m_rate->setAlignment(Qt::AlignRight);
    head->addWidget(m_rate);
    head->addWidget(m_day);
    column->addLayout(head);
    column->addWidget(m_ruler);
    connect(m_rate, &QSpinBox::valueChanged, this, [this](int calls) {
        showCosts();
        Q_EMIT callsPerDayChanged(calls);
    });
    connect(m_ruler, &PromptRuler::tokensClicked, this, &RulerPane::tokensClicked);
}

void RulerPane::setCallsPerDay(int calls)
{
    m_rate->setValue(calls);
}

int RulerPane::callsPerDay() const
{
    return m_rate->value();
}

QString RulerPane::endWords() const
{
    const auto &end = m_report->strictest.end;
    const QString culprit = format::text(end.culprit);
    switch (end.cause) {
    case Cause::Variable:
        return tr("ends at line %1, {{%2}}").arg(m_report->endLine).arg(culprit);
    case Cause::Difference:
        return tr("ends at line %1, %2").arg(m_report->endLine).arg(culprit);
    case Cause::NoMark:
        return tr("nothing is cached: no breakpoint stands on stable text");
    case Cause::BelowMinimum:
        return tr("nothing is cached: below the minimum of %1 tokens")
            .arg(format::number(m_report->strictest.minimumTokens));
    case Cause::LookBack:
        return tr("further breakpoints are beyond what is looked back");
    case Cause::LastMark:
    case Cause::EndOfPrompt:
        break;
    }
    return m_report->strictest.cacheableTokens < m_report->strictest.stableTokens
        ? tr("%1 of them are kept").arg(format::number(m_report->strictest.cacheableTokens))
        : QString();
}

void RulerPane::setReport(std::shared_ptr<const PromptReport> report, const std::string &currency)
{
    m_report = std::move(report);
    m_currency = currency;
    m_ruler->setReport(m_report);
    if (!m_report || m_report->layout.total == 0) {
        m_share->clear();
        m_end->clear();
        showCosts();
        return;
    }
    const std::int64_t total = m_report->layout.total, stable = m_report->strictest.stableTokens;
    const QString about = m_report->layout.exact ? QString() : QStringLiteral("~");
    m_share->setText(tr("%1%2 of %3 tokens are stable (%4)")
                         .arg(
                             about, format::number(stable), format::number(total),
                             format::percent(double(stable) / double(total))));
    showCosts();
    layout()->activate();
    showEnd();
}

void RulerPane::showCosts()
{
    const bool known = m_report && m_report->costs.cold && m_report->costs.warm;
    m_cold->setVisible(known);
    m_warm->setVisible(known);
    m_rate->setVisible(known);
    if (!known) {
        m_day->setText(m_report && m_report->layout.total > 0 ? tr("price unknown") : QString());
        return;
    }
    const auto figure = [&](const base::Money &money, Token color) {
        return QStringLiteral("<span style='color:%1;font-weight:500'>%2</span>")
            .arg(tokenColor(color).name(), format::money(money, 4, m_currency));
    };
    const auto &costs = m_report->costs;
    m_cold->setText(tr("next call cold %1").arg(figure(*costs.cold, Token::WriteText)));
    m_warm->setText(tr("warm %1").arg(figure(*costs.warm, Token::ReadText)));
    m_cold->setToolTip(tr("Input only, nothing in the cache yet; the prefix alone is written for %1")
                           .arg(format::money(costs.write, 4, m_currency)));
    m_warm->setToolTip(
        tr("Input only, the prefix read from the cache for %1").arg(format::money(costs.read, 4, m_currency)));
    // One cold call, then warm ones: what a day costs while the cache stays warm.
    const std::int64_t calls = m_rate->value();
    const base::Money day = *costs.cold + base::Money::fromPico(costs.warm->pico() * (calls - 1));
    m_day->setText(tr("a day: %1").arg(format::money(day, 2, m_currency)));
    m_day->setToolTip(tr("One cold call and %1 warm ones; all cold it would be %2")
                          .arg(
                              format::number(calls - 1),
                              format::money(base::Money::fromPico(costs.cold->pico() * calls), 2, m_currency)));
}

QString RulerPane::summary() const
{
    return m_share->text() + u' ' + m_end->text() + u' ' + m_day->text();
}

/** As much of the reason as there is room for; the tip has all of it. */
void RulerPane::showEnd()
{
    if (!m_report || m_report->layout.total == 0)
        return;
    const QString words = endWords();
    m_end->setText(m_end->fontMetrics().elidedText(words, Qt::ElideRight, m_end->width()));
    m_end->setToolTip(words);
}

void RulerPane::resizeEvent(QResizeEvent *)
{
    layout()->activate();
    showEnd();
}

void RulerPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokenColor(Token::Panel));
    painter.fillRect(0, 0, width(), 1, tokenColor(Token::Line));
}

} // namespace cachescope::ui

#include "moc_ruler_pane.cpp"
