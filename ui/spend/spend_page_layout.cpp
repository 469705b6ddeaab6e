// SPDX-License-Identifier: MIT
#include "ui/spend/spend_page.h"

#include "ui/charts/chart_card.h"
#include "ui/charts/chart_link.h"
#include "ui/charts/time_chart.h"
#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/card.h"
#include "ui/parts/chip_button.h"
#include "ui/parts/export_button.h"
#include "ui/parts/part_stack.h"
#include "ui/parts/segment.h"
#include "ui/parts/table_view.h"
#include "ui/parts/tile.h"
#include "ui/requests/empty_state.h"
#include "ui/settings/combo_box.h"
#include "ui/spend/budget_editor.h"
#include "ui/spend/invoice_card.h"
#include "ui/spend/month_picker.h"
#include "ui/spend/spend_share_delegate.h"
#include "ui/spend/spend_table.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

using requestlog::SpendBy;

constexpr int wideEnoughForFour = 860;
constexpr int wideEnoughForTwoCharts = 860;
constexpr int chartHeight = 284;
constexpr int leastColumnWidth = 80; ///< Of figures, so that they stand apart.
constexpr int shareWidth = 132;
constexpr int leastNameWidth = 140;

constexpr std::array allGroups{ SpendBy::Upstream, SpendBy::Model,   SpendBy::Project,    SpendBy::Tag,
                                SpendBy::Client,   SpendBy::Session, SpendBy::Credential, SpendBy::Day,
                                SpendBy::Hour,     SpendBy::Cause };

} // namespace

SpendPage::SpendPage(const PageContext &context, QWidget *parent)
    : Page(parent)
    , m_context(context)
    , m_question(context.log)
    , m_recomputedQuestion(context.log)
    , m_month(Month::of(context.clock.wall()))
    , m_link(new ChartLink(this))
    , m_tileGrid(new QGridLayout)
    , m_parts(new PartStack(this))
    , m_budgetEditor(new BudgetEditor(this))
{
    setAccessibleName(title());
    m_timer.setInterval(usualMs);
    m_timer.setSingleShot(true);
    buildTop();
    auto *content = new QWidget(this);
    content->setProperty("surface", QStringLiteral("window"));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(
        metrics::screenMargin, metrics::screenMargin, metrics::screenMargin, metrics::screenMargin);
    column->setSpacing(metrics::cardPadding);
    m_tileGrid->setSpacing(metrics::cardPadding);
    buildTiles();
    column->addLayout(m_tileGrid);
    m_full = new QWidget(this);
    auto *full = new QVBoxLayout(m_full);
    full->setContentsMargins(0, 0, 0, 0);
    full->setSpacing(metrics::cardPadding);
    full->addWidget(buildCharts());
    full->addWidget(buildTable());
    m_invoice = new InvoiceCard(context, m_full);
    full->addWidget(m_invoice);
    full->addStretch(1);
    m_parts->addWidget(m_full);
    auto *emptyCard = new Card(this);
    m_empty = new EmptyState(emptyCard);
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
    connectParts();
    addActions();
    arrange();
    m_picker->setMonth(m_month, m_month);
    showLive();
}

void SpendPage::buildTop()
{
    m_topPart = new QWidget(this);
    auto *row = new QHBoxLayout(m_topPart);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    row->addStretch(1);
    m_picker = new MonthPicker(m_topPart);
    m_live = new ChipButton(m_topPart);
    m_live->setAccessibleName(tr("Refresh"));
    row->addWidget(m_picker);
    row->addWidget(m_live);
    m_topPart->hide();
}

void SpendPage::buildTiles()
{
    const std::pair<QString, Token> names[TileCount] = { { m_month.name(), Token::Fresh },
                                                         { tr("Forecast for the month"), Token::Fresh },
                                                         { tr("Budget"), Token::Fresh },
                                                         { tr("Saved, net"), Token::Read } };
    for (std::size_t i = 0; i < TileCount; ++i) {
        m_tiles[i] = new Tile(names[i].first, names[i].second, this);
        connect(m_tiles[i], &Tile::clicked, this, [this, i] { openTile(static_cast<int>(i)); });
    }
}

