// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "ui/spend/month.h"

class QMenu;
class QPushButton;

namespace cachescope::ui {

class ChipButton;

/** "< November 2026 v >": the month of the Spend page. Stays in the months from the first call to this one. */
class MonthPicker : public QWidget
{
    Q_OBJECT

public:
    explicit MonthPicker(QWidget *parent = nullptr);

    const Month &month() const { return m_month; }
    /** `current`: the month of this moment, beyond which there is nothing. */
    void setMonth(const Month &month, const Month &current);

Q_SIGNALS:
    void monthChosen(const cachescope::ui::Month &month);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QPushButton *arrow(const QString &iconName, const QString &name, int months);
    void fillMenu();

    Month m_month, m_current;
    ChipButton *m_middle;
    QMenu *m_menu;
    QPushButton *m_later = nullptr;
};

} // namespace cachescope::ui
