// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <ostream>
#include <utility>
#include <vector>

/** `values` as a C++ array. */
inline void writeArray(std::ostream &out, const char *type, const char *name, const std::vector<unsigned> &values)
{
    out << "constexpr std::array<" << type << ", " << values.size() << "> " << name << " {";
    for (std::size_t i = 0; i < values.size(); ++i)
        out << (i % 32 == 0 ? "\n" : "") << values[i] << ',';
    out << "\n};\n";
}

/** A table in two stages, blocks of 128 entries: equal blocks are kept once. Index first, then the blocks. */
inline std::pair<std::vector<unsigned>, std::vector<unsigned>> inTwoStages(const std::vector<unsigned> &table)
{
    constexpr std::size_t blockSize = 128;
    std::map<std::vector<unsigned>, unsigned> known;
    std::vector<unsigned> index;
    std::vector<unsigned> blocks;
    for (std::size_t start = 0; start < table.size(); start += blockSize) {
        const auto first = table.begin() + static_cast<std::ptrdiff_t>(start);
        const std::vector<unsigned> block(first, first + blockSize);
        const auto [place, isNew] = known.try_emplace(block, static_cast<unsigned>(known.size()));
        if (isNew)
            blocks.insert(blocks.end(), block.begin(), block.end());
        index.push_back(place->second);
    }
    return { index, blocks };
}
