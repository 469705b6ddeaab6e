// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace cachescope::ui {

class PromptEdit;

/** Beside the text: line number, running total of tokens, and a stripe that says what is stable. Paints what is
 * seen. */
class PromptGutter : public QWidget
{
    Q_OBJECT

public:
    explicit PromptGutter(PromptEdit &edit);
    int wantedWidth() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void paintStripe(QPainter &painter, qreal top, qreal bottom, int begin, int end);

    PromptEdit &m_edit;
};

} // namespace cachescope::ui
