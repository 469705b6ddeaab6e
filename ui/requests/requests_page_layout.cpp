// SPDX-License-Identifier: MIT
#include "ui/requests/requests_page.h"

#include "ui/data/saved_views.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/requests/call_model.h"
#include "ui/requests/call_table.h"
#include "ui/requests/count_row.h"
#include "ui/requests/detail_pane.h"
#include "ui/requests/empty_state.h"
#include "ui/requests/export_job.h"
#include "ui/requests/filter_bar.h"
#include "ui/requests/hair_line.h"
#include "ui/requests/live_strip.h"
#include "ui/requests/why_pane.h"
#include "ui/shell/backend.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr int liveIntervalMs = 250; ///< At most four updates a second.
const QString detailHeightKey = QStringLiteral("requests/detail-height");
const QString detailTabKey = QStringLiteral("requests/detail-tab");
const QString filterKey = QStringLiteral("requests/filter");

} // namespace

RequestsPage::RequestsPage(const PageContext &context, QWidget *parent)
    : Page(parent)
    , m_context(context)
    , m_model(new CallModel(context.log, this))
    , m_sumsQuestion(context.log)
    , m_wantedQuestion(context.log)
    , m_export(new ExportJob(context.backend.logOpener(), this))
    , m_liveTimer(new QTimer(this))
{
    setUpLayout();
    setUpActions();
    connectParts();
    m_liveTimer->setInterval(liveIntervalMs);
    connect(m_liveTimer, &QTimer::timeout, this, &RequestsPage::tickLive);
    m_filter->setText(context.session.value(filterKey).toString());
    m_detailHeight = context.session.value(detailHeightKey, m_detailHeight).toInt();
    showEmptiness();
    showCounts();
}

RequestsPage::~RequestsPage()
{
    m_detail->saveNote();
    m_context.session.setValue(filterKey, m_filter->text());
    m_context.session.setValue(detailHeightKey, m_detailHeight);
}

QWidget *RequestsPage::makeFilterRow()
{
    auto *area = new QWidget(this);
    auto *column = new QVBoxLayout(area);
    column->setContentsMargins(metrics::screenMargin, metrics::gap, metrics::screenMargin, metrics::gap);
    column->setSpacing(metrics::gap);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    m_filter = new FilterBar(m_context.session, area);
    auto *save = makeButton(tr("Save view"), ButtonKind::Normal, QStringLiteral("pin"), ButtonSize::Normal, area);
    save->setToolTip(tr("Keep this filter under a name in the side bar"));
    m_helpButton = makeButton({}, ButtonKind::Normal, QStringLiteral("info"), ButtonSize::Normal, area);
    m_helpButton->setToolTip(tr("Help for the filter"));
    m_helpButton->setAccessibleName(tr("Help for the filter"));
    row->addWidget(m_filter, 1);
    row->addWidget(save);
    row->addWidget(m_helpButton);
    column->addLayout(row);
    m_live = new LiveStrip(area);
    column->addWidget(m_live);
    connect(save, &QPushButton::clicked, this, &RequestsPage::saveView);
    connect(m_helpButton, &QPushButton::clicked, this, &RequestsPage::showFilterHelp);
    return area;
}

void RequestsPage::setUpLayout()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeFilterRow());
    column->addWidget(new HairLine(this));

    auto *list = new QWidget(this);
    list->setProperty("surface", QStringLiteral("panel"));
    list->setAttribute(Qt::WA_StyledBackground);
    auto *listColumn = new QVBoxLayout(list);
    listColumn->setContentsMargins(0, 0, 0, 0);
    listColumn->setSpacing(0);
    m_count = new CountRow(list);
    m_stack = new QStackedWidget(list);
    m_table = new CallTable(*m_model, m_context.session, m_stack);
    m_empty = new EmptyState(m_stack);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    listColumn->addWidget(m_count);
    listColumn->addWidget(new HairLine(list));
    listColumn->addWidget(m_stack, 1);

    m_detail = new DetailPane(
        m_context.log, [this] { return m_context.backend.prices(); }, this);
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(list);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    list->setMinimumHeight(140);
    column->addWidget(m_splitter, 1);
}

void RequestsPage::makeRoomForDetail()
{
    const int all = m_splitter->height() - m_splitter->handleWidth();
    const int detail = std::min(m_detailHeight, all / 2); // in a low window the list keeps its half
    m_splitter->setSizes({ all - detail, detail });
    // The list became shorter; the row that was chosen must not be below its edge.
    QTimer::singleShot(0, m_table, [this] {
        if (m_table->selectedRow() >= 0)
            m_table->scrollTo(m_table->currentIndex());
    });
}

void RequestsPage::addAction(const QString &text, const QKeySequence &shortcut, void (RequestsPage::*slot)())
{
    auto *action = new QAction(text, this);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, slot);
    QWidget::addAction(action);
    m_actions << action;
}

