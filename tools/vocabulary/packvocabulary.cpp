// SPDX-License-Identifier: MIT
// Build-time tool: packs a .tiktoken.xz vocabulary into the form that core/tokens embeds (packed_format.h).
//   packvocabulary vocabulary FILE.tiktoken.xz SHA256 OUTPUT
//   packvocabulary classes unicode16_classes.txt OUTPUT
//   packvocabulary nfc nfc16.txt OUTPUT
#include "pack.h"

#include "base/digest.h"
#include "tokens/merge_tables.h"
#include "tokens/packed_format.h"
#include "tokens/trie.h"
#include "tokens/vocabulary.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <lzma.h>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

using namespace cachescope;
using tokens::detail::MergeTables;
using tokens::detail::noRank;
using tokens::detail::PackedHead;
using tokens::detail::ShortKey;
using tokens::detail::Split;

std::string unpack(const std::string &packed)
{
    std::string out(std::size_t{ 8 } << 20, '\0');
    std::uint64_t memoryLimit = std::uint64_t{ 256 } << 20;
    std::size_t inPosition = 0;
    std::size_t outPosition = 0;
    const lzma_ret result = lzma_stream_buffer_decode(
        &memoryLimit, 0, nullptr, reinterpret_cast<const std::uint8_t *>(packed.data()), &inPosition, packed.size(),
        reinterpret_cast<std::uint8_t *>(out.data()), &outPosition, out.size());
    out.resize(result == LZMA_OK ? outPosition : 0);
    return out;
}

std::string fromBase64(const char *begin, const char *end)
{
    static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    unsigned count = 0;
    for (; begin != end && *begin != '='; ++begin) {
        bits = (bits << 6) | static_cast<unsigned>(alphabet.find(*begin));
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.push_back(static_cast<char>((bits >> count) & 0xFFU));
        }
    }
    return out;
}

/** Tokens by rank; unused ranks are empty. */
std::vector<std::string> parse(const std::string &text)
{
    std::vector<std::string> tokens;
    std::size_t position = 0;
    while (position < text.size()) {
        const std::size_t blank = text.find(' ', position);
        const std::size_t newline = text.find('\n', position);
        if (blank == std::string::npos || newline == std::string::npos || blank > newline)
            return {};
        const std::size_t rank = std::stoul(text.substr(blank + 1, newline - blank - 1));
        if (rank >= tokens.size())
            tokens.resize(rank + 1);
        tokens[rank] = fromBase64(text.data() + position, text.data() + blank);
        position = newline + 1;
    }
    return tokens;
}

/** The last merge of each token; false when a token cannot be reached by merges. */
bool findSplits(const std::vector<std::string> &tokens, MergeTables &tables)
{
    std::unordered_map<std::string_view, std::uint32_t> known;
    tables.reserve(tokens.size(), tokens.size());
    const auto rankOf = [&known](std::string_view bytes) {
        const auto found = known.find(bytes);
        return found == known.end() ? noRank : found->second;
    };
    for (std::uint32_t rank = 0; rank < tokens.size(); ++rank) {
        const std::string_view token = tokens[rank];
        bool made = token.size() <= 1;
        if (made)
            tables.addAtom(rank);
        for (std::size_t cut = 1; cut < token.size() && !made; ++cut) {
            const std::uint32_t left = rankOf(token.substr(0, cut));
            const std::uint32_t right = rankOf(token.substr(cut));
            made = left != noRank && right != noRank && tables.canFollow(left, right);
            if (made)
                tables.addMerge(left, right, rank);
        }
        if (!made || token.size() > 255) {
            std::fprintf(stderr, "rank %u cannot be reached by merges\n", rank);
            return false;
        }
        if (!token.empty())
            known.emplace(token, rank);
    }
    return !tokens.empty();
}

/** Ranks in the order of their places in the table of short tokens. */
std::vector<std::uint32_t> orderOfShort(const std::vector<std::string> &tokens)
{
    std::vector<std::pair<std::uint64_t, std::uint32_t>> places;
    for (std::uint32_t rank = 0; rank < tokens.size(); ++rank) {
        const std::string &token = tokens[rank];
        if (!token.empty() && token.size() <= ShortKey::maxLength) {
            const auto *const bytes = reinterpret_cast<const std::uint8_t *>(token.data());
            places.emplace_back(ShortKey::fromExact(bytes, token.size()).hash(), rank);
        }
    }
    const unsigned shift = 64 - tokens::detail::Vocabulary::bucketBits(places.size());
    for (auto &[place, rank] : places)
        place >>= shift;
    std::sort(places.begin(), places.end());
    std::vector<std::uint32_t> order;
    for (const auto &[place, rank] : places)
        order.push_back(rank);
    return order;
}

