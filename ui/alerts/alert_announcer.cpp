// SPDX-License-Identifier: MIT
#include "ui/alerts/alert_announcer.h"

#include "ui/alerts/alert_words.h"
#include "ui/format/format.h"
#include "ui/shell/backend.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QVariantMap>

namespace cachescope::ui {

namespace {
constexpr int pauseMs = 10'000;
const auto messageKey = QLatin1String("alert");
} // namespace

ShowOnDesktop desktopNotifications()
{
    return [](const QString &title, const QString &text) {
        const QDBusConnection bus = QDBusConnection::sessionBus();
        if (!bus.isConnected())
            return;
        // specifications.freedesktop.org/notification-spec: Notify(app, replaces, icon, summary, body, actions,
        // hints, timeout). The body may hold markup, so what looks like it is escaped.
        QDBusMessage call = QDBusMessage::createMethodCall(
            QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
            QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
        call.setArguments({ QStringLiteral("Cachescope"), 0U, QStringLiteral("cachescope"), title,
                            text.toHtmlEscaped(), QStringList(), QVariantMap(), -1 });
        bus.send(call); // Nobody waits for the answer.
    };
}

AlertAnnouncer::AlertAnnouncer(
    Backend &backend, Navigator &navigator, const base::Clock &clock, ShowOnDesktop desktop, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
    , m_navigator(navigator)
    , m_clock(clock)
    , m_desktop(std::move(desktop))
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (!m_waiting.isEmpty())
            showDesktop(std::exchange(m_waiting, {}).join(u'\n'));
    });
    connect(&backend, &Backend::alertNoticed, this, &AlertAnnouncer::take);
    connect(&backend, &Backend::alertsChanged, this, &AlertAnnouncer::hideWhenOver);
}

void AlertAnnouncer::take(const insight::AlertNotice &notice)
{
    const auto prices = m_backend.prices();
    const QString text = alerts::noticeText(notice, prices ? prices->currency() : "USD", m_clock.wall());
    using Kind = insight::AlertNotice::Kind;
    if (notice.rule.tell & insight::AlertTell::window) {
        const MessageKind kind = notice.kind == Kind::Recovered ? MessageKind::Good
            : notice.kind == Kind::Test                         ? MessageKind::Info
                                                                : MessageKind::Error;
        m_shown = kind == MessageKind::Error ? notice.rule.name : std::string();
        m_navigator.showMessage(
            messageKey, kind, text, tr("Open Alerts"), [this] { m_navigator.openPage(PageId::Alerts); });
    }
    if (notice.rule.tell & insight::AlertTell::desktop) {
        if (m_pause.isActive())
            m_waiting.append(text);
        else
            showDesktop(text);
    }
}

void AlertAnnouncer::showDesktop(const QString &text)
{
    m_pause.start();
    m_desktop(tr("Cachescope alert"), text);
}

void AlertAnnouncer::hideWhenOver()
{
    if (m_shown.empty())
        return;
    for (const insight::AlertRuleStatus &status : m_backend.alerts()->rules) {
        if (status.rule.name == m_shown && status.firing > 0)
            return;
    }
    m_shown.clear();
    m_navigator.hideMessage(messageKey);
}

} // namespace cachescope::ui

#include "moc_alert_announcer.cpp"
