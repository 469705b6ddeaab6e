// SPDX-License-Identifier: MIT
#include "ui/requests/count_row.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/requests/mini_histogram.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace cachescope::ui {

CountRow::CountRow(QWidget *parent)
    : QWidget(parent)
    , m_count(makeLabel({}, TextStyle::ControlMedium, Tone::Normal, this))
    , m_cost(makeLabel({}, TextStyle::Control, Tone::Second, this))
    , m_search(makeLabel({}, TextStyle::Control, Tone::Second, this))
    , m_histogram(new MiniHistogram(this))
    , m_follow(makeButton(tr("Following"), ButtonKind::Normal, QStringLiteral("follow"), ButtonSize::Small, this))
    , m_export(makeButton(tr("Export"), ButtonKind::Quiet, QStringLiteral("export"), ButtonSize::Small, this))
    , m_byTime(makeButton(tr("Newest first"), ButtonKind::Link, {}, ButtonSize::Small, this))
{
    setFixedHeight(metrics::cardHead);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::screenMargin, 0, metrics::screenMargin, 0);
    row->setSpacing(metrics::cardPadding);
    auto *columns
        = makeButton(tr("Columns"), ButtonKind::Quiet, QStringLiteral("columns"), ButtonSize::Small, this);
    for (QWidget *part : { static_cast<QWidget *>(m_count), static_cast<QWidget *>(m_cost),
                           static_cast<QWidget *>(m_search), static_cast<QWidget *>(m_byTime) })
        row->addWidget(part);
    row->addStretch();
    row->addWidget(m_histogram);
    for (QWidget *part : { m_follow, columns, m_export })
        row->addWidget(part);
    m_follow->setToolTip(tr("Go to the newest call and follow (End)"));
    m_export->setToolTip(tr("Export the calls of this list (Ctrl+E)"));
    connect(m_follow, &QPushButton::clicked, this, &CountRow::followRequested);
    connect(m_byTime, &QPushButton::clicked, this, &CountRow::byTimeRequested);
    connect(columns, &QPushButton::clicked, this, [this, columns] { Q_EMIT columnsRequested(columns); });
    connect(m_export, &QPushButton::clicked, this, [this] { Q_EMIT exportRequested(m_export); });
}

QString CountRow::countWords(const Content &content)
{
    if (content.failed)
        return tr("The search failed");
    const QString found = format::number(content.matching);
    if (content.searching)
        return content.matching == 0 ? tr("Searching") : tr("Searching, %1 found so far").arg(found);
    if (content.stopped)
        return tr("Stopped, %1 found until then").arg(found);
    if (content.capped)
        return tr("The first %1 requests").arg(found);
    if (content.filtered)
        return tr("%1 of %2 requests").arg(found, format::number(std::max(content.all, content.matching)));
    return content.matching == 1 ? tr("1 request") : tr("%1 requests").arg(found);
}

QString CountRow::costWords(const Content &content)
{
    if (!content.matchingCost || content.failed || content.searching)
        return {};
    const auto words = [&](base::Money amount) {
        // A cent says nothing about what costs a tenth of it.
        const bool small = amount > base::Money() && amount < base::Money::fromPico(base::Money::perUnit / 10);
        return format::money(amount, small ? 4 : 2, content.currency);
    };
    QString text = words(*content.matchingCost);
    if (content.filtered && content.allCost)
        text = tr("%1 of %2", "money").arg(text, words(*content.allCost));
    return content.unpriced > 0 ? QString(QChar(0x2265) + QStringLiteral("\u2009") + text) : text;
}

QString CountRow::searchWords(const Content &content)
{
    if (!content.frozenBy.isEmpty() && !content.searching)
        return tr("by %1, stands still").arg(content.frozenBy);
    if (content.searching || content.stopped || content.failed || content.searchMicros == 0)
        return {};
    constexpr std::int64_t shortest = 100;
    return content.searchMicros < shortest ? tr("found in under %1").arg(format::duration(shortest))
                                           : tr("found in %1").arg(format::duration(content.searchMicros));
}

void CountRow::setContent(const Content &content)
{
    m_count->setText(countWords(content));
    m_cost->setText(costWords(content));
    m_cost->setToolTip(
        content.unpriced > 0
            ? tr("At least: %1 of these calls have no known price").arg(format::number(content.unpriced))
            : QString());
    m_search->setText(searchWords(content));
    m_byTime->setVisible(!content.frozenBy.isEmpty());
    m_export->setEnabled(content.matching > 0);
    m_follow->setVisible(content.canFollow);
    m_follow->setEnabled(!content.following);
    m_follow->setText(
        content.following          ? tr("Following")
            : content.waiting == 0 ? tr("Follow")
                                   : tr("%1 new", "calls").arg(format::number(content.waiting)));
}

void CountRow::setSeries(std::vector<requestlog::SeriesPoint> points)
{
    m_histogram->setPoints(std::move(points));
}

QString CountRow::countText() const
{
    return m_count->text();
}

QString CountRow::costText() const
{
    return m_cost->text();
}

QString CountRow::searchText() const
{
    return m_search->text();
}

} // namespace cachescope::ui
