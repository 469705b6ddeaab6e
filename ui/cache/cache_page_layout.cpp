// SPDX-License-Identifier: MIT
// How the Cache page is laid out and wired.
#include "ui/cache/cache_page.h"

#include "ui/cache/entry_detail.h"
#include "ui/cache/entry_model.h"
#include "ui/cache/entry_table.h"
#include "ui/cache/history_pane.h"
#include "ui/cache/invalidate_panel.h"
#include "ui/cache/prefix_table.h"
#include "ui/cache/undo_bar.h"
#include "ui/format/format.h"
#include "ui/parts/card.h"
#include "ui/parts/labels.h"
#include "ui/requests/empty_state.h"
#include "ui/requests/hair_line.h"
#include "ui/shell/backend.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>

namespace cachescope::ui {

namespace {

constexpr int tickMs = 2000;
constexpr int searchDelayMs = 250;
constexpr int listLeast = 420, sideLeast = 280;
const QString splitterKey = QStringLiteral("cache/splitter");

} // namespace

CachePage::CachePage(const PageContext &context, QWidget *parent)
    : Page(parent)
    , m_context(context)
    , m_model(new EntryModel(context.log, context.backend.invalidator(), this))
    , m_historyQuestion(context.log)
    , m_actionQuestion(context.log)
    , m_pinQuestion(context.log)
    , m_ticks(new QTimer(this))
    , m_searchDelay(new QTimer(this))
{
    setUpTopBar();
    setUpLayout();
    setUpActions();
    connectParts();
    m_ticks->setInterval(tickMs);
    connect(m_ticks, &QTimer::timeout, this, &CachePage::tick);
    m_searchDelay->setSingleShot(true);
    m_searchDelay->setInterval(searchDelayMs);
    connect(m_searchDelay, &QTimer::timeout, this, &CachePage::search);
    m_model->setTextStyle(textStyle());
    m_table->showOrder(m_sortColumn, m_ascending);
    setCondition({});
    showCounts();
    showEmptiness();
}

CachePage::~CachePage()
{
    m_context.session.setValue(splitterKey, m_splitter->saveState());
}

void CachePage::setUpTopBar()
{
    m_topBar = new QWidget(this);
    m_topBar->hide();
    auto *row = new QHBoxLayout(m_topBar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    row->addStretch(1);
    m_historyButton
        = makeButton(tr("History"), ButtonKind::Normal, QStringLiteral("undo"), ButtonSize::Normal, m_topBar);
    m_historyButton->setToolTip(tr("What was invalidated, by whom, and the way back"));
    m_invalidateButton = makeButton(
        tr("Invalidate"), ButtonKind::Normal, QStringLiteral("invalidate"), ButtonSize::Normal, m_topBar);
    for (QPushButton *button : { m_historyButton, m_invalidateButton }) {
        button->setCheckable(true);
        row->addWidget(button);
    }
}

void CachePage::setUpLayout()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(
        metrics::screenMargin, metrics::cardPadding, metrics::screenMargin, metrics::cardPadding);
    column->setSpacing(metrics::gap);
    m_undoBar = new UndoBar(m_context.clock, m_context.session, this);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(metrics::cardPadding);
    m_splitter->addWidget(makeListCard());
    m_splitter->addWidget(makeSideCard());
    m_splitter->setStretchFactor(0, 9);
    m_splitter->setStretchFactor(1, 4);
    m_splitter->setProperty("kind", QStringLiteral("gap"));
    m_splitter->restoreState(m_context.session.value(splitterKey).toByteArray());
    m_panel = new InvalidatePanel(m_context, this);
    m_panel->hide();
    column->addWidget(m_undoBar);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_panel);
}

