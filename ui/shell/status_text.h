// SPDX-License-Identifier: MIT
#pragma once

#include <QVector> // First: see ui/format/format.h.

#include "engine/engine.h"
#include "ui/shell/status_strip.h"

namespace cachescope::ui {

struct Dashboard;

/** What the status bar is made of. */
struct StatusFacts
{
    engine::ProxyState proxy;
    std::int64_t openCalls = 0;
    storage::WriteStatus writer;
    std::int64_t droppedRows = 0;
    const Dashboard *board = nullptr; ///< Null before the first reading.
    base::UnixMicros now = 0;
    int alertsFiring = 0;
};

/** The parts of the status bar, most important first. A pure function. */
QVector<StatusStrip::Part> statusParts(const StatusFacts &facts, std::string_view currency);

} // namespace cachescope::ui
