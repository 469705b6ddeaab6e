// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractButton>

namespace cachescope::ui {

/** An on/off switch, 32 by 18. Give it an accessible name. */
class Switch : public QAbstractButton
{
    Q_OBJECT

public:
    explicit Switch(QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace cachescope::ui
