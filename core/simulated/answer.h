// SPDX-License-Identifier: MIT
#pragma once

#include "http/head.h"
#include "simulated/content.h"
#include "simulated/fault.h"
#include "simulated/prefix_cache.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::simulated {

/** A stream as its events, formatted only when each is sent: thousands of slow streams stay small. */
struct Stream
{
    struct Step
    {
        std::string text; ///< Final bytes when `kind` is 0, else what `format` makes an event of.
        std::uint16_t kind = 0;
        std::uint16_t part = 0; ///< Choice or block that the text belongs to.
        int tokens = 0; ///< Decides how long the step takes.
        bool terminal = false; ///< The event without which the stream counts as cut.
        std::chrono::microseconds after{ 0 }; ///< Time since the step before.
    };
    std::string contentType = "text/event-stream; charset=utf-8";
    std::vector<Step> steps;
    std::function<std::string(const Step &step, std::size_t index)> format;
    std::string errorEvent; ///< What an error in mid-stream looks like in this shape.
    std::string comment = ": keep-alive\n\n"; ///< What a queueing provider sends while it waits; may be empty.

    std::string bytes(std::size_t index) const
    {
        const Step &step = steps[index];
        return step.kind == 0 ? step.text : format(step, index);
    }
};

/** An answer ready to be sent. */
struct Answer
{
    int status = 200;
    http::Fields fields; ///< Without framing (length, chunks), which the connection adds.
    std::string body; ///< When it is no stream.
    std::optional<Stream> stream;
    std::chrono::microseconds think{ 0 }; ///< Time from the request to the head.
    Fault fault = Fault::None;
    PrefixCache::Plan plan; ///< To be handed to Backend::begun with the first byte.
    std::string coding; ///< "gzip" when the body is to be coded.
    std::vector<Content> contents; ///< What was said, for callers that go on with the conversation.
};

/** What every wire shape needs to know about the answer that it writes. */
struct WireContext
{
    const Call &call;
    const std::vector<Content> &contents; ///< One for each choice; never empty.
    CacheUse use;
    std::string idSuffix; ///< Unique letters and digits of this answer.
    std::int64_t created = 0; ///< Seconds since 1970.
    std::string servedModel;
    const ModelTokenizer &tokenizer;
    TokenCounter &counter;
    bool withUsage = true;
};

std::string chatJson(const WireContext &context);
Stream chatStream(const WireContext &context);
std::string responsesJson(const WireContext &context);
Stream responsesStream(const WireContext &context);
std::string messagesJson(const WireContext &context);
Stream messagesStream(const WireContext &context);
std::string geminiJson(const WireContext &context);
Stream geminiStream(const WireContext &context);

/** The items that a Responses answer adds to a conversation. */
Json responsesOutput(const WireContext &context);

/** The body of an error in the shape of the call's API (rules, section 13). */
struct ErrorText
{
    std::string message;
    std::string type; ///< Empty: the usual one for the status.
    std::string code;
    std::string parameter;
};
std::string errorBody(const Call &call, int status, const ErrorText &error, std::string_view requestId);

/** `count` letters and digits that depend on `seed` alone. */
std::string letters(std::uint64_t seed, std::size_t count);
/** "data: …" and a blank line; with "event: NAME" before it when there is a name. */
std::string sse(std::string_view data, std::string_view event = {});
/** The deltas of a text, `tokensEach` tokens at a time. */
void addDeltas(
    Stream &stream, const WireContext &context, std::string_view text, int tokensEach, Stream::Step shape);
/** RFC 3339 in UTC, with seconds. */
std::string dateText(std::int64_t unixSeconds);
/** The dated name under which an alias is served, or the name itself. */
std::string servedModel(std::string_view model);

} // namespace cachescope::simulated
