// SPDX-License-Identifier: MIT
#include "providers/usage_chunk_filter.h"

#include "providers/json_scanner.h"

namespace cachescope::providers {

namespace {

/** Real ones have about 500 bytes; relays add some figures. */
constexpr std::size_t longestChunk = 16 * 1024;

/** Where the first event ends, behind its blank line; npos while it has not come whole. Lines may end by LF, CR LF
 * or CR (WHATWG HTML, 9.2.5). A CR at the end of what is there may be half of CR LF: that is not decided yet. */
std::size_t eventEnd(std::string_view text)
{
    bool lineIsEmpty = true;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c != '\n' && c != '\r') {
            lineIsEmpty = false;
            continue;
        }
        if (c == '\r' && at + 1 == text.size())
            return std::string_view::npos;
        if (c == '\r' && text[at + 1] == '\n')
            ++at;
        if (lineIsEmpty)
            return at + 1;
        lineIsEmpty = true;
    }
    return std::string_view::npos;
}

} // namespace

bool UsageChunkFilter::isUsageChunk(std::string_view event)
{
    constexpr std::string_view name = "data:";
    if (!event.starts_with(name))
        return false;
    std::string_view data = event.substr(name.size());
    data = data.substr(0, data.find_first_of("\r\n"));
    bool noChoices = false, hasUsage = false;
    JsonScanner json(data);
    if (!json.enterObject())
        return false;
    while (const auto key = json.nextKey()) {
        if (*key == "choices")
            noChoices = json.enterArray() && !json.nextElement();
        else if (*key == "usage")
            hasUsage = json.kind() == JsonKind::Object;
    }
    return json.finish() && noChoices && hasUsage;
}

void UsageChunkFilter::feed(std::string_view bytes, std::string &out)
{
    m_held.append(bytes);
    std::string_view rest = m_held;
    for (std::size_t end = eventEnd(rest); end != std::string_view::npos; end = eventEnd(rest)) {
        const std::string_view event = rest.substr(0, end);
        if (m_passing || event.size() > longestChunk || !isUsageChunk(event))
            out.append(event);
        m_passing = false;
        rest.remove_prefix(end);
    }
    if (m_passing || rest.size() > longestChunk) {
        // A CR, LF at the end may be half of what ends the event: it stays, so that the end is still found.
        const std::size_t text = rest.find_last_not_of("\r\n");
        const std::size_t pass = text == std::string_view::npos ? 0 : text + 1;
        out.append(rest.substr(0, pass));
        rest.remove_prefix(pass);
        m_passing = true;
    }
    m_held.erase(0, m_held.size() - rest.size());
}

void UsageChunkFilter::finish(std::string &out)
{
    out.append(m_held);
    m_held.clear();
    m_passing = false;
}

} // namespace cachescope::providers
