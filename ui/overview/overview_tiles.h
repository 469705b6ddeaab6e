// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/tile.h"

#include <string_view>

namespace cachescope::ui {

struct Dashboard;

/** What the six tiles say about a reading. Pure functions. */
Tile::Content spendTile(const Dashboard &board, std::string_view currency);
Tile::Content savedTile(const Dashboard &board, std::string_view currency);
Tile::Content hitTile(const Dashboard &board);
Tile::Content readTile(const Dashboard &board);
Tile::Content firstTokenTile(const Dashboard &board);
Tile::Content errorTile(const Dashboard &board);

// The filters that list exactly the calls behind a tile's figure.
QString savedFilter();
QString hitFilter();
QString readFilter();
QString errorFilter();
/** Of the tile "TTFT p95": the slowest twentieth. */
QString slowestFilter(const Dashboard *board);

} // namespace cachescope::ui
