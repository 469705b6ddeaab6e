// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settings_section.h"

#include <map>
#include <memory>

namespace cachescope::ui {

/** What governs calls that go to a provider: shared calls, retries, breaker, and limits for each provider. */
class FlowSection final : public SettingsSection
{
    Q_OBJECT

public:
    explicit FlowSection(Backend &backend, QWidget *parent = nullptr);
    ~FlowSection() override;
    void refresh() override;

private:
    struct Limits;
    void setUpSharing();
    void setUpRetries();
    void setUpBreaker();
    void ensureLimits(const std::string &name);
    void showLimits(Limits &limits, const config::Upstream &upstream);

    Card *m_limitCard = nullptr;
    std::map<std::string, std::unique_ptr<Limits>> m_limits;
};

} // namespace cachescope::ui
