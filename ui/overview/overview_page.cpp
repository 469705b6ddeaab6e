// SPDX-License-Identifier: MIT
#include "ui/overview/overview_page.h"

#include "ui/charts/annotation_marks.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_link.h"
#include "ui/charts/time_chart.h"
#include "ui/data/dashboard_feed.h"
#include "ui/format/format.h"
#include "ui/overview/cause_card.h"
#include "ui/overview/finding_card.h"
#include "ui/overview/first_run.h"
#include "ui/overview/model_table.h"
#include "ui/overview/overview_tiles.h"
#include "ui/overview/problem_table.h"
#include "ui/parts/export_button.h"
#include "ui/parts/labels.h"
#include "ui/parts/part_stack.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/table_view.h"
#include "ui/parts/tile.h"
#include "ui/requests/empty_state.h"
#include "ui/shell/backend.h"

#include <QAction>
#include <QGridLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

constexpr int chartHeight = 190;
constexpr int tableRows = 8;
constexpr int tableHeight = metrics::cardHead + metrics::tableHeader + tableRows * metrics::listRow + 8;
constexpr int wideEnoughForSix = 960;
constexpr int shareWidth = 112;
constexpr int leastNameWidth = 140; ///< Of the column that says which model or problem it is.
constexpr int leastCardWidth = 240;
constexpr int leastPartWidth = 520;
constexpr int arrivedForMs = 2500;

/** "per minute", "per 5 min", "per 2 h", "per day". */
QString perStep(const QString &what, std::int64_t stepMicros)
{
    const std::int64_t minutes = stepMicros / 60'000'000;
    if (minutes == 1)
        return OverviewPage::tr("%1 per minute").arg(what);
    if (minutes < 60)
        return OverviewPage::tr("%1 per %2 min").arg(what).arg(minutes);
    if (minutes == 60)
        return OverviewPage::tr("%1 per hour").arg(what);
    if (minutes < 24 * 60)
        return OverviewPage::tr("%1 per %2 h").arg(what).arg(minutes / 60);
    return OverviewPage::tr("%1 per day").arg(what);
}

QPushButton *allButton(const QString &name, QWidget *parent)
{
    QPushButton *button = makeButton(
        OverviewPage::tr("All"), ButtonKind::Quiet, QStringLiteral("chevron-right"), ButtonSize::Small, parent);
    button->setLayoutDirection(Qt::RightToLeft); // Words, then the arrow.
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

} // namespace

OverviewPage::OverviewPage(const PageContext &context, DashboardFeed &feed, QWidget *parent)
    : Page(parent)
    , m_context(context)
    , m_feed(feed)
    , m_link(new ChartLink(this))
    , m_tileGrid(new QGridLayout)
    , m_parts(new PartStack(this))
    , m_firstRun(new FirstRun(m_context, this))
    , m_empty(new EmptyState(this))
    , m_marksAction(new QAction(tr("Marks on charts: settings, invalidations, prices, alerts"), this))
{
    setAccessibleName(title());
    m_marksAction->setCheckable(true);
    m_marksAction->setChecked(context.session.value(QStringLiteral("chartMarks"), true).toBool());
    connect(m_marksAction, &QAction::toggled, this, [this](bool on) {
        m_context.session.setValue(QStringLiteral("chartMarks"), on);
        showMarks();
    });
    auto *content = new QWidget(this);
    content->setProperty("surface", QStringLiteral("window"));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(
        metrics::screenMargin, metrics::screenMargin, metrics::screenMargin, metrics::screenMargin);
    column->setSpacing(metrics::cardPadding);
    m_tileGrid->setSpacing(metrics::cardPadding);
    buildTiles();
    column->addLayout(m_tileGrid);
    m_charts = buildCharts();
    m_parts->addWidget(m_charts);
    m_parts->addWidget(m_firstRun);
    m_firstRun->setMinimumWidth(leastPartWidth);
    auto *emptyCard = new Card(this);
    emptyCard->body()->addWidget(m_empty);
    m_parts->addWidget(emptyCard);
    column->addWidget(m_parts, 1);

    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);

    m_skipped = context.session.value(QStringLiteral("firstRunSkipped")).toBool();
    connect(m_firstRun, &FirstRun::skipped, this, [this] {
        m_skipped = true;
        m_context.session.setValue(QStringLiteral("firstRunSkipped"), true);
        show();
    });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        const auto board = m_feed.current();
        constexpr std::int64_t halfHour = 1'800'000'000;
        if (board && board->newest)
            m_context.range.zoomTo({ *board->newest - halfHour, *board->newest + halfHour });
    });
    for (ExportButton *button : findChildren<ExportButton *>()) {
        connect(button, &ExportButton::saved, this, [this](const QString &path) {
            m_context.navigator.showMessage(
                QStringLiteral("overview.export"), MessageKind::Good, tr("Written to %1.").arg(path));
        });
        connect(button, &ExportButton::failed, this, [this](const QString &sentence) {
            m_context.navigator.showMessage(QStringLiteral("overview.export"), MessageKind::Error, sentence);
        });
    }
    arrangeTiles();
    showPart(Showing::Charts);
    showEmptyTiles();
}

