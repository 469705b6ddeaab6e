// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/tokens.h"

#include <QTableView>
#include <QVector>

namespace cachescope::ui {

/**
 * A table in the house style: rows of one height, whole rows selected, no vertical lines, hover per row, a 2 px
 * focus ring inside the current row when the focus came by keyboard. Uses RowDelegate by default. Enter or a double
 * click emits `activated`.
 */
class TableView : public QTableView
{
    Q_OBJECT

public:
    explicit TableView(int rowHeight = metrics::standardRow, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;

    /** Keeps `column` (a stretching one) at least `leastWidth` px wide: `givingWay` are hidden, first one first. */
    void keepReadable(int column, int leastWidth, const QVector<int> &givingWay);

    int hoveredRow() const { return m_hoveredRow; }
    bool showsFocusRing(int row) const;
    bool isFirstVisibleColumn(int column) const;
    bool isLastVisibleColumn(int column) const;

protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void updateGeometries() override;

private:
    void setHoveredRow(int row);
    void updateRow(int row);
    void ensureCurrent();
    void hideWhatDoesNotFit();

    struct GivingWay
    {
        int column = 0;
        int width = 0; ///< When last shown: Qt knows none for hidden columns.
    };
    QVector<GivingWay> m_givingWay;
    int m_keptColumn = -1;
    int m_keptWidth = 0;
    bool m_hiding = false;
    int m_hoveredRow = -1;
    bool m_keyboardFocus = false;
};

} // namespace cachescope::ui
