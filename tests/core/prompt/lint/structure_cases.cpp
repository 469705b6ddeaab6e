// SPDX-License-Identifier: MIT
#include "structure_cases.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>

using namespace cachescope::prompt;

std::string json(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

std::string words(int tokens, int seed)
{
    static constexpr std::array<const char *, 24> pool{ "river",  "garden",  "window",   "paper",  "careful",
                                                        "answer", "table",   "letter",   "market", "number",
                                                        "yellow", "listen",  "house",    "simple", "travel",
                                                        "stone",  "morning", "question", "bread",  "music",
                                                        "winter", "button",  "forest",   "engine" };
    std::mt19937 random(static_cast<unsigned int>(seed));
    std::string text;
    for (int i = 0; i < tokens; ++i)
        text += (i == 0 ? "" : i % 12 == 0 ? ".\n" : " ") + std::string(pool[random() % pool.size()]);
    return text;
}

std::string quoted(const std::string &text)
{
    std::string result = "\"";
    for (const char c : text)
        result += c == '\n' ? std::string("\\n") : c == '"' ? std::string("\\\"") : std::string(1, c);
    return result + "\"";
}

ObservedCall &LogBuilder::call(double minutes, const std::string &body, const std::string &session)
{
    ObservedCall call;
    call.startedMs = 1'790'000'000'000 + static_cast<std::int64_t>(minutes * 60'000);
    call.firstByteMs = 2'000;
    call.endedMs = 5'000;
    call.usageReported = true;
    call.status = 200;
    call.session = session;
    call.output = 100;
    call.finishReason = "stop";
    if (!body.empty()) {
        auto prompt = Prompt::parse(body);
        if (!prompt || (*prompt)->problem())
            std::abort(); // A mistake in the test itself.
        call.prompt = *std::move(prompt);
        call.model = call.prompt->parameters().model;
    }
    m_calls.push_back(std::move(call));
    return m_calls.back();
}

LogEvidence LogBuilder::evidence(double callsPerDay) const
{
    LogEvidence evidence;
    evidence.calls.assign(m_calls.rbegin(), m_calls.rend());
    evidence.callsPerDay = callsPerDay;
    evidence.observedDays = 1;
    evidence.localCacheInUse = std::ranges::any_of(
        m_calls, [](const ObservedCall &call) { return call.fromLocalCache || call.storedLocally; });
    return evidence;
}
