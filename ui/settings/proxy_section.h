// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settings_section.h"

class QPushButton;

namespace cachescope::ui {

class Badge;
struct AttachmentFacts;

/** Where the proxy listens, whether it does, and how it treats calls. */
class ProxySection final : public SettingsSection
{
    Q_OBJECT

public:
    explicit ProxySection(Backend &backend, QWidget *parent = nullptr);
    void refresh() override;

private:
    void setUpAttachment();
    void setUpState();
    void showAttachment(const AttachmentFacts &facts);
    void setUpListening();
    void useNextPort();

    SettingRow *m_attachment = nullptr; ///< Null while the proxy runs in this window.
    Badge *m_attached = nullptr;
    QPushButton *m_here = nullptr;
    SettingRow *m_state = nullptr;
    Badge *m_badge = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_next = nullptr;
};

} // namespace cachescope::ui
