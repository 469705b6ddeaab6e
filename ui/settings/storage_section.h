// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settings_section.h"

#include "ui/data/log_service.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace cachescope::ui {

class StorageBar;
struct PageContext;

/** What is kept of calls, how long, how much it is; what is hidden; the token of the admin address. */
class StorageSection final : public SettingsSection
{
    Q_OBJECT

public:
    explicit StorageSection(const PageContext &context, QWidget *parent = nullptr);
    void refresh() override;

private:
    void setUpKeeping();
    void setUpSecrets();
    void setUpAdmin();
    void readSizes();
    void tryPatterns(const QString &text);

    LatestQuestion m_sizes;
    QPushButton *m_stop = nullptr;
    StorageBar *m_bar = nullptr;
    QLineEdit *m_tried = nullptr;
    QLineEdit *m_hidden = nullptr;
    QLabel *m_found = nullptr;
    SettingRow *m_tokenRow = nullptr;
    QLabel *m_token = nullptr;
};

} // namespace cachescope::ui
