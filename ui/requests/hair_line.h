// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace cachescope::ui {

/** A line of one pixel between two areas. */
class HairLine final : public QWidget
{
    Q_OBJECT

public:
    explicit HairLine(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace cachescope::ui
