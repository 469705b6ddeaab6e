// SPDX-License-Identifier: MIT
#include "ui/charts/chart_card.h"

#include "ui/charts/chart_table_model.h"
#include "ui/charts/legend_item.h"
#include "ui/charts/plot.h"
#include "ui/charts/time_chart.h"
#include "ui/parts/export_button.h"
#include "ui/parts/labels.h"
#include "ui/parts/table_export.h"
#include "ui/parts/table_view.h"

#include <QBuffer>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QPushButton>
#include <QStackedLayout>
#include <QSvgGenerator>

#include <algorithm>

namespace cachescope::ui {

namespace {
constexpr int leastWidth = 240; ///< Without it, legend and words would dictate the window's least width.
}

ChartCard::ChartCard(
    const QString &title, QVector<ChartSeries> series, ChartUnit unit, PointPlace place, ChartLink *link,
    QWidget *parent)
    : Card(title, parent)
    , m_chart(new TimeChart(series, unit, place, this))
    , m_table(new ChartTableModel(series, unit, this))
    , m_stack(new QStackedLayout)
    , m_legend(new QWidget(this))
    , m_legendRow(new QWidget(this))
    , m_tableButton(makeButton({}, ButtonKind::Quiet, QStringLiteral("table"), ButtonSize::Small, this))
    , m_export(new ExportButton(title, ExportButton::Words::IconOnly, this))
{
    m_chart->setLink(link);
    m_chart->setAccessibleName(tr("Chart: %1").arg(title));
    buildLegend();
    setMinimumWidth(leastWidth);
    m_tableButton->setAccessibleName(tr("%1: show as table").arg(title));
    m_tableButton->setToolTip(tr("Show as table"));
    m_tableButton->setFixedWidth(metrics::smallControlHeight);
    m_tableButton->setCheckable(true);
    head()->addWidget(m_legend);
    // Two quiet buttons side by side.
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(0);
    buttons->addWidget(m_tableButton);
    buttons->addWidget(m_export);
    head()->addLayout(buttons);
    auto *row = new QHBoxLayout(m_legendRow);
    row->setContentsMargins(metrics::cardPadding - 1, 0, metrics::cardPadding - 1, 0);
    row->addStretch(1);
    m_legendRow->setFixedHeight(metrics::cardPadding + metrics::gap);
    m_legendRow->hide();
    body()->addWidget(m_legendRow);

    auto *view = new TableView(metrics::logRow, this);
    view->setModel(m_table);
    view->setAccessibleName(tr("Values: %1").arg(title));
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_stack->addWidget(m_chart);
    m_stack->addWidget(view);
    body()->addLayout(m_stack, 1);
    connect(m_tableButton, &QPushButton::clicked, this, &ChartCard::toggleTable);
    addExports();
}

void ChartCard::addExports()
{
    m_export->addKind({ tr("PNG"), QStringLiteral("png"), [this] { return picture(PictureFormat::Png); } });
    m_export->addKind({ tr("SVG"), QStringLiteral("svg"), [this] { return picture(PictureFormat::Svg); } });
    const auto table = [this](TableFormat format) {
        m_table->setFrame(m_chart->frame());
        return exportTable(*m_table, format);
    };
    m_export->addKind({ tr("CSV"), QStringLiteral("csv"), [table] { return table(TableFormat::Csv); } });
    m_export->addKind({ tr("JSON"), QStringLiteral("json"), [table] { return table(TableFormat::Json); } });
}

QByteArray ChartCard::picture(PictureFormat format)
{
    constexpr int scale = 2;
    const QSize size(m_chart->width(), m_chart->height() + metrics::cardHead + metrics::cardPadding);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (format == PictureFormat::Svg) {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setSize(size);
        generator.setViewBox(QRect(QPoint(), size));
        generator.setTitle(accessibleName());
        QPainter painter(&generator);
        drawPicture(&painter, size);
        painter.end();
        return buffer.data();
    }
    QImage image(size * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    QPainter painter(&image);
    drawPicture(&painter, size);
    painter.end();
    image.save(&buffer, "PNG");
    return buffer.data();
}

void ChartCard::drawPicture(QPainter *painter, QSize size)
{
    painter->fillRect(QRect(QPoint(), size), tokenColor(Token::Panel));
    painter->setFont(Theme::font(TextStyle::CardTitle));
    painter->setPen(tokenColor(Token::Text));
    const QRect head(metrics::cardPadding, 0, size.width() - 2 * metrics::cardPadding, metrics::cardHead);
    painter->drawText(head, Qt::AlignLeft | Qt::AlignVCenter, accessibleName());
    painter->setFont(Theme::font(TextStyle::Caption));
    const QFontMetrics measure(painter->font());
    int right = head.right();
    for (qsizetype i = m_items.size() - 1; i >= 0; --i) {
        if (m_chart->hidden().value(i) || m_chart->frame().absent.value(i))
            continue;
        const ChartSeries &series = m_chart->series()[i];
        const int width = measure.horizontalAdvance(series.name);
        const int swatch = series.isBar() ? 12 : 18;
        painter->setPen(tokenColor(Token::Text2));
        painter->drawText(
            QRect(right - width, 0, width + 1, head.height()), Qt::AlignLeft | Qt::AlignVCenter, series.name);
        paintSwatch(painter, QRectF(right - width - swatch, 0, swatch, head.height()), series, false);
        right -= width + swatch + metrics::cardPadding;
    }
    m_chart->drawInto(painter, QRectF(0, metrics::cardHead, m_chart->width(), m_chart->height()));
}

void ChartCard::buildLegend()
{
    auto *row = new QHBoxLayout(m_legend);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::cardPadding);
    for (qsizetype i = 0; i < m_chart->series().size(); ++i) {
        auto *item = new LegendItem(m_chart->series()[i], m_legend);
        connect(item, &LegendItem::clicked, this, [this, i] { legendClicked(i); });
        row->addWidget(item);
        m_items.append(item);
    }
}

void ChartCard::legendClicked(qsizetype index)
{
    QVector<bool> hidden = m_chart->hidden();
    if (QGuiApplication::keyboardModifiers() & Qt::ControlModifier) {
        hidden[index] = !hidden[index];
    } else {
        const bool isolated = !hidden[index] && hidden.count(true) == hidden.size() - 1;
        hidden.fill(!isolated);
        hidden[index] = false;
    }
    if (hidden.count(false) == 0)
        hidden.fill(false);
    m_chart->setHidden(hidden);
    for (qsizetype i = 0; i < m_items.size(); ++i)
        m_items[i]->setSeriesHidden(hidden[i]);
}

void ChartCard::setFrame(const ChartFrame &frame)
{
    m_chart->setFrame(frame);
    if (showsTable())
        m_table->setFrame(frame);
    for (qsizetype i = 0; i < m_items.size(); ++i)
        m_items[i]->setTotal(frame.totals.value(i));
    for (qsizetype i = 0; i < m_items.size(); ++i)
        m_items[i]->setVisible(!frame.absent.value(i));
    placeLegend();
}

bool ChartCard::showsTable() const
{
    return m_stack->currentIndex() == 1;
}

void ChartCard::toggleTable()
{
    m_stack->setCurrentIndex(showsTable() ? 0 : 1);
    m_tableButton->setChecked(showsTable());
    m_tableButton->setToolTip(showsTable() ? tr("Show as chart") : tr("Show as table"));
    if (showsTable())
        m_table->setFrame(m_chart->frame());
}

void ChartCard::resizeEvent(QResizeEvent *event)
{
    Card::resizeEvent(event);
    placeLegend();
}

int ChartCard::fullLegendWidth() const
{
    int width = static_cast<int>(std::max<qsizetype>(0, m_items.size() - 1)) * metrics::cardPadding;
    for (const LegendItem *item : m_items)
        width += item->isHidden() ? 0 : item->fullWidth();
    return width;
}

void ChartCard::placeLegend()
{
    const int others = 3 * metrics::cardPadding + metrics::gap + 2 * metrics::smallControlHeight;
    const int legendWidth = fullLegendWidth();
    const int room = width() - others - legendWidth;
    const bool inHead = titleWidth() <= room;
    const bool totalsFit = inHead || legendWidth <= width() - 2 * metrics::cardPadding;
    for (LegendItem *item : m_items)
        item->setTotalShown(totalsFit); // Names alone, before a figure is cut and read as another.
    setCaptionVisible(!inHead || headTextWidth() <= room);
    if (inHead == m_legendInHead)
        return;
    m_legendInHead = inHead;
    if (inHead)
        head()->insertWidget(0, m_legend);
    else
        m_legendRow->layout()->addWidget(m_legend);
    m_legendRow->setVisible(!inHead);
}

} // namespace cachescope::ui

#include "moc_chart_card.cpp"
