// SPDX-License-Identifier: MIT
#include "ui/settings/appearance_section.h"

#include "ui/parts/card.h"
#include "ui/requests/row_density.h"
#include "ui/settings/setting_row.h"
#include "ui/theme/theme.h"

#include <QSettings>

namespace cachescope::ui {

namespace {

// As the window's own actions store it.
const QString themeKey = QStringLiteral("theme");

Theme::Preference preferenceOf(const QString &saved)
{
    if (saved == QLatin1String("light"))
        return Theme::Preference::Light;
    return saved == QLatin1String("dark") ? Theme::Preference::Dark : Theme::Preference::System;
}

QString savedName(Theme::Preference preference)
{
    switch (preference) {
    case Theme::Preference::Light:
        return QStringLiteral("light");
    case Theme::Preference::Dark:
        return QStringLiteral("dark");
    case Theme::Preference::System:
        break;
    }
    return QStringLiteral("system");
}

} // namespace

AppearanceSection::AppearanceSection(Backend &backend, QSettings &session, QWidget *parent)
    : SettingsSection(backend, tr("Appearance"), tr("For this window only; the proxy does not know of it."), parent)
    , m_session(session)
{
    Card *card = addCard();
    m_theme = new ChoiceControl(
        tr("Theme"),
        { { QStringLiteral("system"), tr("As the desktop") },
          { QStringLiteral("light"), tr("Light") },
          { QStringLiteral("dark"), tr("Dark") } },
        {}, card);
    m_themeRow = addRow(card, tr("Theme"), tr("Light, dark, or whatever the desktop has"), m_theme);
    m_density = new ChoiceControl(
        tr("Rows of the log"),
        { { QStringLiteral("compact"), tr("Compact") }, { QStringLiteral("roomy"), tr("Roomy") } }, {}, card);
    m_densityRow = addRow(card, tr("Rows of the log"), tr("Compact shows a fifth more calls"), m_density);
    const auto setTheme = [this](const QVariant &value) {
        Theme::instance().setPreference(preferenceOf(value.toString()));
        m_session.setValue(themeKey, value.toString());
        refresh();
    };
    const auto setDensity = [this](const QVariant &value) {
        m_session.setValue(rowDensityKey(), value.toString());
        refresh();
    };
    connect(m_theme, &SettingControl::edited, this, setTheme);
    connect(m_density, &SettingControl::edited, this, setDensity);
    connect(m_themeRow, &SettingRow::resetRequested, this, [setTheme] { setTheme(QStringLiteral("system")); });
    connect(
        m_densityRow, &SettingRow::resetRequested, this, [setDensity] { setDensity(QStringLiteral("compact")); });
    refresh();
}

void AppearanceSection::refresh()
{
    SettingsSection::refresh();
    const auto preference = Theme::instance().preference();
    m_theme->setValue(savedName(preference));
    m_themeRow->setChanged(preference != Theme::Preference::System);
    const QString density = m_session.value(rowDensityKey(), QStringLiteral("compact")).toString();
    m_density->setValue(density);
    m_densityRow->setChanged(density != QLatin1String("compact"));
}

} // namespace cachescope::ui
