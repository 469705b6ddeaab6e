// SPDX-License-Identifier: MIT
#include "storage/body_store.h"

#include "storage/chunker.h"
#include "storage/compression.h"
#include "storage/digest_memory.h"
#include "storage/varint.h"

#include <algorithm>
#include <vector>

namespace cachescope::storage {

namespace {

using base::ErrorCode;
using base::failure;

/** Smaller than half a usual chunk: cutting would find nothing again. */
constexpr std::size_t largestInline = 4 << 10;
constexpr std::size_t largestBody = std::size_t{ 1 } << 30;
/** body.codec beyond the codecs of compression.h: `data` is a list of chunk ids as varints. */
constexpr std::int64_t chunkListCodec = 100;

// 3 MB and 0.8 MB: what was sent again within the last gigabyte or so is found again.
constexpr std::size_t rememberedChunkRows = 32'768;
constexpr std::size_t rememberedBodyRows = 8'192;

ShortDigest digestOf(std::string_view bytes)
{
    const base::Digest digest = base::sha256(bytes);
    ShortDigest half{};
    std::copy_n(digest.begin(), half.size(), half.begin());
    return half;
}

std::string_view bytesOf(const ShortDigest &digest)
{
    return { reinterpret_cast<const char *>(digest.data()), digest.size() };
}

/** The writer's memory of what is stored. */
struct Known : Database::Memory
{
    DigestMemory chunks{ rememberedChunkRows };
    DigestMemory bodies{ rememberedBodyRows };
};

base::Result<> remember(Database &database, std::string_view sql, DigestMemory &memory)
{
    auto statement = database.prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    while (statement->step()) {
        ShortDigest digest{};
        const std::string_view bytes = statement->blob(1);
        if (bytes.size() != digest.size())
            continue;
        std::copy(bytes.begin(), bytes.end(), digest.begin());
        memory.addOlder(digest, statement->integer(0));
    }
    return statement->ok() ? base::Result<>{} : tl::unexpected(statement->error());
}

/** Filled from the newest of the file when it is first asked for. */
base::Result<Known *> knownOf(Database &database)
{
    if (!database.bodyMemory()) {
        auto known = std::make_unique<Known>();
        auto chunks
            = remember(database, "SELECT id, digest FROM chunk_use ORDER BY id DESC LIMIT 65536", known->chunks);
        auto bodies = remember(database, "SELECT id, digest FROM body ORDER BY id DESC LIMIT 8192", known->bodies);
        if (!chunks || !bodies)
            return tl::unexpected(chunks ? bodies.error() : chunks.error());
        database.bodyMemory() = std::move(known);
    }
    return static_cast<Known *>(database.bodyMemory().get());
}

base::Result<> addStoredBytes(Database &database, std::int64_t bytes)
{
    auto statement = database.cached("UPDATE meta SET value = value + ?1 WHERE key = 'body_bytes'");
    if (!statement)
        return tl::unexpected(statement.error());
    (*statement)->bind(1, bytes);
    if (auto run = (*statement)->run(); !run || database.changes() > 0)
        return run;
    return database.execute("INSERT INTO meta VALUES ('body_bytes', " + std::to_string(bytes) + ")");
}

/** Takes one more reference on what the memory knows under this digest. False: it does not, or it is gone (removed,
 * never committed). */
base::Result<bool> reference(
    Database &database, std::string_view sql, std::optional<std::int64_t> known, const ShortDigest &digest)
{
    if (!known)
        return false;
    auto statement = database.cached(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    (*statement)->bind(1, *known);
    (*statement)->bindBlobInPlace(2, bytesOf(digest));
    if (auto run = (*statement)->run(); !run)
        return tl::unexpected(run.error());
    return database.changes() > 0;
}

base::Result<std::int64_t> insertBody(
    Database &database, const ShortDigest &digest, std::size_t size, std::int64_t codec, std::string_view data)
{
    auto prepared
        = database.cached("INSERT INTO body (digest, refs, size, codec, data) VALUES (?1, 1, ?2, ?3, ?4)");
    if (!prepared)
        return tl::unexpected(prepared.error());
    Statement &statement = **prepared;
    statement.bindBlobInPlace(1, bytesOf(digest));
    statement.bind(2, static_cast<std::int64_t>(size));
    statement.bind(3, codec);
    statement.bindBlobInPlace(4, data);
    if (auto run = statement.run(); !run)
        return tl::unexpected(run.error());
    return database.lastInsertId();
}

base::Result<std::int64_t> insertChunk(Database &database, std::string_view bytes, const ShortDigest &digest)
{
    auto use = database.cached("INSERT INTO chunk_use (digest, refs) VALUES (?1, 1)");
    if (!use)
        return tl::unexpected(use.error());
    (*use)->bindBlobInPlace(1, bytesOf(digest));
    if (auto run = (*use)->run(); !run)
        return tl::unexpected(run.error());
    const std::int64_t id = database.lastInsertId();
    auto prepared = database.cached("INSERT INTO chunk (id, size, codec, data) VALUES (?1, ?2, ?3, ?4)");
    if (!prepared)
        return tl::unexpected(prepared.error());
    const PackedView packed = packInPlace(bytes);
    Statement &statement = **prepared;
    statement.bind(1, id);
    statement.bind(2, static_cast<std::int64_t>(bytes.size()));
    statement.bind(3, static_cast<std::int64_t>(packed.codec));
    statement.bindBlobInPlace(4, packed.data);
    if (auto run = statement.run(); !run)
        return tl::unexpected(run.error());
    if (auto added = addStoredBytes(database, static_cast<std::int64_t>(packed.data.size())); !added)
        return tl::unexpected(added.error());
    return id;
}

base::Result<std::int64_t> putChunk(
    Database &database, Known &known, std::string_view bytes, const ShortDigest &digest)
{
    const auto id = known.chunks.find(digest);
    auto there
        = reference(database, "UPDATE chunk_use SET refs = refs + 1 WHERE id = ?1 AND digest = ?2", id, digest);
    if (!there)
        return tl::unexpected(there.error());
    if (*there)
        return *id;
    auto inserted = insertChunk(database, bytes, digest);
    if (inserted)
        known.chunks.set(digest, *inserted);
    return inserted;
}

struct Cut
{
    std::string_view bytes;
    ShortDigest digest{};
};

/** Pieces of a large body with their digests. `whole` becomes the body's own: theirs stand for it, no byte is
 * hashed twice. */
std::vector<Cut> cutUp(std::string_view body, ShortDigest &whole)
{
    std::vector<Cut> cuts;
    std::string digests = "chunks";
    for (std::string_view rest = body; !rest.empty();) {
        const std::string_view bytes = rest.substr(0, firstChunk(rest));
        rest.remove_prefix(bytes.size());
        cuts.push_back({ bytes, digestOf(bytes) });
        digests += bytesOf(cuts.back().digest);
    }
    whole = digestOf(digests);
    return cuts;
}

base::Result<std::int64_t> putNew(
    Database &database, Known &known, std::string_view body, const ShortDigest &digest,
    const std::vector<Cut> &cuts)
{
    if (cuts.empty()) {
        const PackedView packed = packInPlace(body);
        if (auto added = addStoredBytes(database, static_cast<std::int64_t>(packed.data.size())); !added)
            return tl::unexpected(added.error());
        return insertBody(database, digest, body.size(), static_cast<std::int64_t>(packed.codec), packed.data);
    }
    std::string list;
    for (const Cut &cut : cuts) {
        auto chunk = putChunk(database, known, cut.bytes, cut.digest);
        if (!chunk)
            return chunk;
        appendVarint(list, static_cast<std::uint64_t>(*chunk));
    }
    return insertBody(database, digest, body.size(), chunkListCodec, list);
}

/** The chunk `id`, checked against its digest. */
base::Result<ChunkCache::Chunk> loadChunk(Database &database, std::int64_t id)
{
    auto prepared
        = database.cached("SELECT digest, size, codec, data FROM chunk_use JOIN chunk USING (id) WHERE id = ?1");
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
    ChunkCache::Chunk chunk;
    if (bytes)
        chunk = { std::make_shared<const std::string>(*std::move(bytes)), {} };
    const bool matches = bytes && bytesOf(chunk.digest = digestOf(*chunk.bytes)) == statement.blob(0);
    statement.reset();
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (!matches)
        return failure(ErrorCode::Corrupt, "A part of this content does not match its checksum.");
    return chunk;
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

/** A large body from its chunks. */
base::Result<std::string> joinChunks(Database &database, const BodyRow &row, std::size_t size, ChunkCache *cache)
{
    std::string body, digests = "chunks";
    body.reserve(size);
    std::string_view list = row.data;
    bool remembered = false;
    while (!list.empty()) {
        const auto number = takeVarint(list);
        if (!number || body.size() > size)
            return failure(ErrorCode::Corrupt, "The list of the parts of this content is damaged.");
        const auto id = static_cast<std::int64_t>(*number);
        std::optional<ChunkCache::Chunk> chunk = cache ? cache->find(id) : std::nullopt;
        remembered |= chunk.has_value();
        if (!chunk) {
            auto loaded = loadChunk(database, id);
            if (!loaded)
                return tl::unexpected(loaded.error());
            chunk = *std::move(loaded);
            if (cache)
                cache->keep(id, *chunk);
        }
        body += *chunk->bytes;
        digests += bytesOf(chunk->digest);
    }
    // The number of a remembered chunk may have been given to another one since: the body's digest is over theirs.
    if (remembered && (body.size() != size || bytesOf(digestOf(digests)) != row.digest))
        return joinChunks(database, row, size, nullptr);
    if (body.size() != size)
        return failure(ErrorCode::Corrupt, "Parts of this content are missing from the log.");
    return body;
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
    if (auto run = runWithId(database, "UPDATE chunk_use SET refs = refs - 1 WHERE id = ?1", id); !run)
        return tl::unexpected(run.error());
    if (auto run = runWithId(database, "DELETE FROM chunk_use WHERE id = ?1 AND refs <= 0", id); !run)
        return tl::unexpected(run.error());
    if (database.changes() == 0)
        return 0;
    auto prepared = database.cached("DELETE FROM chunk WHERE id = ?1 RETURNING length(data)");
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
    auto known = knownOf(database);
    if (!known)
        return tl::unexpected(known.error());
    std::vector<Cut> cuts;
    ShortDigest digest{};
    if (body.size() > largestInline)
        cuts = cutUp(body, digest);
    else
        digest = digestOf(body);
    const auto id = (*known)->bodies.find(digest);
    auto there = reference(database, "UPDATE body SET refs = refs + 1 WHERE id = ?1 AND digest = ?2", id, digest);
    if (!there)
        return tl::unexpected(there.error());
    if (*there)
        return *id;
    auto inserted = putNew(database, **known, body, digest, cuts);
    if (inserted)
        (*known)->bodies.set(digest, *inserted);
    return inserted;
}

base::Result<std::string> BodyStore::get(Database &database, std::int64_t id, ChunkCache *cache)
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
    if (found.codec == chunkListCodec)
        return joinChunks(database, found, size, cache);
    auto body = unpack(static_cast<Codec>(found.codec), found.data, size);
    if (body && bytesOf(digestOf(*body)) != found.digest)
        return failure(ErrorCode::Corrupt, "This content does not match its checksum.");
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
