// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/dynamic_content.h"
#include "prompt/lint/lint.h"

#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** A file of plain text or a template: no request. */
bool isTextForm(const Prompt &prompt);

/**
 * The segments that every call of a kind begins with: system and developer text before the conversation; of a text
 * file or a request of one user message alone, that text. Tools and schema are not in it: they have rules of their
 * own. Ascending.
 */
std::vector<std::size_t> prefixZone(const LintContext &context);

/**
 * True when lasting text follows `decodedEnd`, so that a change there costs something. Behind system text the
 * conversation follows; in a text file at least a few words must.
 */
bool hasTextBehind(const LintContext &context, std::size_t segment, std::size_t decodedEnd);

/** Tokens of a segment's own text behind an offset, variables left out. */
std::int64_t fixedTokensBehind(const LintContext &context, std::size_t segment, std::size_t decodedEnd);

/** What a name such as "current_time" or "user_name" will be replaced with. */
enum class VariableUse : std::uint8_t
{
    Unknown,
    Clock,
    Date,
    RandomId,
    Counter,
    UserData,
    Retrieved,
    Environment,
    Experiment,
};
VariableUse variableUse(std::string_view name);

/** What the log says of a piece of text in this place. */
enum class Constancy : std::uint8_t
{
    Unknown, ///< No log, or too few calls with their bodies.
    Constant, ///< The same in every logged call.
    Changes,
};
Constancy constancyOf(const LintContext &context, std::size_t segment, std::string_view text);

} // namespace cachescope::prompt
