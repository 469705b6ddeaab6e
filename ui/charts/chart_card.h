// SPDX-License-Identifier: MIT
#pragma once

#include "ui/charts/chart_frame.h"
#include "ui/parts/card.h"

class QPushButton;
class QStackedLayout;

namespace cachescope::ui {

class ChartLink;
class ExportButton;
class ChartTableModel;
class LegendItem;
class TimeChart;

enum class PictureFormat
{
    Png,
    Svg
};

/** A card with a chart, its legend (click isolates, Ctrl+click hides one) and the same values as a table. */
class ChartCard : public Card
{
    Q_OBJECT

public:
    ChartCard(
        const QString &title, QVector<ChartSeries> series, ChartUnit unit, PointPlace place, ChartLink *link,
        QWidget *parent = nullptr);

    TimeChart *chart() const { return m_chart; }
    void setFrame(const ChartFrame &frame);
    bool showsTable() const;
    /** The chart with title and legend as a picture: PNG twice the size shown, or SVG. */
    QByteArray picture(PictureFormat format);
    /** Picture and values as files. */
    ExportButton *exportButton() const { return m_export; }

public Q_SLOTS:
    void toggleTable();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildLegend();
    void legendClicked(qsizetype index);
    void placeLegend();
    void addExports();
    void drawPicture(QPainter *painter, QSize size);
    int fullLegendWidth() const;

    TimeChart *m_chart;
    ChartTableModel *m_table;
    QStackedLayout *m_stack;
    QWidget *m_legend;
    QWidget *m_legendRow; ///< Below the head, when the head has no room.
    QPushButton *m_tableButton;
    ExportButton *m_export;
    QVector<LegendItem *> m_items;
    bool m_legendInHead = true;
};

} // namespace cachescope::ui