void OverviewPage::buildTiles()
{
    const std::pair<QString, Token> names[TileCount]
        = { { tr("Spend"), Token::Fresh },         { tr("Saved, net"), Token::Read },
            { tr("Local hit rate"), Token::Read }, { tr("Prefix read"), Token::Read },
            { tr("TTFT p95"), Token::Write },      { tr("Errors"), Token::Error } };
    for (std::size_t i = 0; i < TileCount; ++i) {
        m_tiles[i] = new Tile(names[i].first, names[i].second, this);
        connect(m_tiles[i], &Tile::clicked, this, [this, i] { openTile(static_cast<int>(i)); });
    }
}

void OverviewPage::arrangeTiles()
{
    const int columns = width() >= wideEnoughForSix ? TileCount : TileCount / 2;
    if (columns == m_tileColumns)
        return;
    m_tileColumns = columns;
    for (int i = 0; i < TileCount; ++i)
        m_tileGrid->addWidget(m_tiles[static_cast<std::size_t>(i)], i / columns, i % columns);
    for (int i = 0; i < TileCount; ++i)
        m_tileGrid->setColumnStretch(i, i < columns ? 1 : 0);
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrangeTiles();
}

QWidget *OverviewPage::buildCharts()
{
    auto *charts = new QWidget(this);
    auto *grid = new QGridLayout(charts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(metrics::cardPadding);
    m_outcomes = new ChartCard(
        tr("Requests per minute"), outcomeSeries(), ChartUnit::Count, PointPlace::Middle, m_link, charts);
    m_outcomes->setCaption(tr("by outcome"));
    m_firstToken = new ChartCard(
        tr("Time to first token"), firstTokenSeries(), ChartUnit::Seconds, PointPlace::Middle, m_link, charts);
    m_firstToken->setCaption(tr("without local hits"));
    m_firstToken->chart()->setGapReason(tr("no calls"));
    m_tokens = new ChartCard(
        tr("Input tokens per minute"), tokenSeries(), ChartUnit::Tokens, PointPlace::Middle, m_link, charts);
    m_tokens->setCaption(tr("by bucket"));
    m_spend = new ChartCard(
        tr("Spend in this range"), spendSeries(), ChartUnit::Money, PointPlace::End, m_link, charts);
    m_spend->setCaption(tr("running total"));
    ChartCard *const cards[] = { m_outcomes, m_firstToken, m_tokens, m_spend };
    for (int i = 0; i < 4; ++i) {
        cards[i]->setMinimumHeight(chartHeight);
        grid->addWidget(cards[i], i / 2, i % 2);
        connect(cards[i]->chart(), &TimeChart::zoomRequested, this, [this](qint64 begin, qint64 end) {
            m_context.range.zoomTo({ begin, end });
        });
        connect(cards[i]->chart(), &TimeChart::zoomBackRequested, &m_context.range, &RangeModel::zoomBack);
    }
    m_modelCard = buildModels();
    m_failureCard = buildFailures();
    buildCauses(grid);
    grid->addWidget(m_modelCard, 3, 0);
    grid->addWidget(m_failureCard, 3, 1);
    for (int i = 0; i < 2; ++i) {
        grid->setColumnStretch(i, 1);
        grid->setRowStretch(i, 1);
    }
    return charts;
}

void OverviewPage::buildCauses(QGridLayout *grid)
{
    m_causes = new CauseCard(this);
    m_findings = new FindingCard(this);
    for (Card *card : { static_cast<Card *>(m_causes), static_cast<Card *>(m_findings) })
        card->setFixedHeight(tableHeight);
    grid->addWidget(m_causes, 2, 0);
    grid->addWidget(m_findings, 2, 1);
    connect(m_causes, &CauseCard::filterRequested, this, [this](const QString &filter) {
        m_context.navigator.openRequests(filter);
    });
    connect(m_findings, &FindingCard::ruleRequested, this, [this](qint64 callId, const QString &rule) {
        m_context.navigator.openRule(callId, rule);
    });
}

Card *OverviewPage::buildModels()
{
    auto *card = new Card(tr("Dearest models"), this);
    card->setFixedHeight(tableHeight);
    m_models = new ModelTable(this);
    auto *save = new ExportButton(tr("models"), ExportButton::Words::IconOnly, card);
    save->addTable(m_models);
    card->head()->addWidget(save);
    m_modelView = new TableView(metrics::listRow, card);
    m_modelView->setAccessibleName(tr("Dearest models"));
    m_modelView->setModel(m_models);
    m_modelView->setItemDelegateForColumn(ModelTable::Share, new ShareDelegate(m_modelView));
    m_modelView->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_modelView->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView *header = m_modelView->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents); // Eight rows: cheap.
    header->setSectionResizeMode(ModelTable::Name, QHeaderView::Stretch);
    header->setSectionResizeMode(ModelTable::Share, QHeaderView::Fixed);
    header->resizeSection(ModelTable::Share, shareWidth);
    m_modelView->keepReadable(
        ModelTable::Name, leastNameWidth, { ModelTable::Share, ModelTable::Read, ModelTable::Input });
    card->body()->addWidget(m_modelView);
    card->body()->setContentsMargins(0, 0, 0, metrics::cardRadius - 1);
    card->setMinimumWidth(leastCardWidth);
    connect(m_modelView, &TableView::activated, this, [this](const QModelIndex &index) {
        m_context.navigator.openRequests(m_models->filter(index.row()));
    });
    return card;
}

