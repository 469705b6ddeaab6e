// SPDX-License-Identifier: MIT
#include "ui/spend/month_picker.h"

#include "ui/parts/chip_button.h"
#include "ui/parts/labels.h"
#include "ui/parts/painting.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

namespace cachescope::ui {

namespace {
constexpr int arrowWidth = 26;
constexpr int monthsInMenu = 13; ///< A year and the month a year ago.
} // namespace

MonthPicker::MonthPicker(QWidget *parent)
    : QWidget(parent)
    , m_middle(new ChipButton(this, ChipButton::Frame::None))
    , m_menu(new QMenu(this))
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_middle->setAccessibleName(tr("Month"));
    m_middle->setToolTip(tr("Month"));
    m_middle->setMenu(m_menu);
    row->addWidget(arrow(QStringLiteral("chevron-left"), tr("The month before"), -1));
    row->addWidget(m_middle);
    m_later = arrow(QStringLiteral("chevron-right"), tr("The month after"), 1);
    row->addWidget(m_later);
    connect(m_menu, &QMenu::aboutToShow, this, &MonthPicker::fillMenu);
}

QPushButton *MonthPicker::arrow(const QString &iconName, const QString &name, int months)
{
    QPushButton *button = makeButton({}, ButtonKind::Quiet, iconName, ButtonSize::Normal, this);
    button->setFixedWidth(arrowWidth);
    button->setAccessibleName(name);
    button->setToolTip(name);
    connect(button, &QPushButton::clicked, this, [this, months] { Q_EMIT monthChosen(m_month.plus(months)); });
    return button;
}

void MonthPicker::fillMenu()
{
    m_menu->clear();
    for (int back = 0; back < monthsInMenu; ++back) {
        const Month month = m_current.plus(-back);
        QAction *action = m_menu->addAction(month.title());
        action->setCheckable(true);
        action->setChecked(month == m_month);
        connect(action, &QAction::triggered, this, [this, month] { Q_EMIT monthChosen(month); });
    }
}

void MonthPicker::setMonth(const Month &month, const Month &current)
{
    m_month = month;
    m_current = current;
    m_middle->setContent({ ChipButton::Mark::Icon, QStringLiteral("clock"), Token::Text2, month.title(), {} });
    m_later->setEnabled(month != current);
}

void MonthPicker::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintRoundedPanel(
        &painter, rect(), tokenColor(Token::Panel), tokenColor(Token::LineStrong), metrics::controlRadius);
    for (const int x : { m_middle->x(), m_middle->x() + m_middle->width() - 1 })
        painter.fillRect(x, 1, 1, height() - 2, tokenColor(Token::Line));
}

} // namespace cachescope::ui

#include "moc_month_picker.cpp"
