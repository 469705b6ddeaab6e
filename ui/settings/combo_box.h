// SPDX-License-Identifier: MIT
#pragma once

#include <QComboBox>

namespace cachescope::ui {

/** A combo box with the house's chevron; does not change under a wheel that scrolls the page. */
class ComboBox final : public QComboBox
{
    Q_OBJECT

public:
    explicit ComboBox(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
};

} // namespace cachescope::ui
