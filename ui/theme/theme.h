// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/tokens.h"

#include <QColor>
#include <QFont>
#include <QObject>

class QDBusVariant;

namespace cachescope::ui {

/** The kinds of text in the window; sizes and weights are fixed per kind. */
enum class TextStyle
{
    TileFigure, ///< 22 medium
    EmptyTitle, ///< 20 medium
    ScreenTitle, ///< 15 medium
    CardTitle, ///< 13 medium
    Body, ///< 13
    Control, ///< 12: tables, buttons, fields
    ControlMedium, ///< 12 medium: sums, active things
    Caption, ///< 11: axes, captions
    CaptionMedium, ///< 11 medium: column headers, badges
    Code, ///< 11.5 mono: code in tables and chips
    Editor, ///< 13 mono
};

/**
 * The look of the running program: which scheme is on, and what the tokens are in it. One per process, on the GUI
 * thread, made by `install`. Changing the scheme rebuilds palette and stylesheet and emits `changed`.
 */
class Theme : public QObject
{
    Q_OBJECT

public:
    enum class Preference
    {
        System, ///< Follows the desktop (portal, else the platform's palette).
        Light,
        Dark
    };
    Q_ENUM(Preference)

    /** Makes the theme and gives it to the application; call once, after QApplication. */
    static Theme &install(Preference preference);
    static Theme &instance();

    Preference preference() const { return m_preference; }
    void setPreference(Preference preference);
    Scheme scheme() const { return m_scheme; }

    QColor color(Token token) const { return QColor::fromRgb(tokenRgb(token, m_scheme)); }
    static QFont font(TextStyle style);

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void onPortalSetting(const QString &group, const QString &key, const QDBusVariant &value);

private:
    explicit Theme(Preference preference);
    void watchDesktop();
    void setSystemScheme(Scheme scheme);
    void resolve();
    void apply();

    Preference m_preference;
    Scheme m_system = Scheme::Light;
    Scheme m_scheme = Scheme::Light;
};

/** Short for Theme::instance().color(token). */
inline QColor tokenColor(Token token)
{
    return Theme::instance().color(token);
}

} // namespace cachescope::ui
