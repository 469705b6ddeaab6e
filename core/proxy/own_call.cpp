// SPDX-License-Identifier: MIT
#include "proxy/own_call.h"

#include "base/text.h"
#include "proxy/credential.h"
#include "proxy/helped_request.h"

namespace cachescope::proxy {

std::shared_ptr<const CallHead> ownHead(
    const CallHead &like, std::string_view method, std::string_view rest, std::size_t bodyBytes)
{
    auto own = std::make_shared<CallHead>(like);
    own->method = method;
    own->route.rest = rest;
    own->api = providers::classify(method, rest);
    own->controls = {};
    own->framing = bodyBytes > 0 ? http::BodyFraming::Length : http::BodyFraming::None;
    own->isMultipart = own->expectsContinue = false;
    own->original = nullptr; // It goes to no fallback.
    own->text = "Content-Type: application/json\n";
    const std::string &head = like.upstreamHead;
    const std::size_t firstLine = head.find("\r\n");
    std::string made = std::string(method) + ' ' + like.target->origin.prefix + std::string(rest) + " HTTP/1.1";
    made += head.substr(firstLine);
    made = headWithoutField(made, "transfer-encoding");
    own->upstreamHead = headWithField(made, "Content-Length", std::to_string(bodyBytes));
    return own;
}

std::string objectsTarget(std::string_view rest, std::string_view name)
{
    const std::size_t models = rest.find("/models/");
    if (models == std::string_view::npos)
        return {};
    std::string target
        = std::string(rest.substr(0, models)) + "/" + std::string(name.empty() ? "cachedContents" : name);
    const std::size_t question = rest.find('?');
    if (question == std::string_view::npos)
        return target;
    char separator = '?';
    for (const std::string_view parameter : base::split(rest.substr(question + 1), '&')) {
        if (!isKeyParameter(parameter.substr(0, parameter.find('='))))
            continue;
        target += separator;
        target += parameter;
        separator = '&';
    }
    return target;
}

} // namespace cachescope::proxy
