// SPDX-License-Identifier: MIT
#include "ui/spend/month.h"

#include <QDateTime>
#include <QLocale>

namespace cachescope::ui {

namespace {
constexpr std::int64_t milli = 1000;
}

Month Month::of(base::UnixMicros when)
{
    const QDate date = QDateTime::fromMSecsSinceEpoch(when / milli).date();
    return Month(QDate(date.year(), date.month(), 1));
}

requestlog::TimeRange Month::range() const
{
    return { m_first.startOfDay().toMSecsSinceEpoch() * milli,
             m_first.addMonths(1).startOfDay().toMSecsSinceEpoch() * milli };
}

QString Month::name() const
{
    return QLocale().standaloneMonthName(m_first.month());
}

QString Month::title() const
{
    return name() % u' ' % QString::number(m_first.year());
}

} // namespace cachescope::ui
