// SPDX-License-Identifier: MIT
// Turns nfc16.txt into the tables that core/tokens/nfc.cpp includes.
#include "pack.h"
#include "table_text.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct NfcData
{
    std::map<unsigned, unsigned> classes;
    std::map<unsigned, std::vector<unsigned>> decompositions;
    std::map<std::pair<unsigned, unsigned>, unsigned> compositions;
};

bool readNfc(const char *path, NfcData &data)
{
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line)) {
        if (line.empty() || line[0] == '#')
            continue;
        std::istringstream words(line);
        std::string kind;
        unsigned first = 0;
        words >> kind >> std::hex >> first;
        std::vector<unsigned> rest;
        if (kind == "ccc")
            words >> std::dec;
        for (unsigned value = 0; words >> value;)
            rest.push_back(value);
        if (kind == "ccc" && rest.size() == 1)
            data.classes[first] = rest[0];
        else if (kind == "dec" && !rest.empty())
            data.decompositions[first] = rest;
        else if (kind == "com" && rest.size() == 2)
            data.compositions[{ first, rest[0] }] = rest[1];
        else
            return false;
    }
    return file.eof() && !data.compositions.empty();
}

/** 0: never changes and never joins what is before; 1: must be looked at. */
std::vector<unsigned> marksOf(const NfcData &data)
{
    std::vector<unsigned> marks(0x110000, 0);
    for (const auto &[codePoint, value] : data.classes)
        marks[codePoint] = 1;
    std::vector<bool> composed(0x110000, false);
    for (const auto &[pair, result] : data.compositions) {
        marks[pair.second] = 1;
        composed[result] = true;
    }
    for (const auto &[codePoint, parts] : data.decompositions)
        marks[codePoint] = composed[codePoint] ? marks[codePoint] : 1;
    for (unsigned jamo = 0x1161; jamo <= 0x11C2; ++jamo)
        marks[jamo] = 1;
    return marks;
}

} // namespace

int packNfc(const char *input, const char *output)
{
    NfcData data;
    if (!readNfc(input, data)) {
        std::fprintf(stderr, "%s: not a normalisation table\n", input);
        return 1;
    }
    const auto [index, blocks] = inTwoStages(marksOf(data));
    std::vector<unsigned> classes;
    for (const auto &[codePoint, value] : data.classes)
        classes.insert(classes.end(), { codePoint, value });
    std::vector<unsigned> places;
    std::vector<unsigned> pool;
    for (const auto &[codePoint, parts] : data.decompositions) {
        places.insert(
            places.end(), { codePoint, static_cast<unsigned>(pool.size()), static_cast<unsigned>(parts.size()) });
        pool.insert(pool.end(), parts.begin(), parts.end());
    }
    std::vector<unsigned> pairs;
    for (const auto &[pair, composed] : data.compositions)
        pairs.insert(pairs.end(), { pair.first, pair.second, composed });
    std::ofstream out(output);
    out << "// Made by packvocabulary from nfc16.txt.\n";
    writeArray(out, "std::uint8_t", "markBlockIndex", index);
    writeArray(out, "std::uint8_t", "markBlocks", blocks);
    writeArray(out, "std::uint32_t", "classPairs", classes);
    writeArray(out, "std::uint32_t", "decompositionPlaces", places);
    writeArray(out, "std::uint32_t", "decompositionPool", pool);
    writeArray(out, "std::uint32_t", "compositionTriples", pairs);
    return out.good() ? 0 : 1;
}
