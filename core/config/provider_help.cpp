// SPDX-License-Identifier: MIT
#include "config/config.h"

namespace cachescope::config {

bool ProviderHelp::isSet() const
{
    return *this != ProviderHelp{};
}

ProviderHelp ProviderHelp::over(const ProviderHelp &other) const
{
    const auto either = [](const auto &own, const auto &general) { return own ? own : general; };
    ProviderHelp both;
    both.includeUsage = either(includeUsage, other.includeUsage);
    both.cacheKey = either(cacheKey, other.cacheKey);
    both.diagnostics = either(diagnostics, other.diagnostics);
    both.marks = either(marks, other.marks);
    both.warmGate = either(warmGate, other.warmGate);
    both.cachedContents = either(cachedContents, other.cachedContents);
    both.keepWarm = either(keepWarm, other.keepWarm);
    both.keepWarmCents = either(keepWarmCents, other.keepWarmCents);
    return both;
}

} // namespace cachescope::config
