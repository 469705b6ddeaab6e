// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <cstdint>
#include <optional>

namespace cachescope::ui {

/** The crosshair that all charts of a screen share: one moment, and the chart under the pointer. */
class ChartLink : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    std::optional<std::int64_t> moment() const { return m_moment; } ///< Microseconds since 1970.
    const QObject *source() const { return m_source; } ///< The chart that shows the tooltip.
    void setMoment(std::optional<std::int64_t> moment, const QObject *source);

Q_SIGNALS:
    void changed();

private:
    std::optional<std::int64_t> m_moment;
    const QObject *m_source = nullptr;
};

} // namespace cachescope::ui
