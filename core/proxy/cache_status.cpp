// SPDX-License-Identifier: MIT
#include "proxy/cache_status.h"

namespace cachescope::proxy {

namespace {

/** RFC 8941, section 3.3.3: a string holds printable ASCII only, quote and backslash escaped. */
void appendString(std::string &out, std::string_view text)
{
    out.push_back('"');
    for (const char c : text) {
        if (c < ' ' || c > '~')
            continue;
        if (c == '"' || c == '\\')
            out.push_back('\\');
        out.push_back(c);
    }
    out.push_back('"');
}

} // namespace

void appendHeader(std::string &out, const CacheStatusMember &member)
{
    out.append("cachescope; ");
    if (member.hit)
        out.append("hit");
    else
        out.append("fwd=").append(member.forward);
    if (member.ttl)
        out.append("; ttl=").append(std::to_string(member.ttl->count()));
    if (member.stored)
        out.append("; stored");
    if (member.collapsed)
        out.append("; collapsed");
    if (!member.key.empty()) {
        out.append("; key=");
        appendString(out, member.key);
    }
    if (!member.detail.empty()) {
        out.append("; detail=");
        appendString(out, member.detail);
    }
}

std::string toHeader(const CacheStatusMember &member)
{
    std::string out;
    appendHeader(out, member);
    return out;
}

} // namespace cachescope::proxy
