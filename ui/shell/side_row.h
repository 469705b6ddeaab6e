// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/theme.h"

#include <QAbstractButton>

namespace cachescope::ui {

/** A row of the side bar: mark, words, a figure on the right. Folded it shows the mark only. */
class SideRow : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Look
    {
        Page, ///< 32 high, 13 px; the open page stands on a panel.
        Entry ///< 26 high, 12 px.
    };
    enum class Dot
    {
        None, ///< An icon instead.
        Ring, ///< Idle.
        Disc, ///< Working.
        Cross ///< Failing.
    };

    SideRow(Look look, const QString &words, const QString &iconName, QWidget *parent = nullptr);

    void setDot(Dot dot, Token color);
    void setDetail(const QString &detail);
    /** A tinted figure on the right in place of the detail; 0: none. Also on a folded row, as a dot. */
    void setAlarm(int count);
    void setBadge(const QString &word); ///< A count on a tinted ground; in place of a detail.
    void setDetailMargin(int margin); ///< Room right of the detail; 8 by default.
    void setCurrent(bool current);
    void setFolded(bool folded);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void paintMark(QPainter &painter) const;
    void paintAlarm(QPainter &painter) const;
    bool hasRoomForDetail(int room, const QFont &nameFont) const;

    Look m_look;
    QString m_iconName;
    QString m_detail;
    QString m_badge;
    Dot m_dot = Dot::None;
    Token m_dotColor = Token::Text3;
    int m_detailMargin = 8;
    int m_alarm = 0;
    bool m_current = false;
    bool m_folded = false;
};

} // namespace cachescope::ui
