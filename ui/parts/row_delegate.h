// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace cachescope::ui {

/** Roles that models answer for the delegates below; beside Qt's own. */
enum RowRole
{
    ToneRole = Qt::UserRole + 100, ///< Token (as int) of the words; default Text.
    MediumRole, ///< True: medium weight.
    IconNameRole, ///< Name of an icon before the words.
    IconTokenRole, ///< Token (as int) of that icon.
    TotalRowRole, ///< True for the row that adds up: raised ground, strong line above.
    ShareRole, ///< double 0…1 for ShareDelegate.
    ShareTokenRole, ///< Token (as int) of the share's bar.
    MonoRole, ///< True: code face.
    IconAfterRole, ///< True: the icon stands behind the words.
    ElideMiddleRole, ///< True: words that are too long lose their middle; for names that differ at their end.
    RawRole, ///< The exact value for exports: a number, decimal text, or a name; also of headers.
    IndentRole, ///< Pixels before the words.
};

/**
 * Paints the cells of a row alike: ground by hover, selection and focus of the whole row, row line below, words
 * with 8 px padding. The view should be in row-selection mode and track the mouse (see TableView). Subclasses paint
 * their content in `paintContent` only.
 */
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    /** `cell` is the cell without padding. */
    virtual void paintContent(
        QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintWords(
        QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    /** The ground the content stands on. */
    static QColor ground(const QStyleOptionViewItem &option, const QModelIndex &index);

private:
    static void paintGround(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index);
};

/** A share as a bar on an empty bar, one scale for all rows (ShareRole). */
class ShareDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(
        QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
};

} // namespace cachescope::ui
