// SPDX-License-Identifier: MIT
#include "cache/entry.h"

namespace cachescope::cache {

namespace {

std::string numberField(std::int64_t number)
{
    return std::to_string(number);
}

} // namespace

std::int64_t memoryBytes(const Entry &entry)
{
    // Nodes of the tier's list and map, the control block, the allocator's own.
    constexpr std::size_t overhead = 256;
    std::size_t bytes = sizeof(Entry) + overhead + entry.body.capacity() + entry.usage.rawJson.capacity();
    for (const std::string *text :
         { &entry.upstream, &entry.model, &entry.project, &entry.nameSpace, &entry.version, &entry.credential,
           &entry.contentType, &entry.contentEncoding, &entry.firstText })
        bytes += text->capacity();
    for (const std::string &tag : entry.tags)
        bytes += sizeof tag + tag.capacity();
    for (const auto &[name, value] : entry.contentHeaders)
        bytes += sizeof name + sizeof value + name.capacity() + value.capacity();
    return static_cast<std::int64_t>(bytes);
}

base::Digest entryChecksum(const Entry &entry)
{
    base::Sha256 digest;
    digest.addField({ reinterpret_cast<const char *>(entry.canonical.data()), entry.canonical.size() });
    digest.addField(entry.upstream);
    digest.addField(entry.credential);
    for (const std::int64_t number :
         { static_cast<std::int64_t>(entry.api), static_cast<std::int64_t>(entry.form),
           std::int64_t{ entry.includeUsage }, std::int64_t{ entry.status }, entry.storedAt, entry.expiresAt })
        digest.addField(numberField(number));
    digest.addField(entry.contentType);
    digest.addField(entry.contentEncoding);
    for (const auto &[name, value] : entry.contentHeaders) {
        digest.addField(name);
        digest.addField(value);
    }
    digest.addField(entry.body);
    return digest.finish();
}

} // namespace cachescope::cache
