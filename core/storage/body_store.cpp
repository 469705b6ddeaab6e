// SPDX-License-Identifier: MIT
#include "storage/body_store.h"

#include "storage/chunker.h"
#include "storage/compression.h"
#include "storage/varint.h"

#include <vector>

namespace cachescope::storage {

namespace {

using base::ErrorCode;
using base::failure;

constexpr std::size_t largestInline = 1 << 10;
constexpr std::size_t storedDigestSize = 16; // 128 bits: no accidental match in any log.
constexpr std::size_t largestBody = std::size_t{ 1 } << 30;
/** body.codec beyond the codecs of compression.h: `data` is a list of chunk ids as varints. */
constexpr std::int64_t chunkListCodec = 100;

std::string digestOf(std::string_view bytes)
{
    const base::Digest digest = base::sha256(bytes);
    return { reinterpret_cast<const char *>(digest.data()), storedDigestSize };
}

base::Result<> addStoredBytes(Database &database, std::int64_t bytes)
{
    auto statement = database.cached("INSERT INTO meta (key, value) VALUES ('body_bytes', ?1) "
                                     "ON CONFLICT (key) DO UPDATE SET value = value + ?1");
    if (!statement)
        return tl::unexpected(statement.error());
    (*statement)->bind(1, bytes);
    return (*statement)->run();
}

/** Takes one more reference on what has this digest in `table`; its id, or nothing when it is not there. */
base::Result<std::optional<std::int64_t>> reference(
    Database &database, std::string_view sql, std::string_view digest)
{
    auto found = database.cached(sql);
    if (!found)
        return tl::unexpected(found.error());
    Statement &statement = **found;
    statement.bindBlob(1, digest);
    std::optional<std::int64_t> id;
    while (statement.step())
        id = statement.integer(0);
    if (!statement.ok())
        return tl::unexpected(statement.error());
    statement.reset();
    return id;
}

base::Result<std::int64_t> insert(
    Database &database, std::string_view sql, std::string_view digest, std::size_t size, std::int64_t codec,
    std::string_view data)
{
    auto prepared = database.cached(sql);
    if (!prepared)
        return tl::unexpected(prepared.error());
    Statement &statement = **prepared;
    statement.bindBlob(1, digest);
    statement.bind(2, static_cast<std::int64_t>(size));
    statement.bind(3, codec);
    statement.bindBlob(4, data);
    if (auto run = statement.run(); !run)
        return tl::unexpected(run.error());
    return database.lastInsertId();
}

base::Result<std::int64_t> putChunk(
    Database &database, std::string_view bytes, std::string_view digest, std::int64_t &newBytes)
{
    auto known = reference(database, "UPDATE chunk SET refs = refs + 1 WHERE digest = ?1 RETURNING id", digest);
    if (!known)
        return tl::unexpected(known.error());
    if (*known)
        return **known;
    const Packed packed = pack(bytes);
    newBytes += static_cast<std::int64_t>(packed.data.size());
    return insert(
        database, "INSERT INTO chunk (digest, refs, size, codec, data) VALUES (?1, 1, ?2, ?3, ?4)", digest,
        bytes.size(), static_cast<std::int64_t>(packed.codec), packed.data);
}

constexpr std::string_view insertBody
    = "INSERT INTO body (digest, refs, size, codec, data) VALUES (?1, 1, ?2, ?3, ?4)";

struct Cut
{
    std::string_view bytes;
    std::string digest;
};

base::Result<std::int64_t> putChunks(
    Database &database, const std::vector<Cut> &cuts, std::size_t size, std::string_view digest)
{
    std::string list;
    std::int64_t newBytes = 0;
    for (const Cut &cut : cuts) {
        auto chunk = putChunk(database, cut.bytes, cut.digest, newBytes);
        if (!chunk)
            return chunk;
        appendVarint(list, static_cast<std::uint64_t>(*chunk));
    }
    if (newBytes != 0)
        if (auto added = addStoredBytes(database, newBytes); !added)
            return tl::unexpected(added.error());
    return insert(database, insertBody, digest, size, chunkListCodec, list);
}

/** The chunk `id`, checked against its digest, appended to `body`. */
base::Result<> appendChunk(Database &database, std::int64_t id, std::string &body)
{
    auto prepared = database.cached("SELECT digest, size, codec, data FROM chunk WHERE id = ?1");
    if (!prepared)
        return tl::unexpected(prepared.error());
    Statement &statement = **prepared;
    statement.bind(1, id);
    if (!statement.step())
        return statement.ok() ? failure(ErrorCode::Corrupt, "A part of this content is missing from the log.")
                              : tl::unexpected(statement.error());
    const auto size = static_cast<std::size_t>(statement.integer(1));
    const bool plausible = statement.integer(1) >= 0 && size <= ChunkSizes::largest;
    auto bytes = plausible ? unpack(static_cast<Codec>(statement.integer(2)), statement.blob(3), size)
                           : failure(ErrorCode::Corrupt, "A part of this content has an impossible size.");
    const bool matches = bytes && digestOf(*bytes) == statement.blob(0);
    statement.reset();
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (!matches)
        return failure(ErrorCode::Corrupt, "A part of this content does not match its checksum.");
    body += *bytes;
    return {};
}

struct BodyRow
{
    std::string digest, data;
    std::int64_t size = 0, codec = 0, refs = 0;
};

base::Result<std::optional<BodyRow>> bodyRow(Database &database, std::int64_t id)
{
    auto prepared = database.cached("SELECT digest, size, codec, data, refs FROM body WHERE id = ?1");
    if (!prepared)
        return tl::unexpected(prepared.error());
    Statement &statement = **prepared;
    statement.bind(1, id);
    std::optional<BodyRow> row;
    if (statement.step())
        row = BodyRow{ std::string(statement.blob(0)), std::string(statement.blob(3)), statement.integer(1),
                       statement.integer(2), statement.integer(4) };
    if (!statement.ok())
        return tl::unexpected(statement.error());
    statement.reset();
    return row;
}

base::Result<> runWithId(Database &database, std::string_view sql, std::int64_t id)
{
    auto statement = database.cached(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    (*statement)->bind(1, id);
    return (*statement)->run();
}

/** Gives back one reference of a chunk; returns the bytes that this freed. */
base::Result<std::int64_t> releaseChunk(Database &database, std::int64_t id)
{
    if (auto run = runWithId(database, "UPDATE chunk SET refs = refs - 1 WHERE id = ?1", id); !run)
        return tl::unexpected(run.error());
    auto prepared = database.cached("DELETE FROM chunk WHERE id = ?1 AND refs <= 0 RETURNING length(data)");
    if (!prepared)
        return tl::unexpected(prepared.error());
    Statement &statement = **prepared;
    statement.bind(1, id);
    std::int64_t freed = 0;
    while (statement.step())
        freed = statement.integer(0);
    if (!statement.ok())
        return tl::unexpected(statement.error());
    statement.reset();
    return freed;
}

} // namespace

base::Result<std::int64_t> BodyStore::put(Database &database, std::string_view body)
{
    if (body.empty())
        return 0;
    if (body.size() > largestBody)
        return failure(ErrorCode::LimitExceeded, "Content of over 1 GiB is not kept in the log.");
    std::vector<Cut> cuts;
    std::string digest;
    if (body.size() > largestInline) {
        // The digests of the chunks stand for the body: no byte is hashed twice.
        std::string digests;
        for (std::string_view rest = body; !rest.empty();) {
            const std::string_view bytes = rest.substr(0, firstChunk(rest));
            rest.remove_prefix(bytes.size());
            cuts.push_back({ bytes, digestOf(bytes) });
            digests += cuts.back().digest;
        }
        digest = digestOf("chunks" + digests);
    } else {
        digest = digestOf(body);
    }
    auto known = reference(database, "UPDATE body SET refs = refs + 1 WHERE digest = ?1 RETURNING id", digest);
    if (!known)
        return tl::unexpected(known.error());
    if (*known)
        return **known;
    if (!cuts.empty())
        return putChunks(database, cuts, body.size(), digest);
    const Packed packed = pack(body);
    if (auto added = addStoredBytes(database, static_cast<std::int64_t>(packed.data.size())); !added)
        return tl::unexpected(added.error());
    return insert(database, insertBody, digest, body.size(), static_cast<std::int64_t>(packed.codec), packed.data);
}

base::Result<std::string> BodyStore::get(Database &database, std::int64_t id)
{
    if (id == 0)
        return std::string();
    auto row = bodyRow(database, id);
    if (!row)
        return tl::unexpected(row.error());
    if (!*row)
        return failure(ErrorCode::NotFound, "This content is no longer kept in the log.");
    const BodyRow &found = **row;
    if (found.size < 0 || static_cast<std::size_t>(found.size) > largestBody)
        return failure(ErrorCode::Corrupt, "This content has an impossible size in the log.");
    const auto size = static_cast<std::size_t>(found.size);
    if (found.codec != chunkListCodec) {
        auto body = unpack(static_cast<Codec>(found.codec), found.data, size);
        if (body && digestOf(*body) != found.digest)
            return failure(ErrorCode::Corrupt, "This content does not match its checksum.");
        return body;
    }
    std::string body;
    std::string_view list = found.data;
    while (!list.empty()) {
        const auto chunk = takeVarint(list);
        if (!chunk || body.size() > size)
            return failure(ErrorCode::Corrupt, "The list of the parts of this content is damaged.");
        if (auto appended = appendChunk(database, static_cast<std::int64_t>(*chunk), body); !appended)
            return tl::unexpected(appended.error());
    }
    if (body.size() != size)
        return failure(ErrorCode::Corrupt, "Parts of this content are missing from the log.");
    return body;
}

base::Result<> BodyStore::release(Database &database, std::int64_t id)
{
    if (id <= 0)
        return {};
    auto row = bodyRow(database, id);
    if (!row)
        return tl::unexpected(row.error());
    if (!*row)
        return {};
    if ((*row)->refs > 1)
        return runWithId(database, "UPDATE body SET refs = refs - 1 WHERE id = ?1", id);
    if (auto gone = runWithId(database, "DELETE FROM body WHERE id = ?1", id); !gone)
        return gone;
    std::int64_t freed = 0;
    if ((*row)->codec != chunkListCodec) {
        freed = static_cast<std::int64_t>((*row)->data.size());
    } else {
        std::string_view list = (*row)->data;
        while (const auto chunk = list.empty() ? std::nullopt : takeVarint(list)) {
            auto released = releaseChunk(database, static_cast<std::int64_t>(*chunk));
            if (!released)
                return tl::unexpected(released.error());
            freed += *released;
        }
    }
    return addStoredBytes(database, -freed);
}

base::Result<std::int64_t> BodyStore::storedBytes(Database &database)
{
    auto bytes = database.integer("SELECT value FROM meta WHERE key = 'body_bytes'");
    if (!bytes)
        return tl::unexpected(bytes.error());
    return bytes->value_or(0);
}

} // namespace cachescope::storage
