// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"
#include "prompt/prompt.h"
#include "providers/body_edit.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cachescope::prompt {

/** A beginning of a Gemini request that can become a cached object: what stands before the contents, and the first
 * of these. */
struct GeminiBeginning
{
    base::Digest digest{}; ///< Of its bytes, member by member.
    std::size_t contents = 0; ///< How many of the contents it holds.
    std::int64_t tokens = 0; ///< Roughly, and rather too few.
};

/**
 * A Gemini request as what an object can hold and what cannot (prompt-caching rules, 8.2). Views into the body,
 * which has to outlive it.
 */
class GeminiSplit
{
public:
    /** Nothing for text that is not strict JSON with a list of contents, for names that stand twice, and for
     * requests that name an object themselves. */
    static std::optional<GeminiSplit> read(std::string_view body);

    /** From the shortest to the longest; at least one of the contents is left over. */
    const std::vector<GeminiBeginning> &beginnings() const { return m_beginnings; }
    /** The body of POST …/cachedContents, made of the request's own bytes. */
    std::string createBody(
        const GeminiBeginning &beginning, std::string_view model, std::chrono::seconds lifetime) const;
    /** What makes the request use the object; in order. */
    std::vector<providers::BodyEdit> edits(const GeminiBeginning &beginning, std::string_view name) const;

private:
    /** A top-level member that goes into the object. */
    struct Fixed
    {
        std::string_view name, value;
        ByteRange member;
    };
    std::string_view m_body;
    std::vector<Fixed> m_fixed;
    std::vector<ByteRange> m_contents; ///< One for each.
    std::vector<GeminiBeginning> m_beginnings;
};

/** Name and size of the object in the answer to its creation; nothing when it is no such answer. */
struct CreatedObject
{
    std::string name; ///< "cachedContents/…"
    std::int64_t tokens = 0;
};
std::optional<CreatedObject> readCreatedObject(std::string_view answer);

} // namespace cachescope::prompt