QWidget *CachePage::makeListCard()
{
    auto *card = new Card(this);
    card->setMinimumWidth(listLeast);
    card->setAccessibleName(tr("Cached answers"));
    m_tabs = new QTabBar(card);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setElideMode(Qt::ElideRight);
    m_tabs->setAccessibleName(tr("Local cache or provider prefixes"));
    m_tabs->addTab(tr("Local"));
    m_tabs->addTab(tr("Provider prefixes"));
    auto *tabRow = new QHBoxLayout;
    tabRow->setContentsMargins(metrics::iconGap, 0, metrics::iconGap, 0);
    tabRow->addWidget(m_tabs);
    tabRow->addStretch(1);
    m_tabPages = new QStackedWidget(card);
    m_prefixes = new PrefixPane(m_context, m_tabPages);
    m_tabPages->addWidget(makeLocalTab());
    m_tabPages->addWidget(m_prefixes);
    card->body()->addLayout(tabRow);
    card->body()->addWidget(new HairLine(card));
    card->body()->addWidget(m_tabPages, 1);
    return card;
}

QWidget *CachePage::makeLocalTab()
{
    auto *tab = new QWidget(m_tabPages);
    auto *column = new QVBoxLayout(tab);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::cardPadding, metrics::gap, metrics::cardPadding, metrics::gap);
    row->setSpacing(metrics::gap);
    m_search = new QLineEdit(tab);
    m_search->addAction(icons::icon(QStringLiteral("search"), Token::Text3), QLineEdit::LeadingPosition);
    m_search->setClearButtonEnabled(true);
    m_search->setPlaceholderText(tr("Words of the request, key, model:, project:, version:"));
    m_search->setAccessibleName(tr("Search the cache"));
    m_conditionButton = makeButton({}, ButtonKind::Normal, QStringLiteral("filter"), ButtonSize::Normal, tab);
    m_newButton = makeButton({}, ButtonKind::Normal, QStringLiteral("refresh"), ButtonSize::Normal, tab);
    m_newButton->setToolTip(tr("Show what came since; the list keeps its place until then"));
    m_newButton->hide();
    m_columnsButton = makeButton({}, ButtonKind::Quiet, QStringLiteral("columns"), ButtonSize::Normal, tab);
    m_columnsButton->setToolTip(tr("Choose columns"));
    m_columnsButton->setAccessibleName(tr("Choose columns"));
    row->addWidget(m_search, 1);
    row->addWidget(m_newButton);
    row->addWidget(m_conditionButton);
    row->addWidget(m_columnsButton);
    m_searchNote = makeLabel({}, TextStyle::Caption, Tone::Third, tab);
    m_searchNote->setContentsMargins(metrics::cardPadding, 0, metrics::cardPadding, metrics::gap);
    m_searchNote->setWordWrap(true);
    m_searchNote->hide();
    m_listStack = new QStackedWidget(tab);
    m_table = new EntryTable(*m_model, m_context.session, m_listStack);
    m_empty = new EmptyState(m_listStack);
    m_listStack->addWidget(m_table);
    m_listStack->addWidget(m_empty);
    column->addLayout(row);
    column->addWidget(m_searchNote);
    column->addWidget(m_listStack, 1);
    return tab;
}

QWidget *CachePage::makeSideCard()
{
    auto *card = new Card(this);
    card->setMinimumWidth(sideLeast);
    card->setAccessibleName(tr("The selected answer"));
    m_side = new QStackedWidget(card);
    m_detail = new EntryDetail(m_context, m_side);
    m_history = new HistoryPane(m_context.clock, m_side);
    m_side->addWidget(m_detail);
    m_side->addWidget(m_history);
    card->body()->addWidget(m_side, 1);
    return card;
}

/** For the palette. The table has the keys: they mean what is selected there. */
void CachePage::addAction(const QString &text, void (CachePage::*slot)())
{
    auto *action = new QAction(text, this);
    connect(action, &QAction::triggered, this, slot);
    QWidget::addAction(action);
    m_actions.append(action);
}

void CachePage::setUpActions()
{
    addAction(tr("History of invalidations"), &CachePage::toggleHistory);
    addAction(tr("Mark the selected answers stale (Del)"), &CachePage::markSelectedStale);
    addAction(tr("Remove the selected answers (Shift+Del)"), &CachePage::removeSelected);
    addAction(tr("Pin or unpin the selected answers (Ctrl+M)"), &CachePage::pinSelected);
    addAction(tr("Copy the key"), &CachePage::copyKey);
    addAction(tr("Open the call that stored the answer"), &CachePage::openStoringCall);
}

