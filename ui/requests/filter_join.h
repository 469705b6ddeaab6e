// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace cachescope::ui {

/** How a condition joins the filter that is there. */
enum class FilterJoin
{
    Only, ///< Takes its place.
    And,
    Not,
    Or
};

/** The filter text after adding a condition; brackets only where the language needs them. */
QString joinedFilter(const QString &filter, const QString &condition, FilterJoin join);

} // namespace cachescope::ui
