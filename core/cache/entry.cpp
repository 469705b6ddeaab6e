// SPDX-License-Identifier: MIT
#include "cache/entry.h"

namespace cachescope::cache {

std::string joinedTags(const Entry &entry)
{
    std::string text;
    for (const std::string &tag : entry.tags)
        text += (text.empty() ? "" : ",") + tag;
    return text;
}

std::int64_t memoryBytes(const Entry &entry)
{
    // Nodes of the tier's list and map, the control block, the allocator's own.
    constexpr std::size_t overhead = 256;
    std::size_t bytes = sizeof(Entry) + overhead + entry.body.capacity() + entry.usage.rawJson.capacity();
    for (const std::string *text :
         { &entry.upstream, &entry.model, &entry.project, &entry.nameSpace, &entry.version, &entry.credential,
           &entry.contentType, &entry.contentEncoding, &entry.firstText, &entry.promptText })
        bytes += text->capacity();
    for (const std::string &tag : entry.tags)
        bytes += sizeof tag + tag.capacity();
    for (const auto &[name, value] : entry.contentHeaders)
        bytes += sizeof name + sizeof value + name.capacity() + value.capacity();
    return static_cast<std::int64_t>(bytes);
}

base::Digest entryChecksum(const Entry &entry)
{
    // One buffer, one digest: a dozen short updates cost more than the copy.
    std::string fields;
    fields.reserve(entry.body.size() + 1'024);
    const auto add = [&fields](std::string_view field) {
        for (std::uint64_t rest = field.size(), i = 0; i < 8; ++i, rest >>= 8)
            fields.push_back(static_cast<char>(rest & 0xff));
        fields.append(field);
    };
    add({ reinterpret_cast<const char *>(entry.canonical.data()), entry.canonical.size() });
    add(entry.upstream);
    add(entry.credential);
    for (const std::int64_t number :
         { static_cast<std::int64_t>(entry.api), static_cast<std::int64_t>(entry.form),
           std::int64_t{ entry.includeUsage }, std::int64_t{ entry.status }, entry.storedAt, entry.expiresAt })
        add(std::to_string(number));
    add(entry.contentType);
    add(entry.contentEncoding);
    for (const auto &[name, value] : entry.contentHeaders) {
        add(name);
        add(value);
    }
    add(entry.body);
    return base::sha256(fields);
}

} // namespace cachescope::cache
