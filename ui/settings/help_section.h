// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settings_section.h"

#include <functional>

namespace cachescope::ui {

/** What the proxy may change in calls to a provider so that its cache serves them better; one provider at a time.
 */
class HelpSection final : public SettingsSection
{
    Q_OBJECT

public:
    explicit HelpSection(Backend &backend, QWidget *parent = nullptr);
    ~HelpSection() override;
    void refresh() override;

private:
    /** For whose calls a setting means something. */
    enum Fits
    {
        OpenAi = 1,
        Anthropic = 2,
        Gemini = 4,
        All = 7
    };
    struct Row
    {
        SettingRow *row;
        SettingControl *control;
        int fits;
        QVariant off; ///< Written as "no such key".
        std::function<QVariant(const config::ProviderHelp &)> read;
    };
    void setUpRows();
    void addHelp(
        const QString &name, const QString &description, const char *key, int fits, SettingControl *control,
        const QVariant &off, std::function<QVariant(const config::ProviderHelp &)> read,
        std::function<std::string(const QVariant &)> toJson);
    const config::Upstream *shown() const;

    Card *m_card = nullptr;
    ChoiceControl *m_choice = nullptr;
    std::string m_upstream; ///< Whose settings are shown.
    std::vector<Row> m_help;
};

} // namespace cachescope::ui
