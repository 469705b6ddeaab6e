// SPDX-License-Identifier: MIT
#pragma once

#include "providers/api.h"
#include "providers/usage.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::providers {

/** What an answer turned out to be, known when its last byte has been seen. */
struct AnswerFacts
{
    AnswerForm form = AnswerForm::Json;
    /** The answer is whole in the sense of its API: a terminal event (or one whole JSON document) and no error in
       the stream. reliability.md 4.3: Chat needs a finish_reason for each choice and [DONE]; Responses
       response.completed or response.incomplete (then `truncated`, too); Anthropic message_stop; Gemini a
       finishReason or a blocked prompt. Always true for opaque calls, redirects and statuses from 400 on (these
       have `errorInside`): nothing but the transport, which the caller judges, says where they end. */
    bool complete = false;
    bool errorInside = false; ///< An error status, an error event after the headers, or an error object.
    std::string errorMessage; ///< The provider's words, at most 500 bytes; empty when none.
    std::string errorCode; ///< The provider's code, status or type, e.g. "rate_limit_exceeded".
    bool hasToolCalls = false; ///< Of any kind, those that the provider runs itself included.
    bool refused = false; ///< refusal, content filter, SAFETY and the like.
    bool truncated = false; ///< length, max_tokens, incomplete.
    std::string servedModel;
    std::string serviceTier; ///< Of the answer; the request's is only a wish.
    std::string inferenceGeo;
    std::string finishReason;
    Usage usage;
    std::string diagnosticsJson; ///< Provider's own cache diagnostics, verbatim; empty when none.
    bool sawContent = false; ///< A first token of content arrived.
};

/**
 * Watches one answer go by. Fed with the decoded body (content-coding removed) in order; never changes a byte.
 * Bounded memory: keeps the JSON document up to `documentLimit` bytes (beyond it, usage is unknown and `complete`
 * false) and one SSE event. One owner, no threads.
 */
class AnswerObserver
{
public:
    /** `contentType` is the answer's own; it, not the request, decides the form. */
    AnswerObserver(
        Api api, int status, std::string_view contentType, bool requestedTtl1h = false,
        std::size_t documentLimit = std::size_t{ 64 } << 20);
    ~AnswerObserver();
    AnswerObserver(AnswerObserver &&) noexcept;
    AnswerObserver &operator=(AnswerObserver &&) noexcept;

    /** Returns true when this piece held the first content (token) of the answer: the time to first token. */
    bool feed(std::string_view decoded);
    /** Call once, when the transport ended. Cheap for streams, parses the document for JSON. */
    AnswerFacts finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/**
 * Turns a whole recorded stream into the JSON answer the same call would have got without `stream`. Nothing when
 * anything would be lost or invented (unknown event types with content, logprobs we cannot place, several forms of
 * tool fragments …).
 */
std::optional<std::string> streamToJson(Api api, std::string_view sse);

/** The reverse; `facts` is the request that will receive it (include_usage, SSE or JSON array). Nothing when it
 * cannot be whole. */
std::optional<std::string> jsonToStream(const CallFacts &facts, std::string_view json);

/** An error made by the proxy itself, in the shape of `api` with type `cachescope_error` (contract, Admin). */
struct ErrorBody
{
    std::string contentType;
    std::string body;
};
ErrorBody errorBody(Api api, int status, std::string_view code, std::string_view message);

/** The message of an upstream's error body of any shape (rules, section 13): error.message, message, error, detail.
 */
std::string errorMessage(std::string_view body);

} // namespace cachescope::providers
