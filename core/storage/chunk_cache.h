// SPDX-License-Identifier: MIT
#pragma once

#include "storage/digest_memory.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace cachescope::storage {

/** Unpacked chunks that were read lately, for readers of many bodies that have much in common. Thread-safe; may be
 * shared by readers of one file. */
class ChunkCache
{
public:
    struct Chunk
    {
        std::shared_ptr<const std::string> bytes;
        ShortDigest digest{}; ///< Of the bytes.
    };
    explicit ChunkCache(std::size_t mostBytes)
        : m_mostBytes(mostBytes)
    { }

    std::optional<Chunk> find(std::int64_t id);
    /** The ones that were not asked for longest go. */
    void keep(std::int64_t id, Chunk chunk);

private:
    struct Kept
    {
        std::int64_t id = 0;
        Chunk chunk;
    };
    const std::size_t m_mostBytes;
    std::mutex m_mutex; // guards all below
    std::list<Kept> m_kept; ///< Latest first.
    std::unordered_map<std::int64_t, std::list<Kept>::iterator> m_byId;
    std::size_t m_bytes = 0;
};

} // namespace cachescope::storage
