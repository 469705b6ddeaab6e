// SPDX-License-Identifier: MIT
#pragma once

#include "http/content_coding.h"
#include "http/head.h"
#include "providers/answer.h"
#include "providers/usage_chunk_filter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::proxy {

/**
 * Watches one upstream answer go by: takes the content coding off a bounded copy, has the API's observer read it,
 * keeps the text for cache and log. What it cannot decode it does not know; the client's bytes are never touched.
 */
class AnswerRecorder
{
public:
    /** How the copy ended up. */
    enum class Copy
    {
        Whole,
        Truncated, ///< Over its bound: the text is a beginning.
        Undecodable, ///< The coding is unknown, broken or a bomb.
    };

    AnswerRecorder(providers::Api api, const http::ResponseHead &head, std::size_t maxBytes);

    /** The copy and lastDecoded() go without the usage chunk of a Chat stream; facts still know it. */
    void hideUsageChunk() { m_hiding.emplace(); }
    /** Returns true when these bytes held the first content of the answer. */
    bool feed(std::string_view coded);
    /** What the last feed() gave once its coding was taken off; valid until the next. Beyond the copy's bound, too.
     */
    std::string_view lastDecoded() const { return m_last; }
    /** The transport ended properly (`whole`) or was cut. Where the usage chunk is hidden, lastDecoded() is then
     * what had been held back. */
    providers::AnswerFacts finish(bool whole);

    Copy copy() const { return m_copy; }
    bool isStream() const { return m_isStream; }
    const std::string &contentType() const { return m_contentType; }
    const std::string &text() const { return m_text; }
    std::string takeText() { return std::move(m_text); }
    /** Chunks with content seen so far: about the number of tokens of a stream. */
    int chunks() const { return m_chunks; }

private:
    void keep(std::string_view text);

    std::string m_contentType;
    bool m_isStream = false;
    std::optional<http::ContentDecoder> m_decoder;
    providers::AnswerObserver m_observer;
    std::size_t m_maxBytes;
    std::optional<providers::UsageChunkFilter> m_hiding;
    std::string m_filtered; ///< Output of one feed, without it.
    std::string m_decoded; ///< Output of one feed.
    std::string_view m_last; ///< Of what feed() was given, of m_decoded, or of m_filtered.
    std::string m_text;
    Copy m_copy = Copy::Whole;
    int m_chunks = 0;
};

} // namespace cachescope::proxy
