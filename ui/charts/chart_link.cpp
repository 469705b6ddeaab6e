// SPDX-License-Identifier: MIT
#include "ui/charts/chart_link.h"

namespace cachescope::ui {

void ChartLink::setMoment(std::optional<std::int64_t> moment, const QObject *source)
{
    if (m_moment == moment && m_source == source)
        return;
    m_moment = moment;
    m_source = source;
    Q_EMIT changed();
}

} // namespace cachescope::ui

#include "moc_chart_link.cpp"
