// SPDX-License-Identifier: MIT
#pragma once

#include <QCheckBox>

namespace cachescope::ui {

/** A check box in the house's look: box of 14 px, filled with the accent and ticked when it is on. */
class CheckBox final : public QCheckBox
{
    Q_OBJECT

public:
    using QCheckBox::QCheckBox;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool hitButton(const QPoint &place) const override { return rect().contains(place); }
};

} // namespace cachescope::ui
