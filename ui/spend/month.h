// SPDX-License-Identifier: MIT
#pragma once

#include <QDate> // First: see ui/format/format.h.
#include <QString>

#include "requestlog/query.h"

namespace cachescope::ui {

/** A month of the local zone. */
class Month
{
public:
    Month() = default;
    static Month of(base::UnixMicros when);
    Month plus(int months) const { return Month(m_first.addMonths(months)); }

    requestlog::TimeRange range() const; ///< Exactly its local days.
    int days() const { return m_first.daysInMonth(); }
    QString title() const; ///< "November 2026"
    QString name() const; ///< "November"
    friend bool operator==(const Month &, const Month &) = default;

private:
    explicit Month(QDate first)
        : m_first(first)
    { }
    QDate m_first;
};

} // namespace cachescope::ui
