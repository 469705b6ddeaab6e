// SPDX-License-Identifier: MIT
#include "requestlog/text_blocks.h"

#include <algorithm>

namespace cachescope::requestlog {

namespace {

using base::Result;
using storage::Database;

/** Blocks kept in memory after a commit: calls end in another order than they began. */
constexpr std::size_t mostKept = 8;

constexpr std::uint32_t lower(char c)
{
    const auto byte = static_cast<std::uint8_t>(c);
    return byte >= 'A' && byte <= 'Z' ? byte + 32U : byte;
}

/** The upper 16 bits of a product with 2^32 over the golden ratio: near numbers fall far apart. */
constexpr std::uint32_t bitOf(std::uint32_t three)
{
    return (three * 2'654'435'769U) >> 16;
}

template <typename Action> void forEachBit(std::string_view text, const Action &action)
{
    if (text.size() < 3)
        return;
    std::uint32_t three = lower(text[0]) << 8 | lower(text[1]);
    for (std::size_t i = 2; i < text.size(); ++i) {
        three = (three << 8 | lower(text[i])) & 0xff'ff'ff;
        action(bitOf(three));
    }
}

} // namespace

void addText(TextBits &bits, std::string_view text)
{
    forEachBit(text, [&bits](std::uint32_t bit) {
        bits[bit >> 3] = static_cast<std::uint8_t>(bits[bit >> 3] | 1U << (bit & 7));
    });
}

bool mayHold(std::string_view bits, std::string_view text)
{
    if (bits.size() != sizeof(TextBits))
        return true;
    bool all = true;
    forEachBit(text, [&](std::uint32_t bit) {
        all = all && (static_cast<std::uint8_t>(bits[bit >> 3]) >> (bit & 7) & 1) != 0;
    });
    return all;
}

Result<> TextBlockWriter::add(Database &database, std::int64_t call, std::string_view text)
{
    if (text.size() < 3)
        return {};
    const std::int64_t number = call / callsPerBlock;
    auto found = m_blocks.find(number);
    if (found == m_blocks.end()) {
        auto select = database.cached("SELECT bits FROM text_block WHERE block = ?1");
        if (!select)
            return tl::unexpected(select.error());
        (*select)->bind(1, number);
        Block block;
        if ((*select)->step()) {
            // Of another size: calls from before there were sums may hold anything.
            if (const std::string_view bits = (*select)->blob(0); bits.size() == block.bits.size())
                std::copy(bits.begin(), bits.end(), block.bits.begin());
            else
                block.bits.fill(0xff);
        } else if (!(*select)->ok()) {
            return tl::unexpected((*select)->error());
        }
        (*select)->reset();
        found = m_blocks.emplace(number, block).first;
    }
    addText(found->second.bits, text);
    found->second.changed = true;
    return {};
}

Result<> TextBlockWriter::write(Database &database)
{
    for (auto &[number, block] : m_blocks) {
        if (!block.changed)
            continue;
        auto replace = database.cached("INSERT OR REPLACE INTO text_block (block, bits) VALUES (?1, ?2)");
        if (!replace)
            return tl::unexpected(replace.error());
        (*replace)->bind(1, number);
        (*replace)->bindBlobInPlace(2, { reinterpret_cast<const char *>(block.bits.data()), block.bits.size() });
        if (auto run = (*replace)->run(); !run)
            return run;
        block.changed = false;
    }
    while (m_blocks.size() > mostKept)
        m_blocks.erase(m_blocks.begin());
    return {};
}

} // namespace cachescope::requestlog
