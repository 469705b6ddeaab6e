// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "prompt/lint/lint.h"

#include <memory>

namespace cachescope::ui {

/**
 * What the project's `.cachescope.json` says for this file: looked for from its folder upwards, as the command lint
 * does. Null when there is none. Errors name the settings file, the line and the member.
 */
base::Result<std::shared_ptr<const prompt::LintSettings>> projectSettingsFor(const QString &path);

} // namespace cachescope::ui