/** Ranks made by merges in the order of their places in the table that the program will make. */
std::vector<std::uint32_t> orderOfMerges(const std::vector<std::string> &tokens, const std::vector<Split> &splits)
{
    std::vector<std::uint32_t> order;
    for (std::uint32_t rank = 0; rank < tokens.size(); ++rank) {
        if (tokens[rank].size() > 1)
            order.push_back(rank);
    }
    MergeTables tables;
    tables.reserve(tokens.size(), order.size());
    tables.setSplits(splits.data(), splits.size());
    std::sort(order.begin(), order.end(), [&tables](std::uint32_t a, std::uint32_t b) {
        return tables.placeOf(a) < tables.placeOf(b);
    });
    return order;
}

void writePadded(std::ofstream &out, const void *data, std::size_t size)
{
    static constexpr std::array<char, 4> zeros{};
    out.write(static_cast<const char *>(data), static_cast<std::streamsize>(size));
    out.write(zeros.data(), static_cast<std::streamsize>(tokens::detail::paddedTo4(size) - size));
}

template <typename Item> void writeItems(std::ofstream &out, const std::vector<Item> &items)
{
    writePadded(out, items.data(), items.size() * sizeof(Item));
}

bool writePacked(
    const char *path, const std::vector<std::string> &tokens, const MergeTables &tables, const base::Digest &digest)
{
    std::vector<std::pair<std::string_view, std::uint32_t>> keys;
    std::vector<std::uint8_t> lengths;
    std::vector<Split> splits;
    std::string bytes;
    for (std::uint32_t rank = 0; rank < tokens.size(); ++rank) {
        lengths.push_back(static_cast<std::uint8_t>(tokens[rank].size()));
        splits.push_back(tables.split(rank));
        bytes += tokens[rank];
        if (!tokens[rank].empty())
            keys.emplace_back(tokens[rank], rank);
    }
    std::sort(keys.begin(), keys.end());
    const tokens::detail::TrieArrays trie = tokens::detail::buildTrie(keys);
    const std::vector<std::uint32_t> shortOrder = orderOfShort(tokens);
    const std::vector<std::uint32_t> mergeOrder = orderOfMerges(tokens, splits);
    PackedHead head;
    head.ranks = static_cast<std::uint32_t>(tokens.size());
    head.byteCount = static_cast<std::uint32_t>(bytes.size());
    head.units = static_cast<std::uint32_t>(trie.units.size());
    head.shortCount = static_cast<std::uint32_t>(shortOrder.size());
    head.mergeCount = static_cast<std::uint32_t>(mergeOrder.size());
    head.sha256 = digest;
    std::ofstream out(path, std::ios::binary);
    writePadded(out, &head, sizeof head);
    writeItems(out, lengths);
    writePadded(out, bytes.data(), bytes.size());
    writeItems(out, splits);
    writeItems(out, shortOrder);
    writeItems(out, mergeOrder);
    writeItems(out, trie.units);
    writeItems(out, trie.values);
    return !trie.units.empty() && out.good();
}

int packVocabulary(const char *input, std::string_view sha256, const char *output)
{
    std::ifstream file(input, std::ios::binary);
    const std::string packed{ std::istreambuf_iterator<char>(file), {} };
    const std::string text = unpack(packed);
    const base::Digest digest = base::sha256(text);
    if (base::toHex(digest) != sha256) {
        std::fprintf(
            stderr, "%s: unpacks to SHA-256 %s, expected %s\n", input, base::toHex(digest).c_str(),
            std::string(sha256).c_str());
        return 1;
    }
    const std::vector<std::string> tokens = parse(text);
    MergeTables tables;
    return findSplits(tokens, tables) && writePacked(output, tokens, tables, digest) ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 5 && std::strcmp(argv[1], "vocabulary") == 0)
        return packVocabulary(argv[2], argv[3], argv[4]);
    if (argc == 4 && std::strcmp(argv[1], "classes") == 0)
        return packClasses(argv[2], argv[3]);
    if (argc == 4 && std::strcmp(argv[1], "nfc") == 0)
        return packNfc(argv[2], argv[3]);
    std::fputs(
        "usage: packvocabulary vocabulary FILE SHA256 OUTPUT | classes FILE OUTPUT | nfc FILE OUTPUT\n", stderr);
    return 2;
}
