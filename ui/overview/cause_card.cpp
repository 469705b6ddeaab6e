// SPDX-License-Identifier: MIT
#include "ui/overview/cause_card.h"

#include "ui/format/format.h"
#include "ui/overview/cause_table.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/table_view.h"
#include "ui/requests/empty_state.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

constexpr int shareWidth = 112;
constexpr int leastNameWidth = 140;
constexpr int leastCardWidth = 240;

} // namespace

CauseCard::CauseCard(QWidget *parent)
    : Card(tr("What broke the prefix cache"), parent)
    , m_table(new CauseTable(this))
    , m_view(new TableView(metrics::listRow, this))
    , m_none(new EmptyState(this))
    , m_parts(new QStackedWidget(this))
{
    setMinimumWidth(leastCardWidth);
    m_view->setAccessibleName(tr("What broke the prefix cache"));
    m_view->setModel(m_table);
    m_view->setItemDelegateForColumn(CauseTable::Share, new ShareDelegate(m_view));
    m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView *header = m_view->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents); // A row for each reason: few.
    header->setSectionResizeMode(CauseTable::Cause, QHeaderView::Stretch);
    header->setSectionResizeMode(CauseTable::Share, QHeaderView::Fixed);
    header->resizeSection(CauseTable::Share, shareWidth);
    m_view->keepReadable(CauseTable::Cause, leastNameWidth, { CauseTable::Share, CauseTable::Again });
    m_parts->addWidget(m_view);
    m_parts->addWidget(m_none);
    body()->addWidget(m_parts);
    body()->setContentsMargins(0, 0, 0, metrics::cardRadius - 1);
    connect(m_view, &TableView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT filterRequested(m_table->filter(index.row()));
    });
}

void CauseCard::setSums(
    const std::vector<requestlog::ReasonSum> &sums, std::string_view currency, std::int64_t pending)
{
    constexpr std::int64_t worthSaying = 50; // A second's calls are always on their way.
    m_table->setSums(sums, currency);
    const QString waiting
        = pending > worthSaying ? tr("%1 calls still to be analysed").arg(format::number(pending)) : QString();
    const QString caption = m_table->caption();
    setCaption(
        caption.isEmpty()       ? waiting
            : waiting.isEmpty() ? caption
                                : tr("%1; %2", "what is known; what is to come").arg(caption, waiting));
    m_parts->setCurrentIndex(m_table->isEmpty() ? 1 : 0);
    if (sums.empty())
        m_none->setContent({ QStringLiteral("clock"),
                             tr("Nothing analysed in this range"),
                             tr("Calls are looked at in the background, seconds after they end."),
                             {} });
    else
        m_none->setContent({ QStringLiteral("check"),
                             tr("Nothing broke it in this range"),
                             tr("What could be read from the providers' caches was read."),
                             {} });
}

} // namespace cachescope::ui

#include "moc_cause_card.cpp"
