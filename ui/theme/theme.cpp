// SPDX-License-Identifier: MIT
#include "ui/theme/theme.h"

#include "ui/theme/stylesheet.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>

namespace cachescope::ui {

namespace {

Theme *s_theme = nullptr;

constexpr QLatin1String portalService("org.freedesktop.portal.Desktop");
constexpr QLatin1String portalPath("/org/freedesktop/portal/desktop");
constexpr QLatin1String portalInterface("org.freedesktop.portal.Settings");
constexpr QLatin1String appearance("org.freedesktop.appearance");
constexpr QLatin1String colorScheme("color-scheme");

struct StyleFacts
{
    double pixels; ///< At 96 dpi.
    bool medium;
    bool mono;
};

StyleFacts facts(TextStyle style)
{
    switch (style) {
    case TextStyle::TileFigure:
        return { 22, true, false };
    case TextStyle::EmptyTitle:
        return { 20, true, false };
    case TextStyle::ScreenTitle:
        return { 15, true, false };
    case TextStyle::CardTitle:
        return { 13, true, false };
    case TextStyle::Body:
        return { 13, false, false };
    case TextStyle::Control:
        return { 12, false, false };
    case TextStyle::ControlMedium:
        return { 12, true, false };
    case TextStyle::Caption:
        return { 11, false, false };
    case TextStyle::CaptionMedium:
        return { 11, true, false };
    case TextStyle::Code:
        return { 11.5, false, true };
    case TextStyle::Editor:
        return { 13, false, true };
    }
    Q_UNREACHABLE();
}

Scheme schemeOf(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? Scheme::Dark : Scheme::Light;
}

} // namespace

Theme &Theme::install(Preference preference)
{
    Q_ASSERT(qApp && !s_theme);
    s_theme = new Theme(preference);
    s_theme->setParent(qApp);
    return *s_theme;
}

Theme &Theme::instance()
{
    Q_ASSERT(s_theme);
    return *s_theme;
}

Theme::Theme(Preference preference)
    : m_preference(preference)
    , m_system(schemeOf(QApplication::palette()))
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(font(TextStyle::Control));
    resolve();
    apply();
    watchDesktop();
}

QFont Theme::font(TextStyle style)
{
    const StyleFacts fact = facts(style);
    QFont font;
    // The three sans faces have digits of equal width, so columns of figures line up without OpenType switches.
    font.setFamilies(
        fact.mono
            ? QStringList{ QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono") }
            : QStringList{ QStringLiteral("Roboto"), QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans") });
    font.setPointSizeF(fact.pixels * 0.75);
    font.setWeight(fact.medium ? QFont::Medium : QFont::Normal);
    font.setHintingPreference(QFont::PreferNoHinting);
    if (fact.mono) {
        font.setStyleHint(QFont::Monospace);
        // Code has to look like what is sent: no ligature for "//" or "->". Running text keeps its shaping.
        if (style == TextStyle::Code)
            font.setStyleStrategy(QFont::PreferNoShaping);
    }
    return font;
}

void Theme::setPreference(Preference preference)
{
    m_preference = preference;
    resolve();
}

void Theme::setSystemScheme(Scheme scheme)
{
    m_system = scheme;
    resolve();
}

void Theme::resolve()
{
    Scheme scheme = m_system;
    if (m_preference != Preference::System)
        scheme = m_preference == Preference::Dark ? Scheme::Dark : Scheme::Light;
    if (scheme == m_scheme)
        return;
    m_scheme = scheme;
    apply();
}

void Theme::apply()
{
    QApplication::setPalette(palette(m_scheme));
    qApp->setStyleSheet(styleSheet(m_scheme));
    Q_EMIT changed();
}

void Theme::watchDesktop()
{
    // Qt 6.4 has no colour-scheme property; the portal has. Asked without waiting, so a slow bus never delays the
    // window; without a bus the platform's palette decides.
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(
        portalService, portalPath, portalInterface, QStringLiteral("SettingChanged"), this,
        SLOT(onPortalSetting(QString, QString, QDBusVariant)));
    QDBusMessage question
        = QDBusMessage::createMethodCall(portalService, portalPath, portalInterface, QStringLiteral("Read"));
    question << appearance << colorScheme;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(question, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *finished) {
        finished->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *finished;
        if (reply.isValid())
            onPortalSetting(appearance, colorScheme, reply.value());
    });
}

void Theme::onPortalSetting(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group != appearance || key != colorScheme)
        return;
    QVariant inner = value.variant();
    if (inner.canConvert<QDBusVariant>()) // Read wraps the answer twice.
        inner = inner.value<QDBusVariant>().variant();
    constexpr uint prefersDark = 1;
    setSystemScheme(inner.toUInt() == prefersDark ? Scheme::Dark : Scheme::Light);
}

} // namespace cachescope::ui

#include "moc_theme.cpp"
