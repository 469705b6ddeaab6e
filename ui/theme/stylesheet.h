// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/tokens.h"

#include <QString>

class QPalette;

namespace cachescope::ui {

/** The application's one stylesheet in a scheme: resources/style/cachescope.qss with its `@token@` filled in. */
QString styleSheet(Scheme scheme);

/** The palette for all that the stylesheet does not reach. */
QPalette palette(Scheme scheme);

} // namespace cachescope::ui
