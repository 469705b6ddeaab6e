// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "simulated/answer.h"
#include "simulated/cached_contents.h"

#include <chrono>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cachescope::simulated {

/** The simulated providers behind all listeners: reads a request, answers it. No sockets, no threads; one owner. */
class Backend
{
public:
    struct Settings
    {
        std::uint64_t seed = 1;
        std::chrono::microseconds firstToken{ 300'000 }; ///< Median; 0 answers at once.
        double tokensPerSecond = 80; ///< 0: all at once.
        FaultMix faults;
    };
    Backend(const Settings &settings, const base::Clock &clock);

    /** The whole answer to a request, timings included; nothing is sent and nobody waits. */
    Answer answer(const http::RequestHead &head, std::string_view body);
    /** The answer's first byte leaves: from now on others can read what the call wrote to the prefix cache. */
    void begun(const Answer &answer);
    std::int64_t callCount() const { return m_calls; }
    const PrefixCache &prefixCache() const { return m_prefixes; }

private:
    /** One call under way. */
    struct Turn
    {
        Call call;
        Fault fault = Fault::None;
        Random random{ 0 };
        std::uint64_t seed = 0; ///< Of this call alone.
        std::string requestId;
        ModelTokenizer tokenizer;
        const CachedContents::Object *explicitCache = nullptr;
    };
    Answer route(Turn &turn);
    Answer generate(Turn &turn);
    Answer count(Turn &turn);
    Answer embed(Turn &turn);
    Answer listModels(Turn &turn);
    Answer cachedContents(Turn &turn);
    Answer fail(const Turn &turn, int status, const ErrorText &error);
    Answer faulty(const Turn &turn);
    Answer json(const Turn &turn, std::string body);
    Checked<Prompt> render(Turn &turn);
    std::vector<Content> compose(Turn &turn, const Prompt &prompt, const CountedPrompt &counted);
    void pace(const Turn &turn, const CacheUse &use, Answer &answer);
    void addHeaders(const Turn &turn, Answer &answer);
    void remember(const Turn &turn, const WireContext &context);

    Settings m_settings;
    const base::Clock &m_clock;
    TokenCounter m_counter;
    PrefixCache m_prefixes;
    CachedContents m_contents;
    std::int64_t m_calls = 0;
    std::list<std::string> m_responseIds; ///< Newest first; what previous_response_id can name.
    std::unordered_map<std::string, Json> m_responses;
};

} // namespace cachescope::simulated
