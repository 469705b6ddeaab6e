// SPDX-License-Identifier: MIT
#include "ui/parts/chip_button.h"

#include "ui/parts/painting.h"
#include "ui/theme/icons.h"

#include <QEnterEvent>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

namespace cachescope::ui {

namespace {

constexpr int padding = 10;
constexpr int dotSize = 8;
constexpr int glyphSize = 16;
constexpr int markGap = 6;

int markWidth(ChipButton::Mark mark)
{
    switch (mark) {
    case ChipButton::Mark::None:
        return 0;
    case ChipButton::Mark::Dot:
        return dotSize + markGap;
    case ChipButton::Mark::Icon:
        return glyphSize + markGap;
    }
    Q_UNREACHABLE();
}

int textWidth(TextStyle style, const QString &text)
{
    return QFontMetrics(Theme::font(style)).horizontalAdvance(text);
}

} // namespace

ChipButton::ChipButton(QWidget *parent, Frame frame)
    : QAbstractButton(parent)
    , m_frame(frame)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::clicked, this, &ChipButton::openMenu);
}

void ChipButton::setContent(const Content &content)
{
    if (m_content == content)
        return;
    m_content = content;
    setAccessibleDescription(content.words % u' ' % content.detail);
    updateGeometry();
    update();
}

void ChipButton::setMenu(QMenu *menu)
{
    m_menu = menu;
    updateGeometry();
}

QSize ChipButton::sizeHint() const
{
    int width = 2 * padding + markWidth(m_content.mark) + textWidth(TextStyle::ControlMedium, m_content.words);
    if (!m_content.detail.isEmpty())
        width += markGap + textWidth(TextStyle::Code, m_content.detail);
    if (m_menu)
        width += glyphSize + markGap - 2;
    return QSize(width, metrics::controlHeight);
}

void ChipButton::openMenu()
{
    if (m_menu)
        m_menu->popup(mapToGlobal(QPoint(0, height() + 2)));
}

void ChipButton::keyPressEvent(QKeyEvent *event)
{
    if (m_menu && (event->key() == Qt::Key_Down || event->key() == Qt::Key_Return))
        openMenu();
    else
        QAbstractButton::keyPressEvent(event);
}

void ChipButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Token ground = isDown() ? Token::Selection : underMouse() && isEnabled() ? Token::Hover : Token::Panel;
    if (m_frame == Frame::Own)
        paintRoundedPanel(
            &painter, rect(), tokenColor(ground), tokenColor(m_content.border), metrics::controlRadius);
    else
        painter.fillRect(rect().adjusted(1, 1, -1, -1), tokenColor(ground));
    int left = padding;
    const QRectF line(0, 0, width(), height());
    if (m_content.mark == Mark::Dot) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokenColor(m_content.markColor));
        painter.drawEllipse(QRectF(left, (height() - dotSize) / 2.0, dotSize, dotSize));
    } else if (m_content.mark == Mark::Icon) {
        icons::paint(
            &painter, QRectF(left, 0, glyphSize, height()), m_content.iconName, tokenColor(m_content.markColor));
    }
    left += markWidth(m_content.mark);
    painter.setFont(Theme::font(TextStyle::ControlMedium));
    painter.setPen(tokenColor(isEnabled() ? Token::Text : Token::TextOff));
    painter.drawText(line.adjusted(left, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_content.words);
    left += textWidth(TextStyle::ControlMedium, m_content.words) + markGap;
    if (!m_content.detail.isEmpty()) {
        painter.setFont(Theme::font(TextStyle::Code));
        painter.setPen(tokenColor(isEnabled() ? Token::Text2 : Token::TextOff));
        painter.drawText(line.adjusted(left, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_content.detail);
    }
    if (m_menu) {
        icons::paint(
            &painter, QRectF(width() - padding - glyphSize + 2, 0, glyphSize, height()),
            QStringLiteral("chevron-down"), tokenColor(Token::Text2));
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(tokenColor(Token::Focus), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(line.adjusted(1, 1, -1, -1), 5, 5);
    }
}

void ChipButton::enterEvent(QEnterEvent *)
{
    update();
}

void ChipButton::leaveEvent(QEvent *)
{
    update();
}

} // namespace cachescope::ui

#include "moc_chip_button.cpp"
