// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace cachescope::simulated {

/**
 * A provider to test against: the wire shapes of OpenAI Chat, Responses and Embeddings, Anthropic Messages and
 * Gemini, JSON and streams, with prefix caching by the published rules and faults on request. Listens on loopback
 * only, on a thread of its own; every listener answers all shapes by path.
 */
class SimulatedProvider
{
public:
    struct Settings
    {
        std::uint16_t port = 0; ///< 0 picks a free one.
        std::uint64_t seed = 1;
        std::chrono::milliseconds firstToken{ 300 }; ///< Median time to first token; 0 answers at once.
        double tokensPerSecond = 80; ///< Pace of streams; 0: all at once.
        std::string fault; ///< e.g. "429:0.05,cut:0.01"; see docs/simulated-provider.md. A request can ask by
                           ///< X-Simulate-Fault.
        const base::Clock *clock = nullptr; ///< For the lifetimes of prefix caches; null: the machine's. Not owned.
    };
    static base::Result<std::unique_ptr<SimulatedProvider>> start(const Settings &settings);
    ~SimulatedProvider();
    std::uint16_t port() const;
    std::string url() const; ///< "http://127.0.0.1:PORT"
    std::int64_t callCount() const; ///< Calls received so far.

private:
    struct State;
    explicit SimulatedProvider(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/**
 * Lively, varied traffic for `--demo`: several made-up programs (a code-review agent, a coding agent, a support
 * bot, a notebook, a CI job) with multi-turn conversations, repeated questions, clocks in prompts, tool
 * reorderings, errors and embeddings. Goes through the proxy at `proxyUrl` as real HTTP calls, on a thread of its
 * own. Stops when destroyed.
 */
class DemoTraffic
{
public:
    struct Settings
    {
        std::string proxyUrl;
        std::uint64_t seed = 1;
        double callsPerMinute = 40;
        int openingCalls = 60; ///< Quick ones at the start, so that the first screen is not empty.
    };
    static std::unique_ptr<DemoTraffic> start(const Settings &settings);
    ~DemoTraffic();

private:
    struct State;
    explicit DemoTraffic(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::simulated
