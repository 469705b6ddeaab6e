// SPDX-License-Identifier: MIT
#pragma once

#include <QPixmap>
#include <QTimer>
#include <QWidget>

namespace cachescope::ui {

class PromptEdit;

/** The whole prompt small: lines, segments, the stable part tinted, problems as marks, and what is seen now. */
class MiniMap : public QWidget
{
    Q_OBJECT

public:
    MiniMap(PromptEdit &edit, QWidget *parent = nullptr);
    /** How often the picture of the text was made; for the test that no key makes it anew at once. */
    int drawings() const { return m_drawings; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void draw();
    void goTo(qreal y);
    qreal rowHeight() const;
    qreal yOf(int blockNumber) const;

    PromptEdit &m_edit;
    QPixmap m_picture;
    QTimer m_redraw; ///< The picture waits for a pause in typing.
    int m_drawings = 0;
};

} // namespace cachescope::ui
