// SPDX-License-Identifier: MIT
#include "proxy/upstream_request.h"

#include "base/text.h"
#include "providers/upstreams.h"
#include "proxy/call_controls.h"

namespace cachescope::proxy {

using base::equalIgnoringCase;

KeyField keyFieldFor(const UpstreamTarget &upstream)
{
    const providers::BuiltInUpstream *known = providers::builtInUpstream(upstream.name);
    const providers::KeyHeader header = known != nullptr && known->keyHeader != providers::KeyHeader::None
        ? known->keyHeader
        : providers::KeyHeader::AuthorizationBearer;
    const std::string key(upstream.key.reveal());
    if (header == providers::KeyHeader::AuthorizationBearer)
        return { "Authorization", "Bearer " + key };
    return { std::string(providers::headerName(header)), key };
}

void appendUpstreamHead(
    std::string &out, const http::RequestHead &head, std::string_view rest, const UpstreamTarget &upstream,
    UpstreamBody body, const KeyField *injectedKey)
{
    const http::HopByHop hopByHop(head.fields);
    out.append(head.method).append(" ").append(upstream.origin.prefix);
    if (!rest.starts_with('/'))
        out.push_back('/');
    out.append(rest).append(" HTTP/1.1\r\n");
    bool hasHost = false;
    for (const http::Field field : head.fields) {
        if (hopByHop.contains(field.name) || isControlField(field.name) || equalIgnoringCase(field.name, "expect"))
            continue;
        const bool isHost = equalIgnoringCase(field.name, "host");
        hasHost = hasHost || isHost;
        out.append(field.name).append(": ");
        out.append(isHost ? std::string_view(upstream.origin.authority) : field.value).append("\r\n");
    }
    if (!hasHost)
        out.append("Host: ").append(upstream.origin.authority).append("\r\n");
    if (injectedKey != nullptr)
        out.append(injectedKey->name).append(": ").append(injectedKey->value).append("\r\n");
    if (body == UpstreamBody::Chunked)
        out.append("Transfer-Encoding: chunked\r\n");
    out.append("\r\n");
}

} // namespace cachescope::proxy
