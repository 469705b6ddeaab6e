// SPDX-License-Identifier: MIT
#include "ui/shell/top_bar.h"

#include "ui/shell/attachment_text.h"
#include "ui/shell/backend.h"
#include "ui/shell/page.h"

#include "base/clock.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/chip_button.h"
#include "ui/parts/labels.h"
#include "ui/shell/range_picker.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>

namespace cachescope::ui {

namespace {

using Kind = engine::ProxyState::Kind;
using Mode = proxy::ProxyServer::Mode;
using Mark = ChipButton::Mark;

const auto portMessage = QLatin1String("port");

ChipButton::Content proxyContent(const engine::ProxyState &state)
{
    const QString address = format::text(state.address);
    switch (state.kind) {
    case Kind::On:
        return { Mark::Dot, {}, Token::Read, TopBar::tr("On"), address };
    case Kind::Paused:
        return { Mark::Icon, QStringLiteral("pause"), Token::WriteText, TopBar::tr("Paused"), address };
    case Kind::Bypass:
        return { Mark::Icon, QStringLiteral("outcome-bypass"), Token::Text2, TopBar::tr("Bypass"), address };
    case Kind::PortInUse:
        return { Mark::Icon,  QStringLiteral("warning"), Token::ErrorText, TopBar::tr("Port in use"), address,
                 Token::Error };
    case Kind::NoUpstream:
        return { Mark::Icon,  QStringLiteral("warning"), Token::ErrorText, TopBar::tr("No upstream"), address,
                 Token::Error };
    case Kind::Stopped:
        return { Mark::Icon, QStringLiteral("stop"), Token::Text2, TopBar::tr("Stopped"), {} };
    }
    Q_UNREACHABLE();
}

bool listens(Kind kind)
{
    return kind == Kind::On || kind == Kind::Paused || kind == Kind::Bypass;
}

} // namespace

TopBar::TopBar(Backend &backend, RangeModel &range, Navigator &navigator, QWidget *parent)
    : QWidget(parent)
    , m_backend(backend)
    , m_range(range)
    , m_navigator(navigator)
    , m_title(makeLabel({}, TextStyle::ScreenTitle, Tone::Normal, this))
    , m_proxy(new ChipButton(this))
    , m_cache(new ChipButton(this))
    , m_attached(new Badge(BadgeKind::Info, {}, this))
    , m_demo(new Badge(BadgeKind::Warning, tr("Simulated traffic"), this))
    , m_picker(new RangePicker(range, this))
    , m_live(new ChipButton(this))
    , m_pagePart(new QHBoxLayout)
    , m_proxyMenu(new QMenu(this))
    , m_cacheMenu(new QMenu(this))
{
    setFixedHeight(metrics::topBarHeight);
    setAccessibleName(tr("Top bar"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::screenMargin, 0, metrics::screenMargin, 1);
    row->setSpacing(metrics::gap);
    row->addWidget(m_title);
    row->addSpacing(metrics::gap);
    row->addWidget(m_proxy);
    row->addWidget(m_cache);
    row->addWidget(m_attached);
    row->addWidget(m_demo);
    row->addStretch(1);
    row->addLayout(m_pagePart, 1000); // A page's part takes the room it can use, the stretch what is left.
    row->addWidget(m_picker);
    row->addWidget(m_live);
    m_demo->setVisible(backend.isDemo());
    m_demo->setToolTip(tr("A simulated provider answers made-up programs. Nothing leaves this computer."));
    m_proxy->setAccessibleName(tr("Proxy"));
    m_proxy->setMenu(m_proxyMenu);
    m_cache->setAccessibleName(tr("Cache"));
    m_cache->setMenu(m_cacheMenu);
    m_live->setAccessibleName(tr("Refresh"));
    connect(m_proxyMenu, &QMenu::aboutToShow, this, &TopBar::buildProxyMenu);
    connect(m_cacheMenu, &QMenu::aboutToShow, this, &TopBar::buildCacheMenu);
    connect(m_live, &ChipButton::clicked, this, [this] {
        if (m_range.isFixed())
            m_range.restore(m_range.save());
        else
            m_range.setPaused(!m_range.isPaused());
    });
    connect(&backend, &Backend::proxyStateChanged, this, &TopBar::showState);
    connect(&backend, &Backend::attachmentChanged, this, &TopBar::showState);
    connect(&backend, &Backend::configurationChanged, this, &TopBar::showState);
    connect(&range, &RangeModel::changed, this, &TopBar::showLive);
    showState();
    showLive();
}

void TopBar::showPage(Page *page)
{
    m_title->setText(page->title());
    while (QLayoutItem *item = m_pagePart->takeAt(0)) {
        item->widget()->hide();
        item->widget()->setParent(nullptr);
        delete item;
    }
    if (QWidget *part = page->topBarWidget()) {
        m_pagePart->addWidget(part);
        part->show();
    }
    m_proxy->setVisible(page->usesProxyChips());
    m_cache->setVisible(page->usesProxyChips());
    m_picker->setVisible(page->usesRange());
    m_live->setVisible(page->usesRange());
}

void TopBar::openRangeMenu()
{
    if (m_picker->isVisible())
        m_picker->openMenu();
}

void TopBar::showState()
{
    showProxy();
    showCache();
    showAttachment();
}

void TopBar::showAttachment()
{
    const auto facts = m_backend.attachment();
    m_attached->setVisible(facts.has_value());
    if (!facts)
        return;
    const bool attached = facts->phase == AttachmentFacts::Phase::Attached;
    m_attached->setContent(
        attached ? BadgeKind::Info : BadgeKind::Error, attached ? tr("Attached") : tr("Not connected"));
    m_attached->setToolTip(attachmenttext::sentence(*facts, base::SystemClock::instance().wall()));
}

QString TopBar::whyNoControl() const
{
    return attachmenttext::whyNoControl(m_backend, base::SystemClock::instance().wall());
}

/** A menu whose controls cannot be had says why, first of all. */
void TopBar::addReason(QMenu *menu)
{
    if (whyNoControl().isEmpty())
        return;
    menu->addAction(whyNoControl())->setEnabled(false);
    menu->addSeparator();
}

void TopBar::showProxy()
{
    const engine::ProxyState state = m_backend.proxyState();
    ChipButton::Content content = proxyContent(state);
    if (m_backend.attachment() && state.kind == Kind::Stopped) {
        content = { Mark::Icon,  QStringLiteral("warning"), Token::ErrorText, tr("No connection"), content.detail,
                    Token::Error };
    }
    m_proxy->setContent(content);
    const auto facts = m_backend.attachment();
    m_proxy->setToolTip(
        facts ? attachmenttext::sentence(*facts, base::SystemClock::instance().wall())
              : format::coreText(state.message));
    showPortMessage();
}

void TopBar::showPortMessage()
{
    const engine::ProxyState state = m_backend.proxyState();
    if (state.kind != Kind::PortInUse) {
        m_navigator.hideMessage(portMessage);
        return;
    }
    const int port = m_backend.configuration().listen.port;
    const QString sentence = state.message.empty()
        ? tr("Another program uses port %1, so no client can reach Cachescope.").arg(port)
        : format::coreText(state.message);
    m_navigator.showMessage(
        portMessage, MessageKind::Error, sentence, tr("Use the next free port"), [this] { useNextFreePort(); });
}

void TopBar::useNextFreePort()
{
    constexpr int attempts = 20;
    const int first = m_backend.configuration().listen.port + 1;
    for (int port = first; port < first + attempts && port <= 0xFFFF; ++port) {
        if (!m_backend.startProxy(static_cast<std::uint16_t>(port)))
            continue;
        m_navigator.showMessage(
            portMessage, MessageKind::Warning,
            tr("Listening on port %1 until Cachescope ends. Clients need this port in their address.").arg(port));
        return;
    }
    m_navigator.showMessage(
        portMessage, MessageKind::Error,
        tr("Ports %1 to %2 are in use, too. Choose another one in Settings.").arg(first).arg(first + attempts - 1),
        tr("Open Settings"), [this] { m_navigator.openSettings(QStringLiteral("proxy")); });
}

void TopBar::tryPortAgain()
{
    const auto started = m_backend.startProxy(m_backend.configuration().listen.port);
    if (!started) {
        m_navigator.showMessage(
            portMessage, MessageKind::Error, format::coreText(started.error().message),
            tr("Use the next free port"), [this] { useNextFreePort(); });
    }
}

void TopBar::setBypass(bool bypass)
{
    if (const QString why = whyNoControl(); !why.isEmpty()) {
        m_navigator.showMessage(QStringLiteral("setting"), MessageKind::Error, why);
        return;
    }
    m_backend.setMode(bypass ? Mode::CacheBypassed : Mode::On);
    showState();
}

void TopBar::copyAddress()
{
    QGuiApplication::clipboard()->setText(QStringLiteral("http://") % format::text(m_backend.proxyState().address));
}

void TopBar::buildProxyMenu()
{
    m_proxyMenu->clear();
    addReason(m_proxyMenu);
    const Kind kind = m_backend.proxyState().kind;
    if (const auto facts = m_backend.attachment(); facts && !whyNoControl().isEmpty()) {
        QAction *here = m_proxyMenu->addAction(tr("Run the proxy in this window"));
        here->setEnabled(facts->directoryFree);
        connect(here, &QAction::triggered, this, &TopBar::runProxyHereAsked);
    } else if (listens(kind)) {
        connect(m_proxyMenu->addAction(tr("Copy address")), &QAction::triggered, this, &TopBar::copyAddress);
        m_proxyMenu->addSeparator();
        const auto mode = [this, kind](const QString &words, Mode value, Kind shown) {
            QAction *action = m_proxyMenu->addAction(words);
            action->setCheckable(true);
            action->setChecked(kind == shown);
            connect(action, &QAction::triggered, this, [this, value] {
                m_backend.setMode(value);
                showState();
            });
        };
        mode(tr("On: answer from the cache, else forward"), Mode::On, Kind::On);
        mode(tr("Bypass: forward every call"), Mode::CacheBypassed, Kind::Bypass);
        mode(tr("Paused: refuse new calls (503)"), Mode::Paused, Kind::Paused);
    } else {
        connect(m_proxyMenu->addAction(tr("Try again")), &QAction::triggered, this, &TopBar::tryPortAgain);
        connect(
            m_proxyMenu->addAction(tr("Use the next free port")), &QAction::triggered, this,
            &TopBar::useNextFreePort);
    }
    m_proxyMenu->addSeparator();
    connect(m_proxyMenu->addAction(tr("Proxy settings\u2026")), &QAction::triggered, this, [this] {
        m_navigator.openSettings(QStringLiteral("proxy"));
    });
}

void TopBar::showCache()
{
    const std::string trouble = m_backend.cacheStatus().message;
    ChipButton::Content content{ Mark::Icon, QStringLiteral("cache"), Token::Text2, tr("Cache on"), {} };
    if (!m_backend.configuration().cache.enabled)
        content.words = tr("Cache off");
    else if (m_backend.proxyState().kind == Kind::Bypass)
        content.words = tr("Cache bypassed");
    else if (!trouble.empty()) {
        content.words = tr("Cache in memory only");
        content.iconName = QStringLiteral("warning");
        content.markColor = Token::ErrorText;
        content.border = Token::Error;
    }
    m_cache->setContent(content);
    m_cache->setToolTip(format::text(trouble));
}

void TopBar::buildCacheMenu()
{
    m_cacheMenu->clear();
    addReason(m_cacheMenu);
    const bool controls = whyNoControl().isEmpty();
    const bool enabled = m_backend.configuration().cache.enabled;
    const bool bypassed = m_backend.proxyState().kind == Kind::Bypass;
    const auto choice = [this, controls](const QString &words, bool on, const QString &enabledJson, bool bypass) {
        QAction *action = m_cacheMenu->addAction(words);
        action->setCheckable(true);
        action->setChecked(on);
        action->setEnabled(controls);
        connect(action, &QAction::triggered, this, [this, enabledJson, bypass] {
            const auto changed = m_backend.changeSetting("cache.enabled", format::utf8(enabledJson));
            if (!changed) {
                m_navigator.showMessage(
                    QStringLiteral("setting"), MessageKind::Error, format::coreText(changed.error().message));
            }
            setBypass(bypass);
        });
    };
    choice(tr("On"), enabled && !bypassed, QStringLiteral("true"), false);
    choice(tr("Bypassed until switched on"), enabled && bypassed, QStringLiteral("true"), true);
    choice(tr("Off: store and serve nothing"), !enabled, QStringLiteral("false"), false);
    m_cacheMenu->addSeparator();
    connect(m_cacheMenu->addAction(tr("Cache settings\u2026")), &QAction::triggered, this, [this] {
        m_navigator.openSettings(QStringLiteral("cache"));
    });
}

void TopBar::showLive()
{
    using std::chrono::duration_cast;
    using std::chrono::seconds;
    ChipButton::Content content{ Mark::Icon, QStringLiteral("pause"), Token::Text2, {}, {} };
    const auto interval = m_range.refreshInterval();
    if (m_range.isFixed()) {
        content.iconName = QStringLiteral("follow");
        content.words = tr("To now");
        m_live->setToolTip(tr("Back to the newest calls"));
    } else if (m_range.isPaused()) {
        content.iconName = QStringLiteral("play");
        content.words = tr("Paused");
        m_live->setToolTip(tr("Refresh by itself again"));
    } else if (interval.count() == 0) {
        content.iconName = QStringLiteral("refresh");
        content.words = tr("By hand");
        m_live->setToolTip(tr("This range is refreshed with F5"));
    } else {
        content.words = tr("Live, %1 s").arg(duration_cast<seconds>(interval).count());
        m_live->setToolTip(tr("Stop refreshing"));
    }
    m_live->setContent(content);
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokenColor(Token::Panel));
    painter.fillRect(0, height() - 1, width(), 1, tokenColor(Token::Line));
}

} // namespace cachescope::ui

#include "moc_top_bar.cpp"
