// SPDX-License-Identifier: MIT
#include "ui/charts/legend_item.h"

#include "ui/charts/plot.h"
#include "ui/theme/theme.h"

#include <QEnterEvent>
#include <QFontMetrics>
#include <QPainter>

namespace cachescope::ui {

namespace {
constexpr int itemHeight = 20;
}

LegendItem::LegendItem(const ChartSeries &series, QWidget *parent)
    : QAbstractButton(parent)
    , m_series(series)
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(series.name);
    updateToolTip();
}

void LegendItem::updateToolTip()
{
    const QString clicks = tr("Click: show only %1. Click again: show all.").arg(m_series.name);
    setToolTip(m_total.isEmpty() ? clicks : QString(fullWords() % u'\n' % clicks));
}

QString LegendItem::words() const
{
    return m_totalShown ? fullWords() : m_series.name;
}

QString LegendItem::fullWords() const
{
    return m_total.isEmpty() ? m_series.name : m_series.name % u' ' % m_total;
}

int LegendItem::swatchWidth() const
{
    return (m_series.isBar() ? 8 : 14) + 6;
}

void LegendItem::setTotal(const QString &total)
{
    if (m_total == total)
        return;
    m_total = total;
    setAccessibleDescription(total);
    updateToolTip();
    updateGeometry();
    update();
}

void LegendItem::setTotalShown(bool shown)
{
    if (m_totalShown == shown)
        return;
    m_totalShown = shown;
    updateGeometry();
    update();
}

int LegendItem::widthOf(const QString &words) const
{
    return swatchWidth() + QFontMetrics(Theme::font(TextStyle::Caption)).horizontalAdvance(words) + 1;
}

int LegendItem::fullWidth() const
{
    return widthOf(fullWords());
}

void LegendItem::setSeriesHidden(bool hidden)
{
    m_hidden = hidden;
    update();
}

QSize LegendItem::sizeHint() const
{
    return QSize(widthOf(words()), itemHeight);
}

void LegendItem::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintSwatch(&painter, rect(), m_series, m_hidden);
    QFont font = Theme::font(TextStyle::Caption);
    font.setStrikeOut(m_hidden);
    painter.setFont(font);
    painter.setPen(tokenColor(m_hidden ? Token::Text3 : underMouse() ? Token::Text : Token::Text2));
    painter.drawText(rect().adjusted(swatchWidth(), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, words());
    if (hasFocus()) {
        painter.setPen(QPen(tokenColor(Token::Focus), 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void LegendItem::enterEvent(QEnterEvent *)
{
    update();
}

void LegendItem::leaveEvent(QEvent *)
{
    update();
}

} // namespace cachescope::ui

#include "moc_legend_item.cpp"
