// SPDX-License-Identifier: MIT
#include "ui/requests/why_pane.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/prompt/compare_view.h"
#include "ui/requests/hair_line.h"
#include "ui/requests/why_shares.h"
#include "ui/requests/why_words.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QScrollArea>

#include <limits>

namespace cachescope::ui {

namespace {

using requestlog::CallRecord;

constexpr int factsWidth = 332, narrowFacts = 286, sharesWidth = 240;
constexpr int roomForAll = 1040; ///< Below it the parts by tokens give way.

base::UnixMicros localMidnight()
{
    return QDate::currentDate().startOfDay().toMSecsSinceEpoch() * 1000;
}

QScrollArea *scrolled(QWidget *content, QWidget *parent)
{
    auto *area = new QScrollArea(parent);
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    return area;
}

HairLine *verticalLine(QWidget *parent)
{
    auto *line = new HairLine(parent);
    line->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    line->setMinimumSize(1, 1);
    line->setMaximumSize(1, QWIDGETSIZE_MAX);
    return line;
}

} // namespace

WhyPane::WhyPane(LogService &log, Prices prices, QWidget *parent)
    : QWidget(parent)
    , m_log(log)
    , m_prices(std::move(prices))
    , m_question(log)
    , m_facts(new WhyFacts)
    , m_compare(new CompareView(this))
    , m_shares(new WhyShares)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    QScrollArea *left = scrolled(m_facts, this);
    left->setObjectName(QStringLiteral("whyFacts"));
    left->setFixedWidth(factsWidth);
    m_right = scrolled(m_shares, this);
    m_right->setFixedWidth(sharesWidth);
    row->addWidget(left);
    row->addWidget(verticalLine(this));
    row->addWidget(m_compare, 1);
    row->addWidget(verticalLine(this));
    row->addWidget(m_right);
    connect(m_facts, &WhyFacts::callRequested, this, &WhyPane::callRequested);
    connect(m_facts, &WhyFacts::reasonRequested, this, &WhyPane::reasonRequested);
    connect(m_facts, &WhyFacts::fixRequested, this, [this] {
        if (m_record)
            Q_EMIT fixRequested(m_record->start.id, format::text(m_rule));
    });
    connect(m_facts, &WhyFacts::diffRequested, this, [this] { Q_EMIT diffRequested(m_comparedWith); });
}

void WhyPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool all = width() >= roomForAll;
    m_right->setVisible(all);
    findChild<QScrollArea *>(QStringLiteral("whyFacts"))->setFixedWidth(all ? factsWidth : narrowFacts);
}

void WhyPane::setCall(const CallRecord &record, const CallTextStyle &style)
{
    m_record = record;
    m_style = style;
    m_analysed = false;
    m_facts->setMessage(tr("Why"), tr("Looking it up …"));
    m_compare->setMessage(QString());
    m_shares->setShares({});
    ask();
}

void WhyPane::insightsChanged()
{
    if (m_record && !m_analysed && isVisible())
        ask();
}

void WhyPane::ask()
{
    m_question.ask(
        Lane::Pages, this,
        [record = *m_record, book = m_prices(), midnight = localMidnight()](LogSource &source) {
            return read(source, record, *book, midnight);
        },
        [this](const base::Result<Answer> &answer) { show(answer); });
}

base::Result<WhyPane::Answer> WhyPane::read(
    LogSource &source, const CallRecord &record, const providers::PriceBook &book, base::UnixMicros midnight)
{
    Answer answer;
    answer.why.record = record;
    auto insight = source.insight(record.start.id);
    if (!insight)
        return tl::unexpected(insight.error());
    answer.why.insight = *std::move(insight);
    if (!answer.why.insight)
        return answer;
    answer.why.facts = insight::factsFromJson(answer.why.insight->facts);
    const auto today
        = source.reasons({ midnight, std::numeric_limits<base::UnixMicros>::max() / 2 }, requestlog::Filter());
    if (!today)
        return tl::unexpected(today.error());
    for (const requestlog::ReasonSum &sum : *today)
        if (sum.reason == answer.why.insight->reason)
            answer.why.today = sum;
    compare(source, book, answer);
    return answer;
}

/** The two requests beside each other. What is in the way is told in its place: the reason stands all the same. */
void WhyPane::compare(LogSource &source, const providers::PriceBook &book, Answer &answer)
{
    const std::int64_t other = answer.why.insight->comparedWith;
    if (other == 0)
        return;
    const auto rows = source.rows({ other });
    if (!rows || rows->empty()) {
        answer.message = rows ? "The call it was compared with is no longer in the log." : rows.error().message;
        return;
    }
    const CallRecord &earlier = rows->front(), &later = answer.why.record;
    answer.why.comparedAt = earlier.start.startedAt;
    auto a = readLoggedPrompt(source, earlier, book, LargeBodies::Refuse, later.start.model);
    auto b = readLoggedPrompt(source, later, book, LargeBodies::Refuse);
    if (!a || !b) {
        answer.message = a ? b.error().message : a.error().message;
        return;
    }
    auto compared = std::make_shared<ComparedPrompts>();
    compared->comparison = prompt::compare(*a->prompt, a->layout, *b->prompt, b->layout, b->rules);
    compared->a = std::move(a->prompt);
    compared->b = std::move(b->prompt);
    compared->layoutA = std::move(a->layout);
    compared->layoutB = std::move(b->layout);
    compared->nameA = QLatin1Char('#') + format::number(earlier.start.id);
    compared->nameB = QLatin1Char('#') + format::number(later.start.id);
    answer.shares = insight::blockShares({ *compared->b, compared->layoutB, compared->comparison,
                                           later.end.usage.tokens.input(), later.end.usage.tokens.cacheRead });
    answer.compared = std::move(compared);
}

void WhyPane::show(const base::Result<Answer> &answer)
{
    if (!answer) {
        m_facts->setMessage(tr("Why"), format::coreText(answer.error().message));
        return;
    }
    m_analysed = answer->why.insight.has_value();
    m_rule = m_analysed ? answer->why.insight->rule : std::string();
    m_comparedWith = m_analysed ? answer->why.insight->comparedWith : 0;
    m_facts->setAnswer(answer->why, m_style);
    m_shares->setShares(answer->shares);
    if (answer->compared)
        m_compare->setCompared(answer->compared);
    else if (!answer->message.empty())
        m_compare->setMessage(format::coreText(answer->message));
    else
        m_compare->setMessage(m_analysed ? tr("There is no earlier call to compare it with.") : QString());
}

} // namespace cachescope::ui

#include "moc_why_pane.cpp"
