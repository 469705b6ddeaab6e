// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QPointer>
#include <QVector>

class QMenu;

namespace cachescope::ui {

/** A button of the top bar that tells a state ("• On 127.0.0.1:8737 v"): dot or icon, words, chevron with a menu.
 */
class ChipButton : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Mark
    {
        None,
        Dot,
        Icon
    };
    struct Content
    {
        Mark mark = Mark::None;
        QString iconName; ///< With Mark::Icon.
        Token markColor = Token::Text2;
        QString words; ///< Medium.
        QString detail; ///< Mono, after the words.
        Token border = Token::LineStrong; ///< Token::Error when something needs the user.
        friend bool operator==(const Content &, const Content &) = default;
    };

    enum class Frame
    {
        Own,
        None ///< Part of a group that paints the frame.
    };
    explicit ChipButton(QWidget *parent = nullptr, Frame frame = Frame::Own);

    void setContent(const Content &content);
    const Content &content() const { return m_content; }
    /** Opens below the chip on a click; the chip then shows a chevron. Not owned. */
    void setMenu(QMenu *menu);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void openMenu();

    Frame m_frame;
    Content m_content;
    QPointer<QMenu> m_menu;
};

} // namespace cachescope::ui
