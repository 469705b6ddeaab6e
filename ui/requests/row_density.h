// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/tokens.h"

#include <QSettings>

namespace cachescope::ui {

/** How high the rows of the log are: "compact" or "roomy", in the session under this key. */
inline QString rowDensityKey()
{
    return QStringLiteral("density");
}

inline int logRowHeight(const QSettings &session)
{
    constexpr int roomyExtra = 4;
    const bool roomy = session.value(rowDensityKey()).toString() == QLatin1String("roomy");
    return metrics::logRow + (roomy ? roomyExtra : 0);
}

} // namespace cachescope::ui
