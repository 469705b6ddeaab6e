// SPDX-License-Identifier: MIT
#include "ui/parts/sort_header.h"

#include "ui/theme/icons.h"

#include <QStyleOptionHeader>
#include <QTransform>

namespace cachescope::ui {

SortHeader::SortHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    // As QTableView sets up its own.
    setSectionsClickable(true);
    setHighlightSections(true);
}

void SortHeader::initStyleOptionForIndex(QStyleOptionHeader *option, int section) const
{
    QHeaderView::initStyleOptionForIndex(option, section);
    if (option->sortIndicator == QStyleOptionHeader::None || !(option->textAlignment & Qt::AlignRight))
        return;
    constexpr int size = 12;
    const QPixmap down = icons::icon(QStringLiteral("chevron-down"), Token::Text2).pixmap(size, size);
    const bool isAscending = option->sortIndicator == QStyleOptionHeader::SortUp;
    option->icon = QIcon(isAscending ? down.transformed(QTransform::fromScale(1, -1)) : down);
    option->iconAlignment = Qt::AlignLeft | Qt::AlignVCenter;
    option->sortIndicator = QStyleOptionHeader::None;
}

} // namespace cachescope::ui
