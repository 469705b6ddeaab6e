// SPDX-License-Identifier: MIT
#include "proxy/helped_request.h"

#include "base/text.h"

#include <algorithm>

namespace cachescope::proxy {

namespace {

/** Where a field's line begins and ends in a head, CR LF included; npos, npos when it has none of that name. */
std::pair<std::size_t, std::size_t> lineOf(std::string_view head, std::string_view name)
{
    constexpr std::string_view lineEnd = "\r\n";
    for (std::size_t begin = head.find(lineEnd); begin != std::string_view::npos;) {
        begin += lineEnd.size();
        const std::size_t end = head.find(lineEnd, begin);
        if (end == std::string_view::npos || end == begin)
            break;
        const std::size_t colon = head.find(':', begin);
        if (colon < end && base::equalIgnoringCase(head.substr(begin, colon - begin), name))
            return { begin, end + lineEnd.size() };
        begin = end;
    }
    return { std::string_view::npos, std::string_view::npos };
}

} // namespace

std::vector<requestlog::CallSplice> HelpedRequest::splices() const
{
    std::vector<requestlog::CallSplice> all = fields;
    for (const providers::BodyEdit &edit : edits)
        all.push_back({ edit.what, static_cast<std::int64_t>(edit.offset), static_cast<std::int64_t>(edit.removed),
                        edit.inserted });
    return all;
}

config::ProviderHelp helpFor(const config::Config &configuration, const PolicySubject &subject)
{
    const auto upstream = configuration.upstreams.find(subject.upstream);
    config::ProviderHelp help
        = upstream == configuration.upstreams.end() ? config::ProviderHelp{} : upstream->second.help;
    if (const config::CachePolicy *policy = firstMatch(configuration.cache, subject))
        help = policy->help.over(help);
    return help;
}

std::string headWithoutField(std::string_view head, std::string_view name)
{
    std::string out(head);
    for (;;) {
        const auto [begin, end] = lineOf(out, name);
        if (begin == std::string_view::npos)
            return out;
        out.erase(begin, end - begin);
    }
}

std::string headWithField(std::string_view head, std::string_view name, std::string_view value)
{
    const std::string line = std::string(name) + ": " + std::string(value) + "\r\n";
    std::string out(head);
    auto [begin, end] = lineOf(out, name);
    if (begin == std::string_view::npos) {
        out.insert(out.size() - 2, line);
        return out;
    }
    out.replace(begin, end - begin, line);
    const std::size_t behind = begin + line.size();
    // Further lines of the same name would say something else.
    for (;;) {
        const auto [next, nextEnd] = lineOf(std::string_view(out).substr(behind - 2), name);
        if (next == std::string_view::npos)
            return out;
        out.erase(behind - 2 + next, nextEnd - next);
    }
}

std::string_view fieldIn(std::string_view head, std::string_view name)
{
    const auto [begin, end] = lineOf(head, name);
    if (begin == std::string_view::npos)
        return {};
    const std::string_view line = head.substr(begin, end - begin - 2);
    return base::trim(line.substr(line.find(':') + 1));
}

} // namespace cachescope::proxy