QWidget *SpendPage::buildCharts()
{
    auto *charts = new QWidget(this);
    m_chartGrid = new QGridLayout(charts);
    m_chartGrid->setContentsMargins(0, 0, 0, 0);
    m_chartGrid->setSpacing(metrics::cardPadding);
    m_costs = new ChartCard(tr("Cost per day"), costSeries(), ChartUnit::Money, PointPlace::Middle, m_link, charts);
    m_costs->setCaption(tr("by bucket"));
    m_running
        = new ChartCard(tr("Month to date"), runningSeries(), ChartUnit::Money, PointPlace::End, m_link, charts);
    m_running->setCaption(tr("and forecast"));
    for (ChartCard *card : { m_costs, m_running }) {
        card->setFixedHeight(chartHeight);
        connect(card->chart(), &TimeChart::bucketActivated, this, [this](int bucket) {
            const auto day = static_cast<std::size_t>(bucket);
            if (m_report && day < m_report->daysBegun)
                m_context.navigator.openRequests(
                    {}, requestlog::TimeRange{ m_report->days[day].begin, m_report->days[day].end });
        });
    }
    return charts;
}

QWidget *SpendPage::buildTableHead(QWidget *parent)
{
    auto *head = new QWidget(parent);
    head->setFixedHeight(metrics::cardHead + metrics::gap);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(metrics::cardPadding - 1, 0, metrics::cardPadding - 1, 0);
    row->setSpacing(metrics::gap);
    row->addWidget(makeLabel(tr("By", "spend by upstream"), TextStyle::CardTitle, Tone::Normal, head));
    m_first = new ComboBox(head);
    m_second = new ComboBox(head);
    m_first->setAccessibleName(tr("Group by"));
    m_second->setAccessibleName(tr("Then by"));
    m_second->addItem(tr("nothing else"), -1);
    for (const SpendBy by : allGroups)
        for (QComboBox *box : { m_first, m_second })
            box->addItem(groupName(by), static_cast<int>(by));
    const auto restore = [this](QComboBox *box, const char *key, int usual) {
        const int at = box->findData(m_context.session.value(QLatin1String(key), usual));
        box->setCurrentIndex(std::max(at, 0));
    };
    restore(m_first, "spend/first", static_cast<int>(SpendBy::Upstream));
    restore(m_second, "spend/second", static_cast<int>(SpendBy::Model));
    m_tagShare
        = new Segment({ tr("split", "tags share a call's money"), tr("full", "each tag has all of it") }, head);
    m_tagShare->setAccessibleName(tr("Calls with several tags"));
    m_tagShare->setToolTip(tr("Split: each tag gets an equal part, so the rows add up. Full: each tag gets all of "
                              "it, so the rows overlap."));
    row->addWidget(m_first);
    row->addWidget(makeLabel(tr("then"), TextStyle::Control, Tone::Second, head));
    row->addWidget(m_second);
    row->addWidget(m_tagShare);
    row->addStretch(1);
    m_badge = new Badge(BadgeKind::Good, {}, head);
    m_export = new ExportButton(tr("spend"), ExportButton::Words::Shown, head);
    QPushButton *invoice
        = makeButton(tr("Import invoice"), ButtonKind::Quiet, QStringLiteral("import"), ButtonSize::Small, head);
    connect(invoice, &QPushButton::clicked, this, [this] { m_invoice->choose(format::utf8(currency())); });
    row->addWidget(m_badge);
    row->addWidget(invoice);
    row->addWidget(m_export);
    return head;
}

void SpendPage::buildTableView(QWidget *parent)
{
    m_table = new SpendTable(this);
    m_view = new TableView(metrics::listRow, parent);
    m_view->setAccessibleName(tr("Spend"));
    m_view->setModel(m_table);
    m_view->setItemDelegateForColumn(SpendTable::Share, new SpendShareDelegate(m_view));
    m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView *header = m_view->horizontalHeader();
    header->setMinimumSectionSize(leastColumnWidth);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(SpendTable::Name, QHeaderView::Stretch);
    header->setSectionResizeMode(SpendTable::Share, QHeaderView::Fixed);
    header->resizeSection(SpendTable::Share, shareWidth);
    m_view->keepReadable(
        SpendTable::Name, leastNameWidth, { SpendTable::PerRequest, SpendTable::Share, SpendTable::Requests });
    m_export->addTable(m_table);
}

