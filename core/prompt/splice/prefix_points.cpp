// SPDX-License-Identifier: MIT
#include "prompt/splice/prefix_points.h"

#include "prompt/cache_points.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

PrefixPoint::Level levelOf(const Segment &segment)
{
    if (segment.kind == SegmentKind::Tool || segment.kind == SegmentKind::Schema)
        return PrefixPoint::Level::Tools;
    const bool opens
        = segment.kind == SegmentKind::System || segment.role == "system" || segment.role == "developer";
    return opens ? PrefixPoint::Level::System : PrefixPoint::Level::Message;
}

} // namespace

PrefixPoints prefixPoints(const Prompt &prompt)
{
    PrefixPoints made;
    base::Sha256 hash;
    base::Digest digest{};
    std::size_t bytes = 0;
    std::string buffer;
    const auto &segments = prompt.segments();
    auto level = PrefixPoint::Level::Tools; // never goes back: instructions amid a conversation belong to it
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const Segment &segment = segments[i];
        level = std::max(level, levelOf(segment));
        const std::string_view content = contentOf(prompt, segment, buffer);
        hash.add({ reinterpret_cast<const char *>(digest.data()), digest.size() });
        const char kind = static_cast<char>('0' + static_cast<int>(segment.kind));
        hash.addField({ &kind, 1 });
        hash.addField(segment.role);
        hash.addField(segment.name);
        hash.addField(content);
        digest = hash.finish();
        bytes += content.size();
        made.digests.push_back(digest);
        made.tokens.push_back(static_cast<std::int64_t>(bytes / bytesPerToken));
        const bool inMessages = level == PrefixPoint::Level::Message;
        const bool goesOn = i + 1 < segments.size()
            && (inMessages ? segments[i + 1].message == segment.message : levelOf(segments[i + 1]) <= level);
        if (!goesOn)
            made.points.push_back({ level, i, inMessages ? segment.message : -1, segment.block + 1 });
    }
    return made;
}

} // namespace cachescope::prompt
