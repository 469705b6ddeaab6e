// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settings_section.h"

class QGridLayout;

namespace cachescope::ui {

/** The keys that the window knows: read from its actions, so the list is always true. */
class ShortcutsSection final : public SettingsSection
{
    Q_OBJECT

public:
    explicit ShortcutsSection(Backend &backend, QWidget *parent = nullptr);
    void refresh() override;

private:
    QGridLayout *m_grid;
};

} // namespace cachescope::ui
