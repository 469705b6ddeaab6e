// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "simulated/content.h"
#include "simulated/json.h"
#include "simulated/random.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cachescope::simulated {

/** Shape in which a demo program speaks. */
enum class DemoApi : std::uint8_t
{
    Chat,
    Messages,
    Gemini,
    Embeddings
};

/** One HTTP call that a demo program wants to make. */
struct DemoCall
{
    DemoApi api = DemoApi::Chat;
    std::string upstream; ///< Name at the proxy: "anthropic".
    std::string target; ///< Behind the upstream's name: "/v1/messages".
    std::string model;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::size_t session = 0; ///< Handed back with the reply.
    int copies = 1; ///< Identical calls made at the same moment.
};

/** What came back of a call. */
struct DemoReply
{
    int status = 0;
    std::string text;
    std::vector<ToolCall> toolCalls;
    bool ok() const { return status == 200; }
};

/**
 * One made-up program with its conversations. Deterministic in its seed and in the replies it gets. A session has
 * at most one call under way. One owner; not thread-safe.
 */
class DemoProgram
{
public:
    virtual ~DemoProgram() = default;
    /** The next call; begins a new session when every other one waits or has come to its end. */
    virtual DemoCall next(base::UnixMicros now) = 0;
    /** The reply to a call of `session`; for copies the first one counts. */
    virtual void reply(std::size_t session, const DemoReply &reply) = 0;
};

/** A program with how often it calls compared with the others. */
struct DemoCast
{
    std::unique_ptr<DemoProgram> program;
    double weight = 1;
};
std::vector<DemoCast> demoCast(std::uint64_t seed);

std::unique_ptr<DemoProgram> makeCodeAgent(std::uint64_t seed);
std::unique_ptr<DemoProgram> makeReviewAgent(std::uint64_t seed);
std::unique_ptr<DemoProgram> makeSupportBot(std::uint64_t seed);
std::unique_ptr<DemoProgram> makeNotebook(std::uint64_t seed);
std::unique_ptr<DemoProgram> makeContinuousIntegration(std::uint64_t seed);

/** Picks programs by weight and adds the mishaps of a normal day: 429, 529, cut streams, no-store. */
class DemoSchedule
{
public:
    explicit DemoSchedule(std::uint64_t seed);
    struct Item
    {
        std::size_t program = 0;
        DemoCall call;
    };
    Item next(base::UnixMicros now);
    void reply(std::size_t program, std::size_t session, const DemoReply &reply);

private:
    std::vector<DemoCast> m_cast;
    Random m_random;
    double m_weights = 0;
};

/** Reads the answer to a demo call, JSON or stream. */
DemoReply readDemoReply(DemoApi api, int status, std::string_view contentType, std::string_view body);

// Shared by the programs.
using DemoHeaders = std::vector<std::pair<std::string, std::string>>;
/** User-Agent, project, key and content type. */
DemoHeaders demoHeaders(DemoApi api, std::string_view userAgent, std::string_view project, std::string_view tags);
/** A function in the tool list, in Anthropic's or OpenAI's form. */
Json anthropicTool(std::string_view name, std::string_view description, const Json &properties);

} // namespace cachescope::simulated
