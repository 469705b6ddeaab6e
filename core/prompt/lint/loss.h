// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/lint.h"

#include <functional>
#include <optional>
#include <vector>

namespace cachescope::prompt {

/**
 * What these problems cost a day together. Each has spread its money over the tokens that it makes dearer; a token
 * that several of them hit counts once, with the dearest, and so do prompts that stand for the same logged calls.
 * The sum is therefore never more than the loss, and mending one problem lowers it by what that problem alone
 * costs. Nothing when none of them knows its money. Problems with negative money count nothing.
 */
std::optional<base::Money> lossPerDay(const std::vector<std::reference_wrapper<const Finding>> &findings);

} // namespace cachescope::prompt
