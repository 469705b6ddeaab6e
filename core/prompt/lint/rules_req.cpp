// SPDX-License-Identifier: MIT
#include "prompt/lint/structure_checks.h"

#include <array>

namespace cachescope::prompt {

using enum Severity;

std::span<const Rule> parameterRules()
{
    static constexpr std::array rules{
        Rule{ { "REQ001", "parameters-toggled",
                "Tool choice, effort, output schema or images are switched within a session.", Warning, true,
                "all" },
              checkToggledParameters },
        Rule{ { "REQ002", "floating-model", "The model's name can mean another snapshot tomorrow.", Info, false,
                "any" },
              checkFloatingModel },
        Rule{ { "REQ003", "per-call-field",
                "A field that is new in each call keeps the local cache from answering.", Warning, true, "local" },
              checkPerCallFields },
        Rule{ { "REQ004", "random-answer-cached", "The local cache repeats one answer where chance was asked for.",
                Info, false, "local" },
              checkRandomAnswers },
        Rule{ { "REQ005", "usage-not-reported",
                "A stream that does not report its tokens: its cost is an estimate.", Warning, false, "openai" },
              checkUsageReport },
        Rule{ { "REQ006", "failure-cached", "The local cache answered with a failure.", Error, true, "local" },
              checkCachedFailure },
    };
    return rules;
}

} // namespace cachescope::prompt
