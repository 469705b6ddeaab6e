// SPDX-License-Identifier: MIT
#pragma once

#include "storage/database.h"

#include <array>
#include <cstdint>
#include <map>
#include <string_view>

namespace cachescope::requestlog {

/** Calls whose texts one row of `text_block` sums up: ids from block * callsPerBlock on. */
inline constexpr std::int64_t callsPerBlock = 1'024;

/** A bit for each three neighbouring bytes (ASCII letters in lower case) of the block's texts. */
using TextBits = std::array<std::uint8_t, 8'192>;

/** Marks all that `text` holds. */
void addText(TextBits &bits, std::string_view text);
/** False: none of the block's texts holds `text`. `bits` as stored. */
bool mayHold(std::string_view bits, std::string_view text);

/**
 * Sums up what the texts of neighbouring calls hold (first text, error, note), so that a search passes over the
 * blocks that cannot hold its words. Bits are never taken back: what was removed costs a look in vain. Writer
 * thread.
 */
class TextBlockWriter
{
public:
    base::Result<> add(storage::Database &database, std::int64_t call, std::string_view text);
    /** Before the commit. */
    base::Result<> write(storage::Database &database);
    /** The transaction was rolled back. */
    void forget() { m_blocks.clear(); }

private:
    struct Block
    {
        TextBits bits{};
        bool changed = false;
    };
    std::map<std::int64_t, Block> m_blocks;
};

} // namespace cachescope::requestlog
