// SPDX-License-Identifier: MIT
#pragma once

#include "cache/policy.h"
#include "http/head.h"
#include "proxy/settings.h"

#include <string>
#include <vector>

namespace cachescope::proxy {

/** What a request's X-Cachescope-* fields say; they are never forwarded. */
struct CallLabels
{
    std::string project, nameSpace, version;
    std::vector<std::string> tags;
    std::string problem; ///< A value that is no clean text: one sentence for a 400; empty when fine.
};
CallLabels readLabels(const http::Fields &fields, const std::string &pathProject);

/** True for X-Cachescope-*. */
bool isControlField(std::string_view name);

/** What a policy is matched by. */
struct PolicySubject
{
    std::string_view project, model, upstream, client;
    std::string_view route = {}; ///< The target; its query is not looked at.
};
/** The first enabled policy that matches; null when none does. */
const config::CachePolicy *firstMatch(const config::Cache &configuration, const PolicySubject &subject);
/** The configuration for one call: the first policy that matches over the defaults. */
cache::PolicySettings matchPolicy(const config::Cache &configuration, const PolicySubject &subject);

/** True when `text` fits `pattern`, in which `*` stands for any run of characters. */
bool matchesPattern(std::string_view pattern, std::string_view text);

} // namespace cachescope::proxy
