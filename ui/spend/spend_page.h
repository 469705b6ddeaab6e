// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/page.h"

#include "ui/data/log_service.h"
#include "ui/spend/spend_report.h"

#include "requestlog/repricing.h"

#include <QTimer>

#include <array>

class QComboBox;
class QGridLayout;
class QPushButton;

namespace cachescope::cache {
struct ControlAnswer;
}

namespace cachescope::ui {

class Badge;
class BudgetEditor;
class ChartCard;
class ChartLink;
class ChipButton;
class EmptyState;
class PartStack;
class ExportButton;
class InvoiceCard;
class MonthPicker;
class Segment;
class SpendTable;
class TableView;
class Tile;

/** What a month costs: four figures, two charts, and a table that adds up. */
class SpendPage : public Page
{
    Q_OBJECT

public:
    explicit SpendPage(const PageContext &context, QWidget *parent = nullptr);
    ~SpendPage() override;

    PageId id() const override { return PageId::Spend; }
    QString title() const override { return tr("Spend"); }
    QString iconName() const override { return QStringLiteral("spend"); }
    void activate() override;
    void deactivate() override;
    void refresh() override;
    bool usesRange() const override { return false; }
    QWidget *topBarWidget() override { return m_topPart; }
    QStringList statusFacts() const override;
    QList<QAction *> pageActions() override;

    /** Shows another month; for the picker, the palette and tests. */
    void setMonth(const Month &month);
    void setGroups(requestlog::SpendBy first, std::optional<requestlog::SpendBy> second);
    /** Nothing: no budget. Kept with the window, for the price book's currency. */
    void setBudget(std::optional<base::Money> budget);
    std::optional<base::Money> budget() const;

    /** Prices the month's calls anew by the price book in force, and says what that changed. */
    void recompute();
    void followRecomputation(const cache::ControlAnswer &answer);
    /** Shows an invoice beside the log. */
    void openInvoice(const QString &path);

    /** For tests. */
    const InvoiceCard *invoice() const { return m_invoice; }
    const SpendTable *table() const { return m_table; }
    const SpendReport *report() const { return m_report.get(); }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    static constexpr int usualMs = 60'000; ///< Between two readings.
    enum TileIndex
    {
        MonthTile,
        ForecastTile,
        BudgetTile,
        SavedTile,
        TileCount
    };
    void buildTop();
    void buildTiles();
    QWidget *buildCharts();
    QWidget *buildTable();
    QWidget *buildTableHead(QWidget *parent);
    void buildTableView(QWidget *parent);
    void connectParts();
    void addActions();
    void arrange();
    void ask();
    void show(const std::shared_ptr<const SpendReport> &report);
    void showFailure(const QString &reason);
    void showTiles();
    void showTable();
    void showBadge();
    void showLive();
    void showUnsplit();
    void awaitRecomputed();
    void showRecomputed(const requestlog::Repricing &record);
    void openTile(int tile);
    void openRow(int row);
    void toggleRow(int row);
    void editBudget();
    QString currency() const;
    QString budgetKey() const;

    PageContext m_context;
    LatestQuestion m_question;
    LatestQuestion m_recomputedQuestion;
    std::string m_recomputing; ///< Id of the recomputation that this page asked for; empty: none.
    QTimer m_recomputeTimer;
    std::shared_ptr<const SpendReport> m_report;
    Month m_month;
    bool m_followsNow = true; ///< The month moves on with the clock.
    bool m_active = false;
    bool m_paused = false;
    QTimer m_timer;
    ChartLink *m_link;
    QWidget *m_topPart = nullptr;
    MonthPicker *m_picker = nullptr;
    ChipButton *m_live = nullptr;
    QGridLayout *m_tileGrid;
    std::array<Tile *, TileCount> m_tiles{};
    PartStack *m_parts;
    QWidget *m_full = nullptr;
    EmptyState *m_empty = nullptr;
    QGridLayout *m_chartGrid = nullptr;
    ChartCard *m_costs = nullptr;
    ChartCard *m_running = nullptr;
    QComboBox *m_first = nullptr;
    QComboBox *m_second = nullptr;
    Segment *m_tagShare = nullptr;
    Badge *m_badge = nullptr;
    ExportButton *m_export = nullptr;
    SpendTable *m_table = nullptr;
    TableView *m_view = nullptr;
    BudgetEditor *m_budgetEditor = nullptr;
    InvoiceCard *m_invoice = nullptr;
    QList<QAction *> m_actions;
    int m_columns = 0;
};

} // namespace cachescope::ui
