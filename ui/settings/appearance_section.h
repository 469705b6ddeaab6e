// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settings_section.h"

class QSettings;

namespace cachescope::ui {

/** How the window looks; kept in the session, not in config.json. */
class AppearanceSection final : public SettingsSection
{
    Q_OBJECT

public:
    AppearanceSection(Backend &backend, QSettings &session, QWidget *parent = nullptr);
    void refresh() override;

private:
    QSettings &m_session;
    SettingRow *m_themeRow;
    ChoiceControl *m_theme;
    SettingRow *m_densityRow;
    ChoiceControl *m_density;
};

} // namespace cachescope::ui
