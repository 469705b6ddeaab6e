// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/lint.h"
#include "prompt/lint/project_settings.h"

#include <string>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** How far a comment that silences a rule reaches. */
enum class SilenceReach
{
    Line,
    Block, ///< The section of a text, from one heading to the next; of a request outside its texts, the object.
    File,
};

/** What is to be silenced, and why. */
struct SilenceWish
{
    std::string rule; ///< "DYN001"
    std::string reason; ///< May be empty; line breaks and what would end the comment are left out.
    std::string until; ///< "2027-01-31", the last day; empty: for good.
};

/**
 * The edits that silence a finding by a comment: of a text, and in the strings of a request, a line
 * `<!-- cachescope: ignore … -->` of its own; outside the strings of a request, and for a whole request, a member
 * "//". Nothing where there is no place for one: a line of what is no text.
 */
std::vector<TextEdit> silenceEdits(
    const Prompt &prompt, const Finding &finding, SilenceReach reach, const SilenceWish &wish);

/** The edits that take the members "//" and "$comment" with silences out of a request: providers refuse members
 * that they do not know. Nothing for a text. */
std::vector<TextEdit> silenceMemberRemovals(const Prompt &prompt);

/**
 * The text of a `.cachescope.json` with one more entry in "silence"; everything else stays byte for byte. An empty
 * `json` gives a new file. InvalidInput when the file is none that can be used.
 */
base::Result<std::string> withProjectSilence(
    std::string_view json, std::string_view fileName, const SilenceWish &wish, const std::string &file);
/** The same with the member "baseline". */
base::Result<std::string> withBaselineFile(
    std::string_view json, std::string_view fileName, const std::string &baseline);

} // namespace cachescope::prompt
