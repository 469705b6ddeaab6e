// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settings_section.h"

namespace cachescope::ui {

/** Files and limits. */
class AdvancedSection final : public SettingsSection
{
    Q_OBJECT

public:
    explicit AdvancedSection(Backend &backend, QWidget *parent = nullptr);
    void refresh() override;

private:
    SettingRow *addPath(Card *card, const QString &name);

    SettingRow *m_file;
    SettingRow *m_data;
};

} // namespace cachescope::ui
