// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::config {

/** One policy as the text of a JSON object; only what differs from a policy's defaults, each on a line of its own.
 */
std::string policyToJson(const CachePolicy &policy);

/** The policies as `cache.policies` holds them. */
std::string policiesToJson(const std::vector<CachePolicy> &policies);

/** Reads one policy; the same checks and messages as for the file. */
base::Result<CachePolicy> parsePolicy(std::string_view json);

/** A policy that comes with the program: shown, and without effect until the user takes it over. */
struct ReadyMadePolicy
{
    std::string_view name;
    std::string_view json;
};

/**
 * For agents whose otherwise identical runs differ in ids: Claude Code (`metadata.user_id` holds user and session)
 * and Codex (`prompt_cache_key` and `client_metadata`).
 */
std::span<const ReadyMadePolicy> readyMadePolicies();

} // namespace cachescope::config
