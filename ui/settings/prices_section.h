// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settings_section.h"

namespace cachescope::ui {

/** The price book: whose, of when, in which currency. */
class PricesSection final : public SettingsSection
{
    Q_OBJECT

public:
    explicit PricesSection(Backend &backend, QWidget *parent = nullptr);
    void refresh() override;

private:
    void chooseFile();

    SettingRow *m_book;
    SettingRow *m_file;
};

} // namespace cachescope::ui
