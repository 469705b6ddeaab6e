// SPDX-License-Identifier: MIT
#include "ui/requests/why_facts.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/requests/why_words.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace cachescope::ui {

namespace {

using requestlog::CallInsight;
using requestlog::MissReason;

constexpr int nameWidth = 120;
constexpr int iconSize = 16;
constexpr int leastFixWidth = 80;
constexpr int fixPadding = 48; ///< Icon and edges of a button.

QString link(const QString &target, const QString &words)
{
    return QStringLiteral("<a href=\"%1\" style=\"color:%2;text-decoration:none\">%3</a>")
        .arg(target, tokenColor(Token::AccentText).name(), words.toHtmlEscaped());
}

QString comparedWords(const WhyAnswer &answer)
{
    const CallInsight &insight = *answer.insight;
    const QString number = link(QStringLiteral("call"), QLatin1Char('#') + format::number(insight.comparedWith));
    if (!answer.comparedAt)
        return WhyFacts::tr("%1, no longer in the log").arg(number);
    return WhyFacts::tr("%1, %2 earlier")
        .arg(number, format::duration(answer.record.start.startedAt - *answer.comparedAt));
}

QString extraWords(const WhyAnswer &answer, const CallTextStyle &style)
{
    const CallInsight &insight = *answer.insight;
    if (insight.again <= 0)
        return {};
    if (!insight.extra)
        return WhyFacts::tr("no price known");
    const QString extra = format::money(*insight.extra, 4, style.currency);
    const QString all = answer.record.end.billed
        ? WhyFacts::tr("%1 of %2").arg(extra, format::money(*answer.record.end.billed, 4, style.currency))
        : extra;
    return QStringLiteral("<span style=\"color:%1;font-weight:500\">%2</span>")
        .arg(tokenColor(Token::ErrorText).name(), all.toHtmlEscaped());
}

QString todayWords(const WhyAnswer &answer, const CallTextStyle &style)
{
    if (answer.today.calls == 0)
        return {};
    const QString times = WhyFacts::tr("%n time(s)", nullptr, int(answer.today.calls));
    const QString money = answer.today.extra > base::Money()
        ? QStringLiteral(", ") + format::money(answer.today.extra, 2, style.currency)
        : QString();
    return times.toHtmlEscaped() + money.toHtmlEscaped() + QStringLiteral(" · ")
        + link(QStringLiteral("today"), WhyFacts::tr("show"));
}

QString differenceWords(const CallInsight &insight, const insight::Facts &facts)
{
    if (insight.comparedWith == 0)
        return {};
    if (insight.differsAt < 0)
        return WhyFacts::tr("none");
    return WhyFacts::tr("token %1 of %2").arg(format::number(insight.differsAt), format::number(facts.input));
}

} // namespace

WhyFacts::WhyFacts(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(makeLabel({}, TextStyle::CardTitle, Tone::Normal, this))
    , m_story(makeLabel({}, TextStyle::Control, Tone::Second, this))
    , m_certainty(new Badge(BadgeKind::Good, {}, this))
    , m_grid(new QGridLayout)
    , m_fix(makeButton({}, ButtonKind::Primary, QStringLiteral("bulb"), ButtonSize::Normal, this))
    , m_diff(makeButton(tr("Diff"), ButtonKind::Normal, QStringLiteral("diff"), ButtonSize::Normal, this))
{
    m_story->setWordWrap(true);
    m_story->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *head = new QHBoxLayout;
    head->setSpacing(metrics::gap);
    head->addWidget(m_icon);
    head->addWidget(m_title);
    head->addWidget(m_certainty);
    head->addStretch();
    m_grid->setHorizontalSpacing(metrics::gap);
    m_grid->setVerticalSpacing(metrics::iconGap);
    m_grid->setColumnMinimumWidth(0, nameWidth);
    m_grid->setColumnStretch(1, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::gap);
    buttons->addWidget(m_fix);
    buttons->addWidget(m_diff);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::screenMargin, metrics::gap, metrics::cardPadding, metrics::gap);
    column->setSpacing(metrics::iconGap);
    column->addLayout(head);
    column->addWidget(m_story);
    column->addLayout(m_grid);
    column->addSpacing(metrics::iconGap);
    column->addLayout(buttons);
    column->addStretch();
    connect(m_fix, &QPushButton::clicked, this, &WhyFacts::fixRequested);
    connect(m_diff, &QPushButton::clicked, this, &WhyFacts::diffRequested);
    m_diff->setToolTip(tr("Both requests beside each other"));
    m_fix->setAccessibleName(tr("Why")); // Until a call is shown whose cause has a fix.
    m_fix->setMinimumWidth(leastFixWidth);
}

