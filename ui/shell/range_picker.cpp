// SPDX-License-Identifier: MIT
#include "ui/shell/range_picker.h"

#include "ui/parts/chip_button.h"
#include "ui/parts/labels.h"
#include "ui/parts/painting.h"
#include "ui/shell/range_model.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

namespace cachescope::ui {

namespace {
constexpr int arrowWidth = 26;
}

RangePicker::RangePicker(RangeModel &range, QWidget *parent)
    : QWidget(parent)
    , m_range(range)
    , m_middle(new ChipButton(this, ChipButton::Frame::None))
    , m_menu(new QMenu(this))
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_middle->setAccessibleName(tr("Range of time"));
    m_middle->setToolTip(tr("Range of time (Ctrl+T)"));
    row->addWidget(arrow(QStringLiteral("chevron-left"), tr("Earlier (Alt+Left)"), -1));
    row->addWidget(m_middle);
    row->addWidget(arrow(QStringLiteral("chevron-right"), tr("Later (Alt+Right)"), 1));
    m_middle->setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &RangePicker::fillMenu);
    connect(&range, &RangeModel::changed, this, &RangePicker::show);
    show();
}

QPushButton *RangePicker::arrow(const QString &iconName, const QString &name, int direction)
{
    QPushButton *button = makeButton({}, ButtonKind::Quiet, iconName, ButtonSize::Normal, this);
    button->setFixedWidth(arrowWidth);
    button->setAccessibleName(name);
    button->setToolTip(name);
    connect(button, &QPushButton::clicked, this, [this, direction] { m_range.shift(direction); });
    return button;
}

void RangePicker::fillMenu()
{
    m_menu->clear();
    for (const RangePreset preset : { RangePreset::Minutes15, RangePreset::Hour, RangePreset::Hours6,
                                      RangePreset::Day, RangePreset::Week, RangePreset::Month }) {
        QAction *action = m_menu->addAction(tr("Last %1").arg(RangeModel::presetTitle(preset)));
        action->setCheckable(true);
        action->setChecked(!m_range.isFixed() && m_range.preset() == preset);
        connect(action, &QAction::triggered, this, [this, preset] { m_range.setPreset(preset); });
    }
    if (m_range.canZoomBack()) {
        m_menu->addSeparator();
        connect(m_menu->addAction(tr("Zoom back")), &QAction::triggered, &m_range, &RangeModel::zoomBack);
    }
}

void RangePicker::openMenu()
{
    m_menu->popup(mapToGlobal(QPoint(0, height() + 2)));
}

void RangePicker::show()
{
    m_middle->setContent({ ChipButton::Mark::Icon, QStringLiteral("clock"), Token::Text2, m_range.title(), {} });
    updateGeometry();
}

void RangePicker::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintRoundedPanel(
        &painter, rect(), tokenColor(Token::Panel), tokenColor(Token::LineStrong), metrics::controlRadius);
    for (const int x : { m_middle->x(), m_middle->x() + m_middle->width() - 1 })
        painter.fillRect(x, 1, 1, height() - 2, tokenColor(Token::Line));
}

} // namespace cachescope::ui

#include "moc_range_picker.cpp"
