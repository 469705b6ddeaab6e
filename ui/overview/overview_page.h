// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/page.h"

#include <array>

class QGridLayout;
class QStackedWidget;

namespace cachescope::ui {

struct Dashboard;
class Card;
class CauseCard;
class ChartCard;
class ChartLink;
class DashboardFeed;
class EmptyState;
class FindingCard;
class FirstRun;
class ModelTable;
class PartStack;
class ProblemTable;
class TableView;
class Tile;

/** The first screen: six figures, four charts, what broke the prefix cache, the newest problems; below them the
 * dearest models and the calls that failed. */
class OverviewPage : public Page
{
    Q_OBJECT

public:
    OverviewPage(const PageContext &context, DashboardFeed &feed, QWidget *parent = nullptr);

    PageId id() const override { return PageId::Overview; }
    QString title() const override { return tr("Overview"); }
    QString iconName() const override { return QStringLiteral("overview"); }
    void activate() override;
    void deactivate() override;
    void refresh() override;
    QList<QAction *> pageActions() override { return { m_marksAction }; }

    /** What is below the tiles: the charts, the first-run page, or why there is nothing. For tests. */
    enum class Showing
    {
        Charts,
        FirstRun,
        Empty
    };
    Showing showing() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    enum TileIndex
    {
        Spend,
        Saved,
        Hits,
        Read,
        FirstToken,
        Errors,
        TileCount
    };
    void buildTiles();
    QWidget *buildCharts();
    void buildCauses(QGridLayout *grid);
    Card *buildModels();
    Card *buildFailures();
    void arrangeTiles();
    void show();
    void showFailure();
    void showTiles(const Dashboard &board);
    void showEmptyTiles();
    void showCharts(const Dashboard &board);
    void showProblems();
    void showMarks();
    void choosePart(const Dashboard &board);
    void showPart(Showing part);
    void openTile(int tile);

    PageContext m_context;
    DashboardFeed &m_feed;
    ChartLink *m_link;
    QGridLayout *m_tileGrid;
    std::array<Tile *, TileCount> m_tiles{};
    PartStack *m_parts;
    QWidget *m_charts = nullptr;
    FirstRun *m_firstRun;
    EmptyState *m_empty;
    ChartCard *m_outcomes = nullptr;
    ChartCard *m_firstToken = nullptr;
    ChartCard *m_tokens = nullptr;
    ChartCard *m_spend = nullptr;
    CauseCard *m_causes = nullptr;
    FindingCard *m_findings = nullptr;
    Card *m_modelCard = nullptr;
    ModelTable *m_models = nullptr;
    TableView *m_modelView = nullptr;
    Card *m_failureCard = nullptr;
    ProblemTable *m_failures = nullptr;
    QStackedWidget *m_failureParts = nullptr;
    QAction *m_marksAction; ///< Annotations on the charts, on or off.
    int m_tileColumns = 0;
    bool m_skipped = false;
    bool m_waited = false; ///< The log was empty when this session began.
};

} // namespace cachescope::ui
