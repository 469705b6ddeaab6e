// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/prompt.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cachescope::insight {

/**
 * The beginning of a prompt as a set of hashed runs of words, for telling whether two prompts are of one make. The
 * order of the runs does not count, so sorted and unsorted tools, or a changed date in the first line, still look
 * alike. A plain value.
 */
class Beginning
{
public:
    /** Of tools, system text and, when these are short, the first message; at most 64 KiB of text. */
    static Beginning of(const prompt::Prompt &prompt);

    /** Share of the smaller set's runs that the other has, 0 to 1; 1 for two empty ones. */
    double likeness(const Beginning &other) const;

private:
    void add(std::string_view text);
    std::vector<std::uint64_t> m_runs; ///< Ascending, each once.
};

} // namespace cachescope::insight
