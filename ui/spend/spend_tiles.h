// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/tile.h"
#include "ui/spend/spend_report.h"

namespace cachescope::ui {

QString monthTileName(const SpendReport &report); ///< "November so far", "October".
Tile::Content monthTile(const SpendReport &report);
Tile::Content forecastTile(const SpendReport &report);
QString budgetTileName(const SpendReport &report); ///< "Budget $1 100", "Budget".
Tile::Content budgetTile(const SpendReport &report);
Tile::Content savedSpendTile(const SpendReport &report);

/** "≥" before an amount in which unpriced calls are missing. */
QString atLeast(const QString &amount, std::int64_t unpriced);

} // namespace cachescope::ui