void RequestsPage::setUpActions()
{
    addAction(tr("Export the list"), QKeySequence(Qt::CTRL | Qt::Key_E), &RequestsPage::exportList);
    addAction(tr("Open as a prompt"), QKeySequence(Qt::CTRL | Qt::Key_Return), &RequestsPage::openAsPrompt);
    addAction(tr("Copy as cURL"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), &RequestsPage::copyAsCurl);
    addAction(tr("Filter by cell"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), &RequestsPage::filterByCell);
    addAction(tr("Compare with an earlier call"), QKeySequence(Qt::CTRL | Qt::Key_D), &RequestsPage::compareCall);
    addAction(tr("Pin or unpin the call"), QKeySequence(Qt::CTRL | Qt::Key_M), &RequestsPage::togglePin);
    addAction(tr("Newest call, and follow"), QKeySequence(Qt::ALT | Qt::Key_End), &RequestsPage::goToNewest);
    addAction(
        tr("First call of the session"), QKeySequence(Qt::ALT | Qt::Key_Home), &RequestsPage::goToFirstOfSession);
    addAction(tr("Save the filter as a view"), QKeySequence(), &RequestsPage::saveView);
    addAction(tr("Help for the filter"), QKeySequence(), &RequestsPage::showFilterHelp);
}

void RequestsPage::connectParts()
{
    connect(m_filter, &FilterBar::filterChanged, this, &RequestsPage::search);
    connect(m_filter, &FilterBar::stopRequested, m_model, &CallModel::stop);
    connect(m_filter, &FilterBar::valuesWanted, this, &RequestsPage::readValues);

    connect(m_model, &CallModel::stateChanged, this, &RequestsPage::onModelState);
    connect(m_model, &CallModel::waitingChanged, this, &RequestsPage::showCounts);
    connect(m_model, &CallModel::callsAdded, this, &RequestsPage::onCallsAdded);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &RequestsPage::showCounts);
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this] { onSelected(m_table->selectedRow()); });
    connect(m_model, &CallModel::readErrorChanged, this, [this] {
        const QString error = m_model->readError();
        if (error.isEmpty())
            m_context.navigator.hideMessage(QStringLiteral("requests.read"));
        else
            m_context.navigator.showMessage(QStringLiteral("requests.read"), MessageKind::Error, error);
    });

    connect(m_table, &CallTable::selectedRowChanged, this, [this](int row) {
        m_selectedId = row < 0 ? 0 : m_model->idAt(row);
        onSelected(row);
        updateFollow();
    });
    connect(m_table, &CallTable::positionChanged, this, &RequestsPage::updateFollow);
    connect(m_table, &CallTable::newestRequested, this, &RequestsPage::goToNewest);
    connect(m_table, &CallTable::leaveRequested, this, &RequestsPage::leaveFollow);
    connect(m_table, &CallTable::sortRequested, this, &RequestsPage::sortBy);
    connect(m_table, &CallTable::cellMenuRequested, this, &RequestsPage::showCellMenu);
    connect(m_table, &QAbstractItemView::activated, this, [this] { m_detail->setFocus(Qt::TabFocusReason); });
    connect(m_empty, &EmptyState::actionTriggered, this, &RequestsPage::onEmptyAction);

    connect(m_count, &CountRow::followRequested, this, &RequestsPage::goToNewest);
    connect(m_count, &CountRow::byTimeRequested, this, [this] { sortBy(CallColumn::Time); });
    connect(m_count, &CountRow::exportRequested, this, &RequestsPage::showExportMenu);
    connect(m_count, &CountRow::columnsRequested, this, [this](QPushButton *anchor) {
        QMenu *menu = m_table->makeColumnMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->popup(anchor->mapToGlobal(QPoint(0, anchor->height() + 4)));
    });

    connect(m_detail, &DetailPane::opened, this, &RequestsPage::makeRoomForDetail);
    connect(m_detail, &DetailPane::emptied, this, [this] {
        m_splitter->setSizes({ m_splitter->height(), 0 }); // no lower than the pane's one line
    });
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_detailHeight = m_detail->height(); });
    connect(m_detail, &DetailPane::pinChanged, this, &RequestsPage::setPinned);
    connect(m_detail, &DetailPane::noteChanged, this, &RequestsPage::setNote);
    connect(m_detail, &DetailPane::callRequested, this, &RequestsPage::openCall);
    connect(m_detail, &DetailPane::copyRequested, this, &RequestsPage::copyAsCurl);
    connect(m_detail, &DetailPane::menuRequested, this, &RequestsPage::showCallMenu);
    connect(m_detail, &DetailPane::reasonRequested, this, &RequestsPage::showReasonToday);
    connect(m_detail, &DetailPane::fixRequested, this, [this](qint64 id, const QString &rule) {
        m_context.navigator.openRule(id, rule);
    });
    m_detail->openTab(
        DetailPane::Tab(std::clamp(m_context.session.value(detailTabKey, 0).toInt(), 0, int(DetailPane::Notes))));
    connect(m_detail, &DetailPane::tabChanged, this, [this] {
        m_context.session.setValue(detailTabKey, int(m_detail->tab()));
    });
    connect(&m_context.backend, &Backend::insightsChanged, this, [this] {
        if (!m_active)
            return;
        m_model->lookForInsights();
        m_detail->why().insightsChanged();
    });

    connect(&m_context.backend, &Backend::callsChanged, this, [this] {
        if (m_active)
            m_model->lookForNewer();
    });
    connect(m_export, &ExportJob::finished, this, [this](qint64 calls, const QString &path) {
        m_context.navigator.showMessage(
            QStringLiteral("requests.export"), MessageKind::Good,
            calls == 1 ? tr("1 call was written to %1.").arg(path)
                       : tr("%1 calls were written to %2.").arg(format::number(calls), path));
    });
    connect(m_export, &ExportJob::failed, this, [this](const QString &message) {
        m_context.navigator.showMessage(QStringLiteral("requests.export"), MessageKind::Error, message);
    });
}

} // namespace cachescope::ui
