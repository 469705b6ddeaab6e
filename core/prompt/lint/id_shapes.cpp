// SPDX-License-Identifier: MIT
#include "prompt/lint/id_shapes.h"

#include "prompt/lint/scan.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cachescope::prompt {

namespace {

using scan::isAlnum;
using scan::isAlpha;
using scan::isDigit;
using scan::isHex;
using scan::isLower;
using scan::isUpper;

constexpr std::size_t longestId = 128; ///< Longer runs are data, not ids.
constexpr std::size_t shortestHex = 12;
constexpr std::size_t certainHex = 24;
constexpr std::size_t shortestRandom = 12;
constexpr std::size_t certainRandom = 18;
constexpr double leastEntropy = 3.0;

bool isUuid(std::string_view word)
{
    if (word.size() != 36)
        return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        if (isDash ? word[i] != '-' : !isHex(word[i]))
            return false;
    }
    // All zeros or all ones are names for "none" and "any".
    return std::ranges::count_if(word, [&](char c) { return c != '-' && c != word.front(); }) > 3;
}

/** 26 characters of Crockford's base 32, the first at most 7. */
bool isUlid(std::string_view word)
{
    if (word.size() != 26 || word.front() < '0' || word.front() > '7')
        return false;
    const bool fits = std::ranges::all_of(
        word, [](char c) { return isDigit(c) || (isUpper(c) && c != 'I' && c != 'L' && c != 'O' && c != 'U'); });
    return fits && std::ranges::any_of(word, isUpper);
}

bool isHexId(std::string_view word)
{
    if (word.starts_with("0x"))
        word.remove_prefix(2);
    if (word.size() < shortestHex || word.size() > longestId || !std::ranges::all_of(word, isHex))
        return false;
    const auto digits = std::ranges::count_if(word, isDigit);
    const bool mixesCase = std::ranges::any_of(word, isUpper) && std::ranges::any_of(word, isLower);
    const auto letters = static_cast<std::ptrdiff_t>(word.size()) - digits;
    return digits >= 2 && letters >= 2 && !mixesCase && entropyPerCharacter(word) > 2.5;
}

int classOf(char c)
{
    return isDigit(c) ? 0 : isUpper(c) ? 1 : isLower(c) ? 2 : 3;
}

/** How often letters and digits, or cases, take turns. "Camel" and "Case" begin words and are no turn. */
int turns(std::string_view piece)
{
    int count = 0;
    for (std::size_t i = 1; i < piece.size(); ++i) {
        const int before = classOf(piece[i - 1]);
        const int here = classOf(piece[i]);
        const bool beginsWord = before == 1 && here == 2;
        count += before != here && !beginsWord ? 1 : 0;
    }
    return count;
}

/** A piece between '-' and '_' that is a word, a number or a short mix such as "v2" or "4o". */
bool isPlain(std::string_view piece)
{
    const auto digits = std::ranges::count_if(piece, isDigit);
    if (digits == 0 || digits == static_cast<std::ptrdiff_t>(piece.size()))
        return turns(piece) < 4 || static_cast<std::size_t>(turns(piece)) * 4 < piece.size();
    return piece.size() < 8 || turns(piece) <= 2;
}

bool isIdPrefix(std::string_view prefix)
{
    static constexpr auto prefixes = std::to_array<std::string_view>({
        "req", "request",  "sess", "session", "trace", "span",         "run",  "thread",
        "msg", "message",  "call", "toolu",   "conv",  "conversation", "corr", "job",
        "txn", "chatcmpl", "resp", "evt",     "cid",   "rid",
    });
    return std::ranges::find(prefixes, prefix) != prefixes.end();
}

/** "req_8f3kd92ms0" and "run-01HXYZ…": a known beginning and something generated behind it. */
bool isPrefixedId(std::string_view word)
{
    const std::size_t separator = word.find_first_of("_-");
    if (separator == std::string_view::npos || !isIdPrefix(word.substr(0, separator)))
        return false;
    const std::string_view rest = word.substr(separator + 1);
    const auto digits = std::ranges::count_if(rest, isDigit);
    return rest.size() >= 8 && digits >= 2 && digits < static_cast<std::ptrdiff_t>(rest.size()) && turns(rest) >= 3
        && rest.find('_') == std::string_view::npos;
}

std::string_view wordAt(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    const auto goesOn = [](char c) { return isAlnum(c) || c == '_' || c == '-'; };
    while (end < text.size() && end - at <= longestId && goesOn(text[end]))
        ++end;
    // Base64 goes on with what no word has inside.
    if (end < text.size() && (text[end] == '+' || text[end] == '/' || text[end] == '=')) {
        std::size_t further = end;
        while (further < text.size() && further - at <= longestId
               && (goesOn(text[further]) || text[further] == '+' || text[further] == '/' || text[further] == '='))
            ++further;
        if (looksRandom(text.substr(at, further - at)))
            end = further;
    }
    while (end > at && (text[end - 1] == '-' || text[end - 1] == '_'))
        --end;
    return text.substr(at, end - at);
}

} // namespace

double entropyPerCharacter(std::string_view word)
{
    std::array<int, 256> counts{};
    for (const char c : word)
        ++counts[static_cast<unsigned char>(c)];
    double bits = 0;
    for (const int count : counts) {
        if (count == 0)
            continue;
        const double share = static_cast<double>(count) / static_cast<double>(word.size());
        bits -= share * std::log2(share);
    }
    return bits;
}

bool looksRandom(std::string_view word)
{
    if (word.size() < shortestRandom || word.size() > longestId)
        return false;
    const auto digits = std::ranges::count_if(word, isDigit);
    const auto letters = std::ranges::count_if(word, isAlpha);
    if (digits < 2 || letters < 3 || entropyPerCharacter(word) < leastEntropy)
        return false;
    bool allPlain = true;
    int changes = 0;
    for (std::size_t begin = 0; begin <= word.size();) {
        const std::size_t end = std::min(word.find_first_of("-_/+=.", begin), word.size());
        const std::string_view piece = word.substr(begin, end - begin);
        if (!piece.empty()) {
            allPlain &= isPlain(piece);
            changes += turns(piece);
        }
        begin = end + 1;
    }
    return !allPlain && static_cast<std::size_t>(changes) * 5 >= word.size();
}

IdShape idAt(std::string_view text, std::size_t at)
{
    if (at > 0 && (isAlnum(text[at - 1]) || text[at - 1] == '_'))
        return {};
    const std::string_view word = wordAt(text, at);
    if (word.size() < 8)
        return {};
    if (isUuid(word))
        return { "UUID", word.size(), true };
    if (isUlid(word))
        return { "ULID", word.size(), true };
    if (isHexId(word))
        return { "hex id", word.size(), word.size() >= certainHex };
    if (isPrefixedId(word))
        return { "request id", word.size(), true };
    if (looksRandom(word)) {
        const bool isBase64 = word.find_first_of("+/=") != std::string_view::npos;
        return { isBase64 ? "base64 id" : "random-looking id", word.size(), word.size() >= certainRandom };
    }
    return {};
}

} // namespace cachescope::prompt
