// SPDX-License-Identifier: MIT
#include "ui/shell/main_window.h"

#include "ui/alerts/alert_announcer.h"
#include "ui/alerts/alerts_page.h"
#include "ui/cache/cache_page.h"
#include "ui/data/dashboard_feed.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/overview/overview_page.h"
#include "ui/prompt/prompts_page.h"
#include "ui/requests/requests_page.h"
#include "ui/settings/settings_page.h"
#include "ui/shell/backend.h"
#include "ui/shell/message_area.h"
#include "ui/shell/side_bar.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/status_text.h"
#include "ui/shell/top_bar.h"
#include "ui/shell/window_actions.h"
#include "ui/simulator/simulator_page.h"
#include "ui/spend/spend_page.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QProcess>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

constexpr int foldBelow = 900; ///< Narrower windows fold the side bar by themselves.
constexpr int slowTickMs = 10'000;

} // namespace

MainWindow::MainWindow(Backend &backend, QSettings &session, const base::Clock &clock)
    : m_backend(backend)
    , m_session(session)
    , m_clock(clock)
    , m_log(backend.logOpener())
    , m_range(clock)
    , m_views(session)
    , m_context{ backend, m_log, m_range, *this, m_views, session, clock }
    , m_feed(std::make_unique<DashboardFeed>(m_log, m_range, clock))
    , m_actions(new WindowActions(this))
    , m_side(new SideBar(this))
    , m_messages(new MessageArea(this))
    , m_stack(new QStackedWidget(this))
    , m_status(new StatusStrip(this))
{
    m_top = new TopBar(backend, m_range, *this, this);
    setWindowTitle(backend.isDemo() ? tr("Cachescope \u2013 simulated traffic") : QStringLiteral("Cachescope"));
    setProperty("surface", QStringLiteral("window"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumSize(720, 480);
    resize(1440, 900);
    new AlertAnnouncer(backend, *this, clock, desktopNotifications(), this); // Owned; works by signals.
    m_range.restore(session.value(QStringLiteral("range")).toString());
    if (const auto prices = backend.prices())
        m_feed->setCurrency(std::string(prices->currency()));
    m_stack->setFocusPolicy(Qt::ClickFocus);
    layOut();
    buildPages();
    connectParts();
    addPageActions();
    addViewActions();
    addProxyActions();
    addWindowActions();
    m_side->setViews(m_views.views());
    showUpstreams();
    showNotices();
    showAttachment();
    showStatus();
    m_stack->setFocus(); // Not the first button made: a ring on it would say nothing.
}

MainWindow::~MainWindow()
{
    // Pages ask the log service, which is a member: they go first.
    for (Page *page : m_pages)
        delete page;
}

void MainWindow::layOut()
{
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_top);
    right->addWidget(m_messages);
    right->addWidget(m_stack, 1);
    auto *middle = new QHBoxLayout;
    middle->setContentsMargins(0, 0, 0, 0);
    middle->setSpacing(0);
    middle->addWidget(m_side);
    middle->addLayout(right, 1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(middle, 1);
    all->addWidget(m_status);
}

void MainWindow::buildPages()
{
    m_side->addPage(PageId::Overview, tr("Overview"), QStringLiteral("overview"));
    m_side->addPage(PageId::Requests, tr("Requests"), QStringLiteral("requests"));
    m_side->addPage(PageId::Prompts, tr("Prompts"), QStringLiteral("prompts"));
    m_side->addPage(PageId::Cache, tr("Cache"), QStringLiteral("cache"));
    m_side->addPage(PageId::Spend, tr("Spend"), QStringLiteral("spend"));
    m_side->addPage(PageId::Alerts, tr("Alerts"), QStringLiteral("alerts"));
    m_side->addPage(PageId::Simulator, tr("Simulator"), QStringLiteral("simulator"));
    m_side->addPage(PageId::Settings, tr("Settings"), QStringLiteral("settings"));
}

Page *MainWindow::page(PageId id)
{
    const auto found = std::find_if(m_pages.begin(), m_pages.end(), [id](Page *page) { return page->id() == id; });
    if (found != m_pages.end())
        return *found;
    Page *made = nullptr;
    switch (id) {
    case PageId::Overview:
        made = new OverviewPage(m_context, *m_feed, this);
        break;
    case PageId::Requests:
        made = m_requests = new RequestsPage(m_context, this);
        break;
    case PageId::Prompts:
        made = m_prompts = new PromptsPage(m_context, this);
        m_side->setPageCount(id, m_prompts->problemCount());
        connect(m_prompts, &PromptsPage::problemsChanged, this, [this](int count) {
            m_side->setPageCount(PageId::Prompts, count);
        });
        break;
    case PageId::Cache:
        made = m_cache = new CachePage(m_context, this);
        break;
    case PageId::Spend:
        made = new SpendPage(m_context, this);
        break;
    case PageId::Alerts:
        made = new AlertsPage(m_context, this);
        break;
    case PageId::Simulator:
        made = new SimulatorPage(m_context, this);
        break;
    case PageId::Settings:
        made = m_settings = new SettingsPage(m_context, this);
        break;
    }
    connect(made, &Page::statusChanged, this, &MainWindow::showStatus);
    m_pages.push_back(made);
    m_stack->addWidget(made);
    return made;
}

void MainWindow::connectParts()
{
    connect(m_side, &SideBar::pageClicked, this, &MainWindow::openPage);
    connect(m_side, &SideBar::viewClicked, this, [this](const QString &filter) { openRequests(filter); });
    connect(m_side, &SideBar::viewRemoved, &m_views, &SavedViews::remove);
    connect(m_side, &SideBar::upstreamClicked, this, [this](const QString &name) {
        openRequests(QStringLiteral("upstream:") % name);
    });
    connect(m_side, &SideBar::paletteClicked, this, &MainWindow::openPalette);
    connect(m_side, &SideBar::foldToggled, this, [this] {
        m_foldedByUser = !m_side->isFolded();
        m_side->setFolded(m_foldedByUser);
    });
    connect(&m_views, &SavedViews::changed, this, [this] {
        m_side->setViews(m_views.views());
        countViews();
    });
    connect(&m_backend, &Backend::attachmentChanged, this, &MainWindow::showAttachment);
    connect(m_top, &TopBar::runProxyHereAsked, this, &MainWindow::runProxyHere);
    connect(&m_backend, &Backend::noticesChanged, this, &MainWindow::showNotices);
    connect(&m_backend, &Backend::callsChanged, this, &MainWindow::showStatus);
    connect(&m_backend, &Backend::callsChanged, this, &MainWindow::showUpstreams);
    connect(&m_backend, &Backend::proxyStateChanged, this, &MainWindow::showStatus);
    connect(&m_backend, &Backend::alertsChanged, this, &MainWindow::showStatus);
    connect(m_feed.get(), &DashboardFeed::updated, this, &MainWindow::showStatus);
    connect(&m_range, &RangeModel::changed, this, [this] {
        if (m_open)
            m_open->rangeChanged();
        countViews();
    });
    connect(&m_slowTick, &QTimer::timeout, this, [this] {
        showUpstreams();
        countViews();
        m_top->showState();
    });
    m_slowTick.start(slowTickMs);
}

PageId MainWindow::currentPage() const
{
    return m_open->id();
}

void MainWindow::openPage(PageId id)
{
    Page *wanted = page(id);
    if (wanted == m_open)
        return;
    if (m_open && m_awake)
        m_open->deactivate();
    m_open = wanted;
    m_stack->setCurrentWidget(wanted);
    m_side->setCurrentPage(id);
    m_top->showPage(wanted);
    showStatus();
    if (m_awake)
        wanted->activate();
}

void MainWindow::openRequests(const QString &filter, std::optional<requestlog::TimeRange> range)
{
    if (range)
        m_range.showExactly(*range);
    openPage(PageId::Requests);
    m_requests->setFilter(filter);
}

void MainWindow::openCall(std::int64_t callId)
{
    openPage(PageId::Requests);
    m_requests->openCall(callId);
}

void MainWindow::openPrompt(std::int64_t callId)
{
    openPage(PageId::Prompts);
    m_prompts->openCall(callId);
}

void MainWindow::openRule(std::int64_t callId, const QString &rule)
{
    openPage(PageId::Prompts);
    m_prompts->openRule(callId, rule);
}

void MainWindow::openFiles(const QStringList &paths)
{
    openPage(PageId::Prompts);
    m_prompts->openFiles(paths);
}

void MainWindow::openSettings(const QString &section)
{
    openPage(PageId::Settings);
    m_settings->openSection(section);
}

void MainWindow::showMessage(
    const QString &key, MessageKind kind, const QString &sentence, const QString &actionText,
    std::function<void()> action)
{
    m_messages->showMessage(key, kind, sentence, actionText, std::move(action));
}

void MainWindow::hideMessage(const QString &key)
{
    m_messages->hideMessage(key);
}

void MainWindow::openDemo()
{
    const bool started
        = QProcess::startDetached(QCoreApplication::applicationFilePath(), { QStringLiteral("--demo") });
    if (!started)
        showMessage(
            QStringLiteral("demo"), MessageKind::Error, tr("The demo window could not be started."), {}, {});
}

QString MainWindow::statusText() const
{
    return m_status->text();
}

void MainWindow::showFold()
{
    m_side->setFolded(m_foldedByUser || width() < foldBelow);
}

void MainWindow::resizeEvent(QResizeEvent *)
{
    showFold();
}

void MainWindow::wake()
{
    const bool awake = isVisible() && !isMinimized();
    if (awake == m_awake)
        return;
    m_awake = awake;
    m_feed->setAwake(awake);
    if (awake)
        m_open->activate();
    else
        m_open->deactivate();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (event->spontaneous())
        return;
    if (!m_open)
        openPage(PageId::Overview);
    wake();
    countViews();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (!event->spontaneous() && m_open)
        wake();
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange && m_open)
        wake();
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && isFullScreen())
        showNormal();
    else
        QWidget::keyPressEvent(event);
}

void MainWindow::restoreSession()
{
    restoreGeometry(m_session.value(QStringLiteral("geometry")).toByteArray());
    m_foldedByUser = m_session.value(QStringLiteral("sideBarFolded")).toBool();
    showFold();
    const int saved = m_session.value(QStringLiteral("page")).toInt();
    if (saved >= 0 && saved <= static_cast<int>(PageId::Settings))
        openPage(static_cast<PageId>(saved));
}

void MainWindow::saveSession()
{
    m_session.setValue(QStringLiteral("geometry"), saveGeometry());
    m_session.setValue(QStringLiteral("sideBarFolded"), m_foldedByUser);
    m_session.setValue(QStringLiteral("page"), static_cast<int>(m_open->id()));
    m_session.setValue(QStringLiteral("range"), m_range.save());
    m_session.sync();
}

} // namespace cachescope::ui

#include "moc_main_window.cpp"
