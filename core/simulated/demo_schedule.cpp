// SPDX-License-Identifier: MIT
#include "simulated/demo_program.h"

namespace cachescope::simulated {

std::vector<DemoCast> demoCast(std::uint64_t seed)
{
    std::vector<DemoCast> cast;
    cast.push_back({ makeCodeAgent(mix(seed, 1)), 30 });
    cast.push_back({ makeSupportBot(mix(seed, 2)), 42 });
    cast.push_back({ makeReviewAgent(mix(seed, 3)), 9 });
    cast.push_back({ makeNotebook(mix(seed, 4)), 9 });
    cast.push_back({ makeContinuousIntegration(mix(seed, 5)), 10 });
    return cast;
}

DemoSchedule::DemoSchedule(std::uint64_t seed)
    : m_cast(demoCast(seed))
    , m_random(mix(seed, 99))
{
    for (const DemoCast &one : m_cast)
        m_weights += one.weight;
}

DemoSchedule::Item DemoSchedule::next(base::UnixMicros now)
{
    double at = m_random.unit() * m_weights;
    Item item;
    while (item.program + 1 < m_cast.size() && at >= m_cast[item.program].weight)
        at -= m_cast[item.program++].weight;
    item.call = m_cast[item.program].program->next(now);
    const double mishap = m_random.unit();
    const bool anthropic = item.call.api == DemoApi::Messages;
    if (mishap < 0.006)
        item.call.headers.emplace_back("X-Simulate-Fault", anthropic ? "529" : "429");
    else if (mishap < 0.008)
        item.call.headers.emplace_back("X-Simulate-Fault", "cut");
    else if (mishap < 0.009)
        item.call.headers.emplace_back("X-Simulate-Fault", "500");
    else if (mishap < 0.025)
        item.call.headers.emplace_back("X-Simulate-Fault", "forget");
    else if (mishap < 0.055)
        item.call.headers.emplace_back("Cache-Control", "no-store");
    return item;
}

void DemoSchedule::reply(std::size_t program, std::size_t session, const DemoReply &reply)
{
    m_cast[program].program->reply(session, reply);
}

DemoHeaders demoHeaders(DemoApi api, std::string_view userAgent, std::string_view project, std::string_view tags)
{
    DemoHeaders headers{ { "User-Agent", std::string(userAgent) },
                         { "Content-Type", "application/json" },
                         { "Accept", "application/json" },
                         { "X-Cachescope-Project", std::string(project) } };
    if (!tags.empty())
        headers.emplace_back("X-Cachescope-Tags", std::string(tags));
    const std::string key = "demo-key-of-" + std::string(project);
    if (api == DemoApi::Messages) {
        headers.emplace_back("x-api-key", key);
        headers.emplace_back("anthropic-version", "2023-06-01");
    } else if (api == DemoApi::Gemini) {
        headers.emplace_back("x-goog-api-key", key);
    } else {
        headers.emplace_back("Authorization", "Bearer " + key);
    }
    return headers;
}

Json anthropicTool(std::string_view name, std::string_view description, const Json &properties)
{
    Json required = Json::array();
    for (auto it = properties.begin(); it != properties.end(); ++it)
        required.push_back(it.key());
    return { { "name", name },
             { "description", description },
             { "input_schema", { { "type", "object" }, { "properties", properties }, { "required", required } } } };
}

} // namespace cachescope::simulated
