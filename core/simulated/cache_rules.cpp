// SPDX-License-Identifier: MIT
#include "simulated/cache_rules.h"

#include "simulated/prompt.h"

namespace cachescope::simulated {

using namespace std::chrono_literals;

namespace {

std::int64_t anthropicMinimum(std::string_view model)
{
    for (const std::string_view name : { "opus-4-5", "opus-4-6", "haiku-4-5" }) {
        if (model.find(name) != std::string_view::npos)
            return 4096;
    }
    return model.find("opus-4-7") != std::string_view::npos ? 2048 : 1024;
}

} // namespace

CacheRules cacheRulesFor(Family family, std::string_view model, bool longRetention)
{
    switch (family) {
    case Family::Anthropic:
        return { CacheMode::Marks, anthropicMinimum(model), 1, 5min, 0s };
    case Family::Gemini:
        return { CacheMode::Increments, model.find("-2.5") != std::string_view::npos ? 2048 : 4096, 64, 5min, 0s };
    case Family::DeepSeek:
        return { CacheMode::Units, 64, 64, 6h, 0s };
    case Family::OpenAi:
        break;
    }
    if (hasBreakpoints(model))
        return { CacheMode::Breakpoints, 1024, 1, 30min, 0s };
    if (model.starts_with("gpt-5.5"))
        return { CacheMode::Increments, 2048, 2048, 30min, 24h };
    if (longRetention)
        return { CacheMode::Increments, 1024, 128, 30min, 24h };
    return { CacheMode::Increments, 1024, 128, 10min, 1h };
}

} // namespace cachescope::simulated
