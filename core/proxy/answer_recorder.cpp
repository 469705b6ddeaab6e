// SPDX-License-Identifier: MIT
#include "proxy/answer_recorder.h"

#include "base/text.h"

namespace cachescope::proxy {

namespace {

/** Of a whole answer: the copy's own bound is far below, but usage comes last in a long stream. */
constexpr std::uint64_t maxDecodedBytes = 1ULL << 30;

std::optional<http::ContentDecoder> makeDecoder(const http::ResponseHead &head)
{
    http::DecodeLimits limits;
    limits.outputBytes = maxDecodedBytes;
    auto decoder = http::ContentDecoder::create(head.fields.value("content-encoding"), limits);
    if (!decoder)
        return {};
    return std::move(*decoder);
}

} // namespace

AnswerRecorder::AnswerRecorder(providers::Api api, const http::ResponseHead &head, std::size_t maxBytes)
    : m_contentType(head.fields.value("content-type"))
    , m_isStream(base::toLower(m_contentType).starts_with("text/event-stream"))
    , m_decoder(makeDecoder(head))
    , m_observer(api, head.status, m_contentType)
    , m_maxBytes(maxBytes)
{
    if (!m_decoder || head.fields.count("content-encoding") > 1)
        m_copy = Copy::Undecodable;
}

bool AnswerRecorder::feed(std::string_view coded)
{
    m_last = {};
    if (m_copy == Copy::Undecodable)
        return false;
    ++m_chunks;
    std::string_view bytes = coded;
    if (!m_decoder->isIdentity()) {
        m_decoded.clear();
        const auto fed = m_decoder->feed(coded, m_decoded);
        if (!fed) {
            m_copy = fed.error().code == base::ErrorCode::LimitExceeded ? Copy::Truncated : Copy::Undecodable;
            return false;
        }
        bytes = m_decoded;
    }
    m_last = bytes;
    if (m_hiding) {
        m_filtered.clear();
        m_hiding->feed(bytes, m_filtered);
        m_last = m_filtered;
    }
    keep(m_last);
    // The observer goes on past the copy's bound: it needs little memory for a stream, and usage comes last.
    return m_observer.feed(bytes);
}

void AnswerRecorder::keep(std::string_view text)
{
    if (m_copy == Copy::Whole && m_text.size() + text.size() > m_maxBytes)
        m_copy = Copy::Truncated;
    if (m_copy == Copy::Whole)
        m_text.append(text);
}

providers::AnswerFacts AnswerRecorder::finish(bool whole)
{
    if (m_hiding) {
        m_filtered.clear();
        m_hiding->finish(m_filtered);
        m_last = m_filtered;
        keep(m_last);
    }
    if (whole && m_copy != Copy::Undecodable && !m_decoder->finish())
        m_copy = Copy::Undecodable;
    providers::AnswerFacts facts = m_observer.finish();
    if (!whole || m_copy == Copy::Undecodable)
        facts.complete = false;
    return facts;
}

} // namespace cachescope::proxy
