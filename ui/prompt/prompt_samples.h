// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace cachescope::ui {

/** A request with six planted problems, to learn the editor on. */
std::string samplePrompt();
/** What a new prompt begins with. */
std::string newPrompt();

} // namespace cachescope::ui
