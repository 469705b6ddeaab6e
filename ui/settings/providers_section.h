// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settings_section.h"

#include "engine/upstream_check.h"

#include <map>
#include <memory>

class QLineEdit;

namespace cachescope::ui {

class Card;

/** Where calls go, and where keys come from. Keys themselves are never shown: only whether one is there. */
class ProvidersSection final : public SettingsSection
{
    Q_OBJECT

public:
    explicit ProvidersSection(Backend &backend, QWidget *parent = nullptr);
    ~ProvidersSection() override;
    void refresh() override;

private:
    struct Provider;
    void setUpRouting();
    void setUpAdding();
    void ensureProvider(const std::string &name);
    void showProvider(Provider &provider, const config::Upstream &upstream);
    void check(const std::string &name);
    void remove(const std::string &name);
    void add();

    Card *m_card = nullptr;
    std::map<std::string, std::unique_ptr<Provider>> m_providers;
    SettingRow *m_addRow = nullptr;
    QLineEdit *m_newName = nullptr;
    QLineEdit *m_newUrl = nullptr;
    QLineEdit *m_newKey = nullptr;
    ChoiceControl *m_default = nullptr;
};

} // namespace cachescope::ui
