// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame> // First: see ui/format/format.h.

#include "base/money.h"

#include <optional>

class QLabel;
class QLineEdit;

namespace cachescope::ui {

/** A small popup below the budget's tile: an amount for each month, or none. */
class BudgetEditor : public QFrame
{
    Q_OBJECT

public:
    explicit BudgetEditor(QWidget *parent);

    void open(QWidget *below, std::optional<base::Money> budget, const QString &currency);
    /** "1,100.50", "1 100,50" and "1100" in the user's language; nothing when it is no positive amount. */
    static std::optional<base::Money> parse(const QString &text);

Q_SIGNALS:
    void chosen(const std::optional<cachescope::base::Money> &budget);

private:
    void accept();

    QLineEdit *m_amount;
    QLabel *m_problem;
};

} // namespace cachescope::ui
