// SPDX-License-Identifier: MIT
#pragma once

class QWidget;

namespace cachescope::ui {

/** Prints to stderr how long after the start of the process `window` was painted first, dynamic linking included;
 * to the 10 ms that the kernel counts in. */
void reportFirstPaint(QWidget &window);

} // namespace cachescope::ui
