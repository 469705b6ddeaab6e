// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/card.h"

#include "ui/data/log_service.h"
#include "ui/shell/page.h"

#include "insight/alert_rule.h"

#include <optional>
#include <vector>

class QLabel;

namespace cachescope::ui {

/** The page without rules: four that suit most, each with what its value is today and a button to switch it on. */
class AlertSuggestions : public Card
{
    Q_OBJECT

public:
    explicit AlertSuggestions(const PageContext &context, QWidget *parent = nullptr);
    /** Reads today's values. */
    void refresh();

Q_SIGNALS:
    void switchedOn(const cachescope::insight::AlertRule &rule);

private:
    using Values = std::vector<std::optional<double>>;
    void showValues(const base::Result<Values> &values);

    PageContext m_context;
    LatestQuestion m_question;
    std::vector<insight::AlertRule> m_rules;
    QVector<QLabel *> m_values;
};

} // namespace cachescope::ui