Card *OverviewPage::buildFailures()
{
    auto *card = new Card(tr("Newest failures"), this);
    card->setCaption(tr("failed or incomplete"));
    card->setFixedHeight(tableHeight);
    QPushButton *all = allButton(tr("All failures in Requests"), card);
    card->head()->addWidget(all);
    connect(all, &QPushButton::clicked, this, [this] { m_context.navigator.openRequests(problemFilter()); });
    m_failures = new ProblemTable(this);
    auto *save = new ExportButton(tr("failures"), ExportButton::Words::IconOnly, card);
    save->addTable(m_failures);
    card->head()->addWidget(save);
    auto *view = new TableView(metrics::listRow, card);
    view->setAccessibleName(tr("Newest failures"));
    view->setModel(m_failures);
    view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView *header = view->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents); // Seven rows: cheap.
    header->setSectionResizeMode(ProblemTable::Problem, QHeaderView::Stretch);
    view->keepReadable(ProblemTable::Problem, leastNameWidth, { ProblemTable::Client, ProblemTable::Model });
    auto *none = new EmptyState(card);
    none->setContent(
        { QStringLiteral("check"), tr("No failures in this range"), tr("Every call was answered whole."), {} });
    m_failureParts = new QStackedWidget(card);
    m_failureParts->addWidget(view);
    m_failureParts->addWidget(none);
    card->body()->addWidget(m_failureParts);
    card->body()->setContentsMargins(0, 0, 0, metrics::cardRadius - 1);
    card->setMinimumWidth(leastCardWidth);
    connect(view, &TableView::activated, this, [this](const QModelIndex &index) {
        m_context.navigator.openCall(m_failures->callId(index.row()));
    });
    return card;
}

void OverviewPage::activate()
{
    connect(&m_feed, &DashboardFeed::updated, this, &OverviewPage::show);
    connect(&m_feed, &DashboardFeed::failed, this, &OverviewPage::showFailure);
    connect(&m_context.backend, &Backend::insightsChanged, this, &OverviewPage::showProblems);
    m_feed.setDetailed(true);
    if (m_feed.current())
        show();
}

void OverviewPage::deactivate()
{
    m_feed.disconnect(this);
    m_context.backend.disconnect(this);
    m_feed.setDetailed(false);
}

void OverviewPage::refresh()
{
    m_feed.refresh();
}

OverviewPage::Showing OverviewPage::showing() const
{
    return static_cast<Showing>(m_parts->currentIndex());
}

void OverviewPage::choosePart(const Dashboard &board)
{
    Showing part = Showing::Charts;
    if (board.totals.requests() == 0 && m_context.backend.isMakingPast()) {
        part = Showing::Empty;
        m_empty->setContent({ QStringLiteral("clock"),
                              tr("Making simulated calls"),
                              tr("A month of them is written first; it takes some seconds."),
                              {} });
    } else if (!board.newest && !m_skipped) {
        part = Showing::FirstRun;
        m_waited = true;
    } else if (m_waited && showing() == Showing::FirstRun && !m_skipped) {
        // The first call has just come: let it be seen that it worked before the charts take over.
        m_firstRun->setArrived();
        m_skipped = true;
        QTimer::singleShot(arrivedForMs, this, &OverviewPage::show);
        return;
    } else if (board.totals.requests() == 0 && board.newest) {
        part = Showing::Empty;
        m_empty->setContent({ QStringLiteral("clock"), tr("Nothing in this range"),
                              tr("Last request %1").arg(format::moment(*board.newest, board.readAt)),
                              tr("Show it") });
    }
    showPart(part);
}

