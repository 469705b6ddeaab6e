// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace cachescope::ui {

/** Entries of a list of places: rounded ground for the open one, medium weight, ring for the keyboard. */
class NavDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace cachescope::ui
