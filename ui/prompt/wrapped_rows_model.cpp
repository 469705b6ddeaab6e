// SPDX-License-Identifier: MIT
#include "ui/prompt/wrapped_rows_model.h"

#include "ui/theme/theme.h"

#include <algorithm>

namespace cachescope::ui {

void WrappedRowsModel::setTextWidth(qreal width)
{
    constexpr qreal narrowest = 80;
    const qreal usable = std::max(narrowest, width);
    if (qFuzzyCompare(usable, m_textWidth))
        return;
    m_textWidth = usable;
    rebuild();
}

void WrappedRowsModel::toggle(int row)
{
    const auto fold = row >= 0 && row < rowCount() ? foldOf(row) : std::nullopt;
    if (!fold)
        return;
    if (!m_open.remove(*fold))
        m_open.insert(*fold);
    rebuild();
}

void WrappedRowsModel::restart(QSet<quint64> open)
{
    m_open = std::move(open);
    rebuild();
}

void WrappedRowsModel::rebuild()
{
    beginResetModel();
    makeRows(LineWrapper(Theme::font(TextStyle::Code), m_textWidth));
    endResetModel();
}

int WrappedRowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rowsMade());
}

int WrappedRowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 1;
}

} // namespace cachescope::ui

#include "moc_wrapped_rows_model.cpp"