void OverviewPage::showPart(Showing part)
{
    m_parts->showPart(static_cast<int>(part));
}

void OverviewPage::show()
{
    const auto board = m_feed.current();
    if (!board || !board->detailed)
        return;
    m_context.navigator.hideMessage(QStringLiteral("overview"));
    choosePart(*board);
    if (board->totals.requests() == 0)
        showEmptyTiles();
    else
        showTiles(*board);
    if (showing() == Showing::Charts)
        showCharts(*board);
}

void OverviewPage::showFailure()
{
    const auto board = m_feed.current();
    const QString when
        = board ? tr(" The figures are those of %1.").arg(format::timeOfDay(board->readAt)) : QString();
    m_context.navigator.showMessage(
        QStringLiteral("overview"), MessageKind::Error, m_feed.error() % when, tr("Retry"), [this] { refresh(); });
    for (Tile *tile : m_tiles) {
        Tile::Content content = tile->content();
        content.stale = true;
        tile->setContent(content);
    }
    for (ChartCard *card : { m_outcomes, m_firstToken, m_tokens, m_spend })
        card->chart()->setStale(true);
}

void OverviewPage::showEmptyTiles()
{
    const auto board = m_feed.current();
    const QString reason = board && board->newest ? tr("none in this range") : tr("no data yet");
    Tile::Content content;
    content.caption = reason;
    for (Tile *tile : m_tiles)
        tile->setContent(content);
}

void OverviewPage::showTiles(const Dashboard &board)
{
    const auto prices = m_context.backend.prices();
    const std::string_view currency = prices ? prices->currency() : "USD";
    m_tiles[Spend]->setContent(spendTile(board, currency));
    m_tiles[Saved]->setContent(savedTile(board, currency));
    m_tiles[Hits]->setContent(hitTile(board));
    m_tiles[Read]->setContent(readTile(board));
    m_tiles[FirstToken]->setContent(firstTokenTile(board));
    m_tiles[Errors]->setContent(errorTile(board));
}

void OverviewPage::showCharts(const Dashboard &board)
{
    m_outcomes->setTitle(perStep(tr("Requests"), board.range.stepMicros));
    m_tokens->setTitle(perStep(tr("Input tokens"), board.range.stepMicros));
    m_outcomes->setFrame(board.frames.outcomes);
    m_firstToken->setFrame(board.frames.firstToken);
    m_tokens->setFrame(board.frames.tokens);
    m_spend->setFrame(board.frames.spend);
    for (ChartCard *card : { m_outcomes, m_firstToken, m_tokens, m_spend })
        card->chart()->setStale(false);
    showMarks();
    const auto prices = m_context.backend.prices();
    m_causes->setSums(
        board.reasons, prices ? prices->currency() : "USD", m_context.backend.analysisStatus().pending);
    showProblems();
    m_models->setGroups(board.models, board.totals, tableRows, prices ? prices->currency() : "USD");
    m_modelCard->setCaption(tr("%n model(s)", nullptr, static_cast<int>(board.models.size())));
    m_failures->setRecords(board.problems, board.readAt);
    m_failureParts->setCurrentIndex(board.problems.empty() ? 1 : 0);
}

void OverviewPage::showProblems()
{
    const auto prices = m_context.backend.prices();
    m_findings->setProblems(m_context.backend.logProblems(), prices ? prices->currency() : "USD");
}

/** Words stand on one chart only; on all of them hovering tells. */
void OverviewPage::showMarks()
{
    const auto board = m_feed.current();
    const bool on = m_marksAction->isChecked() && board;
    for (ChartCard *card : { m_outcomes, m_firstToken, m_tokens, m_spend }) {
        const MarkWords words = card == m_tokens ? MarkWords::Shown : MarkWords::OnHover;
        card->chart()->setMarks(on ? annotationMarks(board->annotations, words) : QVector<ChartMark>());
    }
}

void OverviewPage::openTile(int tile)
{
    switch (tile) {
    case Saved:
        return m_context.navigator.openRequests(savedFilter());
    case Hits:
        return m_context.navigator.openRequests(hitFilter());
    case Read:
        return m_context.navigator.openRequests(readFilter());
    case FirstToken:
        return m_context.navigator.openRequests(slowestFilter(m_feed.current().get()));
    case Errors:
        return m_context.navigator.openRequests(errorFilter());
    default:
        m_context.navigator.openRequests({});
    }
}

} // namespace cachescope::ui

#include "moc_overview_page.cpp"
