// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"
#include "base/result.h"
#include "storage/chunk_cache.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::storage {

/**
 * Bodies, content-addressed and cut at content-defined borders, each chunk compressed with zstd and stored once: a
 * conversation that repeats its own beginning costs only its new end. Bodies of up to 1 KB are stored whole.
 * Writing happens in a WriteQueue job (a failed call is undone with the job), reading on any connection. Reference
 * counts live in the database.
 */
class BodyStore
{
public:
    /** Stores (or finds) `body`; returns the id for `request.request_body`/`response_body`. Empty bodies have id 0.
     * Each put is one reference. */
    static base::Result<std::int64_t> put(Database &database, std::string_view body);
    /** The whole body; NotFound when it was cleaned up, Corrupt when a chunk is missing or does not match its
     * digest. With `cache`, chunks that were read lately are not read and unpacked again. */
    static base::Result<std::string> get(Database &database, std::int64_t id, ChunkCache *cache = nullptr);
    /** Gives one reference back; the last one removes the body and the chunks that no other body has. Ids up to 0
     * are allowed and mean nothing. */
    static base::Result<> release(Database &database, std::int64_t id);
    /** Bytes on disk of all chunks and whole bodies. Constant time. */
    static base::Result<std::int64_t> storedBytes(Database &database);
};

} // namespace cachescope::storage
