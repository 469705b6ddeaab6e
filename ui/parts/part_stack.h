// SPDX-License-Identifier: MIT
#pragma once

#include <QStackedWidget>

namespace cachescope::ui {

/** Shows one of its parts and is as large as that one: QStackedLayout asks all its pages for their least size,
 * hidden ones too, and so makes a page scroll for nothing. */
class PartStack : public QStackedWidget
{
public:
    using QStackedWidget::QStackedWidget;

    void showPart(int index)
    {
        setCurrentIndex(index);
        updateGeometry();
    }
    QSize sizeHint() const override { return currentWidget() ? currentWidget()->sizeHint() : QSize(); }
    QSize minimumSizeHint() const override
    {
        return currentWidget() ? currentWidget()->minimumSizeHint() : QSize();
    }
};

} // namespace cachescope::ui