QWidget *SpendPage::buildTable()
{
    auto *card = new Card(this);
    card->setAccessibleName(tr("Spend"));
    card->body()->addWidget(buildTableHead(card));
    buildTableView(card);
    card->body()->addWidget(m_view);
    card->body()->setContentsMargins(0, 0, 0, metrics::cardRadius - 1);
    return card;
}

void SpendPage::connectParts()
{
    connect(&m_timer, &QTimer::timeout, this, &SpendPage::ask);
    connect(&m_recomputeTimer, &QTimer::timeout, this, &SpendPage::awaitRecomputed);
    connect(m_picker, &MonthPicker::monthChosen, this, &SpendPage::setMonth);
    connect(m_live, &ChipButton::clicked, this, [this] {
        if (!m_followsNow)
            return setMonth(Month::of(m_context.clock.wall()));
        m_paused = !m_paused;
        if (m_paused)
            m_timer.stop();
        ask();
    });
    const auto regroup = [this] {
        const auto first = static_cast<SpendBy>(m_first->currentData().toInt());
        const int second = m_second->currentData().toInt();
        setGroups(first, second < 0 ? std::nullopt : std::optional(static_cast<SpendBy>(second)));
    };
    connect(m_first, &QComboBox::currentIndexChanged, this, regroup);
    connect(m_second, &QComboBox::currentIndexChanged, this, regroup);
    connect(m_tagShare, &Segment::currentChanged, this, &SpendPage::ask);
    m_tagShare->setVisible(
        m_first->currentData().toInt() == static_cast<int>(SpendBy::Tag)
        || m_second->currentData().toInt() == static_cast<int>(SpendBy::Tag));
    connect(m_view, &TableView::activated, this, [this](const QModelIndex &index) { openRow(index.row()); });
    connect(m_view, &TableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == SpendTable::Name)
            toggleRow(index.row());
    });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        setMonth(m_followsNow ? m_month.plus(-1) : Month::of(m_context.clock.wall()));
    });
    connect(m_budgetEditor, &BudgetEditor::chosen, this, &SpendPage::setBudget);
    for (ExportButton *button :
         { m_export, m_costs->exportButton(), m_running->exportButton(), m_invoice->exportButton() }) {
        connect(button, &ExportButton::saved, this, [this](const QString &path) {
            m_context.navigator.showMessage(
                QStringLiteral("spend.export"), MessageKind::Good, tr("Written to %1.").arg(path));
        });
        connect(button, &ExportButton::failed, this, [this](const QString &sentence) {
            m_context.navigator.showMessage(QStringLiteral("spend.export"), MessageKind::Error, sentence);
        });
    }
}

void SpendPage::addActions()
{
    const auto add = [this](const QString &name, const auto &slot) {
        auto *action = new QAction(name, this);
        connect(action, &QAction::triggered, this, slot);
        m_actions.append(action);
    };
    add(tr("The month before"), [this] { setMonth(m_month.plus(-1)); });
    add(tr("This month"), [this] { setMonth(Month::of(m_context.clock.wall())); });
    add(tr("Set the budget\u2026"), [this] { editBudget(); });
    add(tr("Import an invoice\u2026"), [this] { m_invoice->choose(format::utf8(currency())); });
    add(tr("Recompute this month's prices"), [this] { recompute(); });
}

void SpendPage::arrange()
{
    const int columns = width() >= wideEnoughForFour ? TileCount : TileCount / 2;
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int i = 0; i < TileCount; ++i) {
        m_tileGrid->addWidget(m_tiles[static_cast<std::size_t>(i)], i / columns, i % columns);
        m_tileGrid->setColumnStretch(i, i < columns ? 1 : 0);
    }
    const bool beside = width() >= wideEnoughForTwoCharts;
    constexpr int costStretch = 16;
    constexpr int runningStretch = 9;
    m_chartGrid->addWidget(m_costs, 0, 0);
    m_chartGrid->addWidget(m_running, beside ? 0 : 1, beside ? 1 : 0);
    m_chartGrid->setColumnStretch(0, costStretch);
    m_chartGrid->setColumnStretch(1, beside ? runningStretch : 0);
}

void SpendPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange();
}

} // namespace cachescope::ui
