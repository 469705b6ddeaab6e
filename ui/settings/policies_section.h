// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settings_section.h"

#include <memory>
#include <vector>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace cachescope::ui {

/**
 * The named caching policies: a list with a switch each, the ready-made ones below, and an editor for one policy as
 * JSON that is checked before it is taken.
 */
class PoliciesSection final : public SettingsSection
{
    Q_OBJECT

public:
    explicit PoliciesSection(Backend &backend, QWidget *parent = nullptr);
    ~PoliciesSection() override;
    void refresh() override;

private:
    struct PolicyRow;
    void setUpEditor();
    void showPolicies(const std::vector<config::CachePolicy> &policies);
    void showReadyMade(const std::vector<config::CachePolicy> &policies);
    PolicyRow &rowFor(const std::string &name, int index);
    void write(SettingRow *row, const std::vector<config::CachePolicy> &policies);
    void switchPolicy(int index, bool on);
    void takeOver(const QString &json);
    void remove(int index);
    void edit(int index); ///< -1: a new one.
    void save();

    Card *m_own = nullptr;
    Card *m_ready = nullptr;
    Card *m_editorCard = nullptr;
    SettingRow *m_empty = nullptr;
    SettingRow *m_editorRow = nullptr;
    QPlainTextEdit *m_editor = nullptr;
    QPushButton *m_save = nullptr;
    int m_edited = -1;
    std::vector<std::unique_ptr<PolicyRow>> m_rows;
    std::vector<std::unique_ptr<PolicyRow>> m_readyRows;
};

} // namespace cachescope::ui
