// SPDX-License-Identifier: MIT
#pragma once

#include "cache/policy.h"
#include "cache/response_key.h"
#include "http/request_parser.h"
#include "providers/api.h"
#include "proxy/call_controls.h"
#include "proxy/router.h"
#include "proxy/settings.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cachescope::proxy {

class CredentialHasher;

/**
 * All that a call's head says under the settings of its time: where the call goes, who makes it, what it asks of
 * the cache, and the bytes that are made of it. Immutable: a connection whose client sends the same head again uses
 * it again.
 */
struct CallHead
{
    /** Reads the head that `parser` has just completed. `route` leads to an upstream. */
    static std::shared_ptr<const CallHead> read(
        const http::RequestParser &parser, Route route, std::shared_ptr<const Settings> settings,
        CredentialHasher &hasher);

    /** Everything that decides which question the call asks; views into this object. */
    cache::KeyParts keyParts(std::string_view body) const;

    std::shared_ptr<const Settings> settings;
    Route route;
    const UpstreamTarget *target = nullptr; ///< Of the settings.
    providers::Api api = providers::Api::Opaque;
    std::string method;
    CallLabels labels;
    cache::RequestControls controls;
    std::string client; ///< From the User-Agent.
    std::string credential; ///< Keyed hash; empty without a key.
    std::vector<std::string> secrets; ///< The caller's keys.
    std::vector<std::pair<std::string_view, std::string>>
        keyHeaders; ///< Of the response key: lower-case name, value.
    std::string keyText; ///< cache::keyHead of the call.
    std::string upstreamHead; ///< What the upstream gets before the body, whole.
    std::string text; ///< "Name: value\n", for the log.
    http::BodyFraming framing = http::BodyFraming::None; ///< Of the body.
    std::shared_ptr<const http::RequestHead> original; ///< Only where the upstream has a fallback.
    bool isMultipart = false;
    bool expectsContinue = false;
};

} // namespace cachescope::proxy
