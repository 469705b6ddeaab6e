// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/page.h"

#include "cache/invalidator.h"
#include "ui/cache/entry_columns.h"
#include "ui/data/log_service.h"

#include <optional>
#include <vector>

class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QTimer;

namespace cachescope::ui {

class Card;
class EmptyState;
class EntryDetail;
class EntryModel;
class EntryTable;
class HistoryPane;
class InvalidatePanel;
class PrefixPane;
class UndoBar;

/** The cache: its entries, one of them from all sides, what providers hold, and invalidation with its way back. */
class CachePage : public Page
{
    Q_OBJECT

public:
    explicit CachePage(const PageContext &context, QWidget *parent = nullptr);
    ~CachePage() override;

    PageId id() const override { return PageId::Cache; }
    QString title() const override { return tr("Cache"); }
    QString iconName() const override { return QStringLiteral("cache"); }
    void activate() override;
    void deactivate() override;
    void refresh() override;
    bool usesRange() const override { return false; }
    QStringList statusFacts() const override;
    QWidget *topBarWidget() override { return m_topBar; }
    QList<QAction *> pageActions() override { return m_actions; }
    void focusFilter() override;
    void focusFind() override { focusFilter(); }

    /** Opens or closes the panel; it begins with what is searched for, or stands as it was left. */
    void showInvalidate(bool shown);
    void showHistory(bool shown);
    /** Ctrl+Shift+I: opens the panel with what is searched for, or closes it. */
    void toggleInvalidate();
    void setSearch(const QString &text);
    void setCondition(std::optional<cache::EntryCondition> condition);

    EntryModel &model() const { return *m_model; }
    EntryTable &table() const { return *m_table; }
    EntryDetail &detail() const { return *m_detail; }
    InvalidatePanel &panel() const { return *m_panel; }
    HistoryPane &history() const { return *m_history; }
    UndoBar &undoBar() const { return *m_undoBar; }
    PrefixPane &prefixes() const { return *m_prefixes; }
    EmptyState *emptyState() const; ///< Null while the table is shown.
    QTabBar *tabs() const { return m_tabs; }
    QLineEdit *searchField() const { return m_search; }

private:
    // cache_page_layout.cpp
    void setUpLayout();
    QWidget *makeListCard();
    QWidget *makeLocalTab();
    QWidget *makeSideCard();
    void setUpTopBar();
    void setUpActions();
    void connectParts();
    void connectTable();
    void addAction(const QString &text, void (CachePage::*slot)());

    // cache_page.cpp
    void search();
    void sortBy(EntryColumn column);
    void onModelState();
    void onSelection();
    void showCounts();
    void showEmptiness();
    void onEmptyAction();
    void readHistory();
    void tick();
    void updateFrozen();
    EntryTextStyle textStyle() const;

    // cache_page_commands.cpp: what is done to entries
    void markSelectedStale();
    void removeSelected();
    void pinSelected();
    void previewSelected();
    void copyKey();
    void openStoringCall();
    void toggleHistory();
    void invalidateSelected(cache::InvalidateAction action);
    void showControls(); ///< Whoever holds the cache may be away.
    void apply(const cache::Selector &selector, cache::InvalidateAction action);
    void undo(const QString &id);
    void showEntryMenu(const QPoint &at);
    void selectKey(const QString &key);
    cache::Selector selectedSelector() const;
    void report(const base::Error &error);

    PageContext m_context;
    EntryModel *m_model;
    LatestQuestion m_historyQuestion, m_actionQuestion, m_pinQuestion;
    QTimer *m_ticks;
    QTimer *m_searchDelay;

    QWidget *m_topBar = nullptr;
    QPushButton *m_historyButton = nullptr;
    QPushButton *m_invalidateButton = nullptr;
    UndoBar *m_undoBar = nullptr;
    QSplitter *m_splitter = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_tabPages = nullptr;
    QLineEdit *m_search = nullptr;
    QPushButton *m_conditionButton = nullptr;
    QPushButton *m_newButton = nullptr;
    QPushButton *m_columnsButton = nullptr;
    QLabel *m_searchNote = nullptr;
    QStackedWidget *m_listStack = nullptr;
    EntryTable *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    PrefixPane *m_prefixes = nullptr;
    QStackedWidget *m_side = nullptr;
    EntryDetail *m_detail = nullptr;
    HistoryPane *m_history = nullptr;
    InvalidatePanel *m_panel = nullptr;
    QList<QAction *> m_actions;

    bool m_active = false;
    std::optional<cache::EntryCondition> m_condition;
    EntryColumn m_sortColumn = EntryColumn::Last;
    bool m_ascending = false;
    std::vector<cache::Invalidation> m_past;
    QString m_wantedKey; ///< To be selected once the list has it.
    int m_ticksSincePrefixes = 0;
};

} // namespace cachescope::ui
