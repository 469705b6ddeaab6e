// SPDX-License-Identifier: MIT
#pragma once

#include <QHeaderView>

namespace cachescope::ui {

/** Columns' titles with the sort arrow as an icon; before a right-aligned title, where Qt would paint it over the
 * word. */
class SortHeader : public QHeaderView
{
public:
    explicit SortHeader(QWidget *parent = nullptr);

protected:
    void initStyleOptionForIndex(QStyleOptionHeader *option, int section) const override;
};

} // namespace cachescope::ui
