// SPDX-License-Identifier: MIT
#include "ui/parts/segment.h"

#include "ui/parts/painting.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>

namespace cachescope::ui {

namespace {

/** One choice: no border of its own, the segment paints it. */
class Choice final : public QAbstractButton
{
public:
    Choice(const QString &text, QWidget *parent)
        : QAbstractButton(parent)
    {
        setText(text);
        setAccessibleName(text);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override
    {
        const QFontMetrics wide(Theme::font(TextStyle::ControlMedium));
        return QSize(wide.horizontalAdvance(text()) + 2 * metrics::gap + 2, metrics::controlHeight - 2);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        if (isChecked())
            painter.fillRect(rect(), tokenColor(Token::Selection));
        else if (underMouse() && isEnabled())
            painter.fillRect(rect(), tokenColor(Token::Hover));
        painter.setFont(Theme::font(isChecked() ? TextStyle::ControlMedium : TextStyle::Control));
        painter.setPen(tokenColor(!isEnabled() ? Token::TextOff : isChecked() ? Token::Text : Token::Text2));
        painter.drawText(rect(), Qt::AlignCenter, text());
        if (hasFocus()) {
            painter.setPen(QPen(tokenColor(Token::Focus), 2));
            painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
        }
    }
    void enterEvent(QEnterEvent *) override { update(); }
    void leaveEvent(QEvent *) override { update(); }
};

} // namespace

Segment::Segment(const QStringList &choices, QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(1, 1, 1, 1);
    row->setSpacing(1);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    for (const QString &choice : choices) {
        auto *button = new Choice(choice, this);
        m_group->addButton(button, static_cast<int>(m_group->buttons().size()));
        row->addWidget(button);
    }
    if (!choices.isEmpty())
        m_group->button(0)->setChecked(true);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int index, bool on) {
        if (on)
            Q_EMIT currentChanged(index);
    });
}

int Segment::current() const
{
    return m_group->checkedId();
}

void Segment::setCurrent(int index)
{
    if (QAbstractButton *button = m_group->button(index))
        button->setChecked(true);
}

void Segment::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintRoundedPanel(
        &painter, rect(), tokenColor(Token::Panel), tokenColor(Token::LineStrong), metrics::controlRadius);
    const QList<QAbstractButton *> buttons = m_group->buttons();
    for (qsizetype i = 1; i < buttons.size(); ++i)
        painter.fillRect(buttons[i]->x() - 1, 1, 1, height() - 2, tokenColor(Token::Line));
}

} // namespace cachescope::ui

#include "moc_segment.cpp"
