// SPDX-License-Identifier: MIT
#include "http/content_coding.h"

#include "base/text.h"
#include "http/coding_layers.h"
#include "http/head.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace cachescope::http {

using base::ErrorCode;
using base::failure;
using base::Result;

struct ContentDecoder::State
{
    /** In the order of decoding: the coding applied last comes off first. */
    std::vector<std::unique_ptr<CodingLayer>> layers;
    DecodeLimits limits;
    std::uint64_t inputBytes = 0;
    std::uint64_t outputBytes = 0;
    std::optional<base::Error> error;

    Result<> pass(std::size_t layer, std::string_view bytes, std::string &out)
    {
        if (bytes.empty())
            return {};
        if (layer == layers.size())
            return take(bytes, out);
        return layers[layer]->feed(
            bytes, [this, layer, &out](std::string_view piece) { return pass(layer + 1, piece, out); });
    }

    Result<> take(std::string_view bytes, std::string &out)
    {
        outputBytes += bytes.size();
        if (outputBytes > limits.outputBytes)
            return failure(ErrorCode::LimitExceeded, "the decoded body is larger than allowed");
        if (outputBytes > limits.ratioGraceBytes && outputBytes / limits.ratio > inputBytes)
            return failure(ErrorCode::LimitExceeded, "the body decompresses to suspiciously much");
        out.append(bytes);
        return {};
    }
};

ContentDecoder::ContentDecoder(std::unique_ptr<State> state)
    : m_state(std::move(state))
{ }

ContentDecoder::~ContentDecoder() = default;
ContentDecoder::ContentDecoder(ContentDecoder &&) noexcept = default;
ContentDecoder &ContentDecoder::operator=(ContentDecoder &&) noexcept = default;

Result<ContentDecoder> ContentDecoder::create(std::string_view contentEncoding, const DecodeLimits &limits)
{
    auto state = std::make_unique<State>();
    state->limits = limits;
    ListMembers members(contentEncoding);
    while (const auto member = members.next()) {
        const std::string coding = base::toLower(*member);
        if (coding == "identity")
            continue;
        auto layer = makeCodingLayer(coding);
        if (!layer)
            return failure(ErrorCode::InvalidInput, "the content coding \"" + coding + "\" is not known");
        state->layers.push_back(std::move(layer));
        if (state->layers.size() > limits.layers)
            return failure(ErrorCode::LimitExceeded, "more content codings lie over each other than allowed");
    }
    std::reverse(state->layers.begin(), state->layers.end());
    return ContentDecoder(std::move(state));
}

Result<> ContentDecoder::feed(std::string_view bytes, std::string &out)
{
    if (m_state->error)
        return tl::unexpected(*m_state->error);
    m_state->inputBytes += bytes.size();
    Result<> result = m_state->pass(0, bytes, out);
    if (!result)
        m_state->error = result.error();
    return result;
}

Result<> ContentDecoder::finish()
{
    if (m_state->error)
        return tl::unexpected(*m_state->error);
    const bool complete = std::all_of(
        m_state->layers.begin(), m_state->layers.end(), [](const auto &layer) { return layer->isComplete(); });
    // An empty body under a Content-Encoding field is an empty body (answers to HEAD, 204).
    if (!complete && m_state->inputBytes > 0)
        return failure(ErrorCode::Corrupt, "the coded body ends early");
    return {};
}

bool ContentDecoder::isIdentity() const
{
    return m_state->layers.empty();
}

Result<std::string> decodeContent(
    std::string_view contentEncoding, std::string_view body, const DecodeLimits &limits)
{
    auto decoder = ContentDecoder::create(contentEncoding, limits);
    if (!decoder)
        return tl::unexpected(decoder.error());
    std::string out;
    if (auto fed = decoder->feed(body, out); !fed)
        return tl::unexpected(fed.error());
    if (auto finished = decoder->finish(); !finished)
        return tl::unexpected(finished.error());
    return out;
}

} // namespace cachescope::http
