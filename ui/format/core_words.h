// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include <QStringList>

#include <string_view>

namespace cachescope::ui::format {

/**
 * A sentence that the core made, in the user's language. The core knows no translations; its sentences are known
 * here as patterns with places for names and figures. One that no pattern fits stays as it is.
 */
QString coreText(std::string_view sentence);

/** The patterns, in English, with %1 … %3: for the tests. */
QStringList corePatterns();

} // namespace cachescope::ui::format
