// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace cachescope::ui {

/** A suggestion with its explanation beside it, quieter. */
class SuggestionDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int HelpRole = Qt::UserRole + 1;
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace cachescope::ui
