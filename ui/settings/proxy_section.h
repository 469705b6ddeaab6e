// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settings_section.h"

class QPushButton;

namespace cachescope::ui {

class Badge;

/** Where the proxy listens, whether it does, and how it treats calls. */
class ProxySection final : public SettingsSection
{
    Q_OBJECT

public:
    explicit ProxySection(Backend &backend, QWidget *parent = nullptr);
    void refresh() override;

private:
    void setUpState();
    void setUpListening();
    void useNextPort();

    SettingRow *m_state = nullptr;
    Badge *m_badge = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_next = nullptr;
};

} // namespace cachescope::ui
