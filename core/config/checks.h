// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.h"

#include <string>
#include <string_view>

namespace cachescope::config {

/** Checks an upstream's address and drops a trailing slash. Returns what is wrong ("must …"), or nothing. */
std::string cleanUrl(std::string &url);

/** What is wrong with an upstream's name, which is the first segment of a path, or nothing. */
std::string upstreamNameProblem(std::string_view name);

/** What is wrong with the address of a proxy for upstream calls, or nothing. */
std::string proxyProblem(std::string_view address);

/** What is wrong with the address of a webhook, or nothing: https, or http to this machine; it is a secret and
 * never quoted. */
std::string webhookProblem(std::string_view address);

/** Empty, or a POSIX name: letters, digits and _. Keeps a key that was pasted here from being taken for a name. */
bool isEnvironmentName(std::string_view name);

bool isCacheStore(std::string_view store);

/** RFC 6901, and not the whole document: begins with `/`, `~` only as `~0` and `~1`. */
bool isJsonPointer(std::string_view pointer);

/** What is wrong with the fallback of the upstream `name`, or nothing: it must exist, be another one, and speak the
 * same API as far as both are known. */
std::string fallbackProblem(const Config &config, std::string_view name);

/** Names of all upstreams, for messages. */
std::string knownUpstreams(const Config &config);

} // namespace cachescope::config
