// SPDX-License-Identifier: MIT
#include "ui/cache/history_pane.h"

#include "ui/cache/entry_search.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/table_view.h"
#include "ui/requests/hair_line.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>

namespace cachescope::ui {

using cache::InvalidateAction;
using cache::Invalidation;

namespace {

enum HistoryColumn
{
    When,
    What,
    By,
    State,
    historyColumns
};
constexpr int whenWidth = 88, byWidth = 68, stateWidth = 76;

QString originWords(const std::string &origin)
{
    if (origin == "window")
        return HistoryPane::tr("window");
    if (origin == "command")
        return HistoryPane::tr("command");
    if (origin == "admin")
        return HistoryPane::tr("admin API");
    if (origin == "rule")
        return HistoryPane::tr("rule");
    if (origin == "team")
        return HistoryPane::tr("the team");
    return format::text(origin);
}

} // namespace

HistoryModel::HistoryModel(const base::Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(clock)
{ }

void HistoryModel::setHistory(std::vector<Invalidation> history, const std::string &currency)
{
    beginResetModel();
    m_history = std::move(history);
    m_currency = currency;
    endResetModel();
}

const Invalidation *HistoryModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_history[std::size_t(row)] : nullptr;
}

bool HistoryModel::canBeUndone(int row) const
{
    const Invalidation *past = at(row);
    return past != nullptr && past->undoneAt == 0 && past->undoUntil > m_clock.wall();
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_history.size());
}

int HistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : historyColumns;
}

QString HistoryModel::whatWords(const Invalidation &past) const
{
    const QString count = format::number(past.effect.entries);
    const QString what
        = past.action == InvalidateAction::Stale ? HistoryPane::tr("%1 stale") : HistoryPane::tr("%1 removed");
    return what.arg(count) + QStringLiteral(": ") + selectorWords(past.selector);
}

QString HistoryModel::stateWords(const Invalidation &past) const
{
    if (past.undoneAt > 0)
        return HistoryPane::tr("undone");
    return past.undoUntil > m_clock.wall() ? HistoryPane::tr("can be undone") : HistoryPane::tr("done");
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    const Invalidation *past = index.isValid() ? at(index.row()) : nullptr;
    if (past == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        switch (index.column()) {
        case When:
            return role == Qt::ToolTipRole ? format::dateAndMilliseconds(past->at)
                                           : format::moment(past->at, m_clock.wall());
        case What:
            return whatWords(*past);
        case By:
            return originWords(past->origin);
        default:
            return stateWords(*past);
        }
    case ToneRole:
        return int(past->undoneAt > 0 ? Token::Text3 : index.column() == What ? Token::Text : Token::Text2);
    default:
        return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    switch (section) {
    case When:
        return HistoryPane::tr("When");
    case What:
        return HistoryPane::tr("What");
    case By:
        return HistoryPane::tr("By");
    default:
        return HistoryPane::tr("State");
    }
}

HistoryPane::HistoryPane(const base::Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_model(new HistoryModel(clock, this))
    , m_table(new TableView(metrics::standardRow, this))
    , m_words(makeLabel({}, TextStyle::Control, Tone::Second, this))
    , m_empty(makeLabel(
          tr("Nothing has been invalidated yet. What you, a command, the admin API or a rule sets aside is listed "
             "here."),
          TextStyle::Control, Tone::Third, this))
    , m_undo(makeButton(tr("Undo"), ButtonKind::Normal, QStringLiteral("undo"), ButtonSize::Small, this))
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("History of invalidations"));
    m_table->horizontalHeader()->setSectionResizeMode(What, QHeaderView::Stretch);
    m_table->setColumnWidth(When, whenWidth);
    m_table->setColumnWidth(By, byWidth);
    m_table->setColumnWidth(State, stateWidth);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setMargin(metrics::screenMargin);
    auto *close = makeButton({}, ButtonKind::Quiet, QStringLiteral("close"), ButtonSize::Small, this);
    close->setAccessibleName(tr("Close the history"));
    close->setToolTip(tr("Close the history"));
    close->setFixedWidth(metrics::smallControlHeight);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(metrics::cardPadding, metrics::iconGap, metrics::gap, metrics::iconGap);
    head->addWidget(makeLabel(tr("History"), TextStyle::CardTitle, Tone::Normal, this));
    head->addStretch(1);
    head->addWidget(close);
    column->addLayout(head);
    column->addWidget(new HairLine(this));
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(metrics::cardPadding, metrics::gap, metrics::cardPadding, metrics::cardPadding);
    foot->setSpacing(metrics::gap);
    foot->addWidget(m_words);
    foot->addWidget(m_undo, 0, Qt::AlignLeft);
    column->addLayout(foot);
    connect(close, &QPushButton::clicked, this, &HistoryPane::closed);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryPane::showSelected);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        if (const Invalidation *past = m_model->at(m_table->currentIndex().row()))
            Q_EMIT undoRequested(format::text(past->id));
    });
    setHistory({}, "USD");
}

void HistoryPane::setHistory(const std::vector<Invalidation> &history, const std::string &currency)
{
    const Invalidation *selected = m_model->at(m_table->currentIndex().row());
    const std::string id = selected && m_table->selectionModel()->hasSelection() ? selected->id : std::string();
    m_model->setHistory(history, currency);
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (!id.empty() && m_model->at(row)->id == id)
            m_table->selectRow(row);
    }
    m_table->setVisible(m_model->rowCount() > 0);
    m_empty->setVisible(m_model->rowCount() == 0);
    showSelected();
}

void HistoryPane::showSelected()
{
    const int row = m_table->selectionModel()->hasSelection() ? m_table->currentIndex().row() : -1;
    const Invalidation *past = m_model->at(row);
    m_words->setVisible(past != nullptr);
    m_undo->setVisible(past != nullptr && m_model->canBeUndone(row));
    if (past == nullptr)
        return;
    QStringList words;
    if (!past->cause.empty())
        words << format::coreText(past->cause);
    words << tr("%1, saving %2 a week, were touched.")
                 .arg(
                     format::bytes(past->effect.bytes),
                     format::money(past->effect.perWeek, 2, m_model->currency()));
    if (past->effect.pinnedKept > 0)
        words << tr("%1 pinned ones were kept.").arg(format::number(past->effect.pinnedKept));
    if (past->undoneAt > 0)
        words << tr("Undone %1; %2 came back.")
                     .arg(format::dayAndClock(past->undoneAt), format::number(past->restored));
    words << selectorWords(past->selector);
    m_words->setText(words.join(QLatin1Char(' ')));
}

} // namespace cachescope::ui

#include "moc_history_pane.cpp"
