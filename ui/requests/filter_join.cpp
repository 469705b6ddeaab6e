// SPDX-License-Identifier: MIT
#include "ui/requests/filter_join.h"

namespace cachescope::ui {

namespace {

/** `or` binds weaker than the blank, so a filter with one needs brackets before more is added. */
bool hasOr(const QString &filter)
{
    return QString(QLatin1Char(' ') + filter + QLatin1Char(' '))
        .contains(QLatin1String(" or "), Qt::CaseInsensitive);
}

} // namespace

QString joinedFilter(const QString &filter, const QString &condition, FilterJoin join)
{
    const QString before = filter.trimmed();
    const QString added = join == FilterJoin::Not ? QString(QLatin1Char('-') + condition) : condition;
    if (join == FilterJoin::Only || before.isEmpty())
        return added;
    if (join == FilterJoin::Or)
        return before + QLatin1String(" or ") + added;
    const QString left = hasOr(before) ? QString(QLatin1Char('(') + before + QLatin1Char(')')) : before;
    return left + QLatin1Char(' ') + added;
}

} // namespace cachescope::ui
