// SPDX-License-Identifier: MIT
#include "http/head.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace cachescope::http {

using base::equalIgnoringCase;

namespace {

/** Upper bound of a head's text; the parsers refuse far smaller ones, so 32-bit offsets always do. */
constexpr std::size_t maxTextBytes = 0xffff'ffff;

} // namespace

Fields::Fields(std::initializer_list<Field> fields)
{
    for (const Field &field : fields)
        add(field.name, field.value);
}

void Fields::add(std::string_view name, std::string_view value)
{
    const std::size_t start = m_text.size();
    if (start + name.size() + value.size() > maxTextBytes)
        return;
    m_text.append(name);
    m_text.append(value);
    m_spans.push_back({ static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(name.size()),
                        static_cast<std::uint32_t>(start + name.size()),
                        static_cast<std::uint32_t>(value.size()) });
}

void Fields::set(std::string_view name, std::string_view value)
{
    const auto first = std::find_if(
        m_spans.begin(), m_spans.end(), [&](const Span &span) { return equalIgnoringCase(view(span).name, name); });
    if (first == m_spans.end()) {
        add(name, value);
        return;
    }
    first->valueStart = static_cast<std::uint32_t>(m_text.size());
    first->valueSize = static_cast<std::uint32_t>(value.size());
    m_text.append(value);
    m_spans.erase(
        std::remove_if(
            first + 1, m_spans.end(), [&](const Span &span) { return equalIgnoringCase(view(span).name, name); }),
        m_spans.end());
}

std::size_t Fields::remove(std::string_view name)
{
    return std::erase_if(m_spans, [&](const Span &span) { return equalIgnoringCase(view(span).name, name); });
}

void Fields::clear()
{
    m_text.clear();
    m_spans.clear();
}

Field Fields::view(const Span &span) const
{
    return { std::string_view(m_text).substr(span.nameStart, span.nameSize),
             std::string_view(m_text).substr(span.valueStart, span.valueSize) };
}

Field Fields::operator[](std::size_t index) const
{
    return view(m_spans[index]);
}

std::optional<std::string_view> Fields::find(std::string_view name) const
{
    for (const Span &span : m_spans) {
        if (span.nameSize == name.size() && equalIgnoringCase(view(span).name, name))
            return view(span).value;
    }
    return {};
}

std::size_t Fields::count(std::string_view name) const
{
    return static_cast<std::size_t>(std::count_if(m_spans.begin(), m_spans.end(), [&](const Span &span) {
        return equalIgnoringCase(view(span).name, name);
    }));
}

bool Fields::hasToken(std::string_view name, std::string_view token) const
{
    for (const Field field : *this) {
        if (!equalIgnoringCase(field.name, name))
            continue;
        ListMembers members(field.value);
        while (const auto member = members.next()) {
            if (equalIgnoringCase(*member, token))
                return true;
        }
    }
    return false;
}

std::optional<std::string_view> ListMembers::next()
{
    while (!m_rest.empty()) {
        const std::size_t comma = m_rest.find(',');
        const std::string_view member = base::trim(m_rest.substr(0, comma));
        m_rest = comma == std::string_view::npos ? std::string_view{} : m_rest.substr(comma + 1);
        if (!member.empty())
            return member;
    }
    return {};
}

namespace {

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::any_of(names.begin(), names.end(), [&](std::string_view candidate) {
        return candidate.size() == name.size() && equalIgnoringCase(name, candidate);
    });
}

} // namespace

HopByHop::HopByHop(const Fields &fields)
{
    for (const Field field : fields) {
        if (!equalIgnoringCase(field.name, "connection"))
            continue;
        ListMembers members(field.value);
        while (const auto member = members.next()) {
            if (!isOneOf(*member, { "content-length", "host", "close", "keep-alive" }))
                m_named.emplace_back(*member);
        }
    }
}

bool HopByHop::contains(std::string_view name) const
{
    return isOneOf(
               name,
               { "connection", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade",
                 "proxy-authorization", "proxy-authenticate" })
        || std::any_of(m_named.begin(), m_named.end(), [&](const std::string &named) {
               return equalIgnoringCase(named, name);
           });
}

void removeHopByHop(Fields &fields)
{
    const HopByHop hopByHop(fields);
    fields.removeIf([&](const Field &field) { return hopByHop.contains(field.name); });
}

void removeForbiddenTrailers(Fields &trailers)
{
    removeHopByHop(trailers);
    trailers.removeIf([](const Field &field) {
        return isOneOf(
            field.name,
            { "content-length", "host", "trailer", "content-encoding", "content-type", "content-range",
              "authorization", "set-cookie", "cookie", "cache-control", "expect", "max-forwards", "range", "age",
              "date", "location", "retry-after", "vary" });
    });
}

void appendField(std::string &out, std::string_view name, std::string_view value)
{
    out.append(name);
    out.append(": ");
    out.append(value);
    out.append("\r\n");
}

void appendFields(std::string &out, const Fields &fields)
{
    for (const Field field : fields)
        appendField(out, field.name, field.value);
}

std::string fieldText(const Fields &fields)
{
    std::string out;
    for (const Field field : fields)
        out.append(field.name).append(": ").append(field.value).push_back('\n');
    return out;
}

void appendRequestHead(std::string &out, const RequestHead &head)
{
    out.append(head.method);
    out.push_back(' ');
    out.append(head.target);
    out.append(" HTTP/1.1\r\n");
    appendFields(out, head.fields);
    out.append("\r\n");
}

void appendResponseHead(std::string &out, const ResponseHead &head)
{
    out.append("HTTP/1.1 ");
    out.append(std::to_string(head.status));
    out.push_back(' ');
    out.append(head.reason);
    out.append("\r\n");
    appendFields(out, head.fields);
    out.append("\r\n");
}

std::string_view reasonPhrase(int status)
{
    struct Phrase
    {
        int status;
        std::string_view text;
    };
    static constexpr std::array<Phrase, 28> phrases{ { { 100, "Continue" },
                                                       { 200, "OK" },
                                                       { 201, "Created" },
                                                       { 202, "Accepted" },
                                                       { 204, "No Content" },
                                                       { 304, "Not Modified" },
                                                       { 400, "Bad Request" },
                                                       { 401, "Unauthorized" },
                                                       { 403, "Forbidden" },
                                                       { 404, "Not Found" },
                                                       { 405, "Method Not Allowed" },
                                                       { 408, "Request Timeout" },
                                                       { 409, "Conflict" },
                                                       { 411, "Length Required" },
                                                       { 413, "Content Too Large" },
                                                       { 414, "URI Too Long" },
                                                       { 415, "Unsupported Media Type" },
                                                       { 417, "Expectation Failed" },
                                                       { 421, "Misdirected Request" },
                                                       { 429, "Too Many Requests" },
                                                       { 431, "Request Header Fields Too Large" },
                                                       { 500, "Internal Server Error" },
                                                       { 501, "Not Implemented" },
                                                       { 502, "Bad Gateway" },
                                                       { 503, "Service Unavailable" },
                                                       { 504, "Gateway Timeout" },
                                                       { 505, "HTTP Version Not Supported" },
                                                       { 529, "Overloaded" } } };
    const auto found = std::find_if(
        phrases.begin(), phrases.end(), [status](const Phrase &phrase) { return phrase.status == status; });
    return found == phrases.end() ? "Unknown" : found->text;
}

} // namespace cachescope::http
