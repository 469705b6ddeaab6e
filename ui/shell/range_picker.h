// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QMenu;
class QPushButton;

namespace cachescope::ui {

class ChipButton;
class RangeModel;

/** "< Last 1 h v >": the shared range, shifted by the arrows, chosen from the menu. */
class RangePicker : public QWidget
{
    Q_OBJECT

public:
    explicit RangePicker(RangeModel &range, QWidget *parent = nullptr);
    void openMenu();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QPushButton *arrow(const QString &iconName, const QString &name, int direction);
    void fillMenu();
    void show();

    RangeModel &m_range;
    ChipButton *m_middle;
    QMenu *m_menu;
};

} // namespace cachescope::ui
