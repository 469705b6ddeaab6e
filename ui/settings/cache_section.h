// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settings_section.h"

namespace cachescope::ui {

/** What this program's own cache keeps, how long and how much. */
class CacheSection final : public SettingsSection
{
    Q_OBJECT

public:
    explicit CacheSection(Backend &backend, QWidget *parent = nullptr);
    void refresh() override;

private:
    SettingRow *m_state;
};

} // namespace cachescope::ui