void CachePage::connectTable()
{
    connect(m_table, &EntryTable::selectedChanged, this, &CachePage::onSelection);
    connect(m_table, &EntryTable::positionChanged, this, &CachePage::updateFrozen);
    connect(m_table, &EntryTable::sortRequested, this, &CachePage::sortBy);
    connect(m_table, &EntryTable::staleRequested, this, &CachePage::markSelectedStale);
    connect(m_table, &EntryTable::removeRequested, this, &CachePage::removeSelected);
    connect(m_table, &EntryTable::pinRequested, this, &CachePage::pinSelected);
    connect(m_table, &EntryTable::previewRequested, this, &CachePage::previewSelected);
    connect(m_table, &EntryTable::activated, this, &CachePage::previewSelected);
    connect(m_table, &EntryTable::leaveRequested, m_table, &EntryTable::clearSelection);
    connect(m_table, &EntryTable::menuRequested, this, &CachePage::showEntryMenu);
}

void CachePage::connectParts()
{
    connectTable();
    connect(m_model, &EntryModel::stateChanged, this, &CachePage::onModelState);
    connect(m_model, &EntryModel::rowsRead, this, &CachePage::onSelection);
    connect(m_search, &QLineEdit::textChanged, this, [this] { m_searchDelay->start(); });
    connect(m_search, &QLineEdit::returnPressed, this, &CachePage::search);
    connect(m_newButton, &QPushButton::clicked, this, [this] {
        m_table->goToTop();
        updateFrozen();
        m_model->refresh();
    });
    connect(m_conditionButton, &QPushButton::clicked, this, [this] {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        using cache::EntryCondition;
        for (const auto &[title, condition] : { std::pair(tr("All states"), std::optional<EntryCondition>()),
                                                std::pair(tr("Fresh"), std::optional(EntryCondition::Fresh)),
                                                std::pair(tr("Stale"), std::optional(EntryCondition::Stale)),
                                                std::pair(tr("Expired"), std::optional(EntryCondition::Expired)),
                                                std::pair(tr("Pinned"), std::optional(EntryCondition::Pinned)) }) {
            QAction *action = menu->addAction(title);
            action->setCheckable(true);
            action->setChecked(condition == m_condition);
            connect(action, &QAction::triggered, this, [this, condition = condition] { setCondition(condition); });
        }
        menu->popup(m_conditionButton->mapToGlobal(QPoint(0, m_conditionButton->height())));
    });
    connect(m_columnsButton, &QPushButton::clicked, this, [this] {
        QMenu *menu = m_table->makeColumnMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->popup(m_columnsButton->mapToGlobal(QPoint(0, m_columnsButton->height())));
    });
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_tabPages->setCurrentIndex(tab);
        m_prefixes->setActive(m_active && tab == 1);
    });
    connect(m_prefixes, &PrefixPane::countChanged, this, &CachePage::showCounts);
    connect(m_empty, &EmptyState::actionTriggered, this, &CachePage::onEmptyAction);
    connect(m_detail, &EntryDetail::pinRequested, this, &CachePage::pinSelected);
    connect(m_detail, &EntryDetail::entryRequested, this, &CachePage::selectKey);
    connect(m_historyButton, &QPushButton::clicked, this, &CachePage::showHistory);
    connect(&m_context.backend, &Backend::attachmentChanged, this, &CachePage::showControls);
    showControls();
    connect(m_invalidateButton, &QPushButton::clicked, this, &CachePage::toggleInvalidate);
    connect(m_panel, &InvalidatePanel::closed, this, [this] { showInvalidate(false); });
    connect(m_panel, &InvalidatePanel::applyRequested, this, &CachePage::apply);
    connect(m_history, &HistoryPane::closed, this, [this] { showHistory(false); });
    connect(m_history, &HistoryPane::undoRequested, this, &CachePage::undo);
    connect(m_undoBar, &UndoBar::undoRequested, this, &CachePage::undo);
    connect(m_undoBar, &UndoBar::showRequested, this, [this] {
        m_search->clear();
        setCondition(cache::EntryCondition::Stale);
    });
}

} // namespace cachescope::ui
