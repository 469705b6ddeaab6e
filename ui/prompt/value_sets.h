// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList> // First: see ui/format/format.h.

#include "base/result.h"
#include "ui/prompt/prompt_report.h"

#include <string_view>
#include <vector>

namespace cachescope::ui {

/**
 * Values from a file: a JSON object is one set, an array or JSON Lines of objects are several. Figures and truth
 * values count as written. Errors name the line or the element.
 */
base::Result<std::vector<ValueSet>> readValueSets(std::string_view bytes);

/** Names of a prompt's variables, each once, in the order of the prompt. */
QStringList variableNames(const prompt::Prompt &prompt);

} // namespace cachescope::ui