void WhyFacts::setMessage(const QString &title, const QString &words)
{
    m_icon->hide();
    m_certainty->hide();
    m_title->setText(title);
    m_story->setText(words);
    for (const Row &row : std::as_const(m_rows)) {
        row.name->hide();
        row.value->hide();
    }
    m_fix->hide();
    m_diff->hide();
}

void WhyFacts::setAnswer(const WhyAnswer &answer, const CallTextStyle &style)
{
    if (!answer.insight)
        return setMessage(tr("Why"), whyNothing(answer.record));
    const CallInsight &insight = *answer.insight;
    const bool fault = requestlog::isFault(insight.reason);
    m_icon->setPixmap(icons::icon(reasonIcon(insight.reason), fault ? Token::ErrorText : Token::Text2)
                          .pixmap(iconSize, iconSize));
    m_icon->show();
    m_title->setText(reasonTitle(insight.reason));
    m_certainty->setContent(certaintyKind(insight.certainty), certaintyWord(insight.certainty));
    m_certainty->show();
    m_story->setText(reasonStory(insight, answer.facts));
    setRows(answer, style);
    setButtons(answer);
    setAccessibleName(m_title->text());
}

void WhyFacts::setRows(const WhyAnswer &answer, const CallTextStyle &style)
{
    const CallInsight &insight = *answer.insight;
    const QString compared = insight.comparedWith > 0 ? comparedWords(answer) : QString();
    const QString could
        = insight.predicted > 0 ? tr("%1 tokens").arg(format::number(insight.predicted)) : QString();
    int used = 0;
    const auto row = [&](const QString &name, const QString &value) {
        if (!value.isEmpty())
            setRow(used++, name, value);
    };
    row(tr("Compared with"), compared);
    row(tr("First difference"), differenceWords(insight, answer.facts));
    row(tr("Could have been read"), could);
    row(tr("Was read"), tr("%1 tokens").arg(format::number(insight.reported)));
    row(tr("Extra cost"), extraWords(answer, style));
    row(tr("The provider says"), providerWords(insight, answer.facts).toHtmlEscaped());
    row(tr("Today"), requestlog::isFault(insight.reason) ? todayWords(answer, style) : QString());
    for (int i = used; i < m_rows.size(); ++i) {
        m_rows[i].name->hide();
        m_rows[i].value->hide();
    }
}

void WhyFacts::setRow(int index, const QString &name, const QString &richValue)
{
    if (index == m_rows.size()) {
        Row row{ makeLabel({}, TextStyle::Control, Tone::Third, this),
                 makeLabel({}, TextStyle::Control, Tone::Normal, this) };
        row.value->setTextFormat(Qt::RichText);
        row.value->setTextInteractionFlags(
            Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
        row.value->setWordWrap(true);
        connect(row.value, &QLabel::linkActivated, this, [this](const QString &target) {
            if (target == QLatin1String("call"))
                Q_EMIT callRequested(property("comparedWith").toLongLong());
            else
                Q_EMIT reasonRequested(property("reason").toInt());
        });
        m_grid->addWidget(row.name, index, 0, Qt::AlignTop);
        m_grid->addWidget(row.value, index, 1, Qt::AlignTop);
        m_rows << row;
    }
    m_rows[index].name->setText(name);
    m_rows[index].value->setText(richValue);
    m_rows[index].name->show();
    m_rows[index].value->show();
}

void WhyFacts::setButtons(const WhyAnswer &answer)
{
    const CallInsight &insight = *answer.insight;
    setProperty("comparedWith", qint64(insight.comparedWith));
    setProperty("reason", int(insight.reason));
    const QString rule = format::text(insight.rule);
    const QString fix = format::coreText(answer.facts.fix);
    m_fix->setVisible(!rule.isEmpty());
    m_fix->setAccessibleName({});
    m_fixWords = fix.isEmpty() ? tr("Open %1 in the editor").arg(rule) : tr("Fix %1: %2").arg(rule, fix);
    fitFix();
    setButtonKind(m_fix, fix.isEmpty() ? ButtonKind::Normal : ButtonKind::Primary, QStringLiteral("bulb"));
    m_fix->setToolTip(
        m_fixWords + QLatin1Char('\n')
        + tr("Opens the request in the prompt editor, where %1 is shown with what can be done").arg(rule));
    m_diff->setVisible(insight.comparedWith > 0);
}

/** A long title must not make the column wider than it is: the tooltip has it whole. */
void WhyFacts::fitFix()
{
    const int room = width() - metrics::screenMargin - metrics::cardPadding - metrics::gap
        - m_diff->sizeHint().width() - fixPadding;
    m_fix->setText(m_fix->fontMetrics().elidedText(m_fixWords, Qt::ElideRight, std::max(room, leastFixWidth)));
    m_fix->setAccessibleName(m_fixWords);
}

void WhyFacts::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitFix();
}

} // namespace cachescope::ui

#include "moc_why_facts.cpp"
