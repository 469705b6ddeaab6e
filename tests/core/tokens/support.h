// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/tokenizer.h"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::tokens::test {

/** One golden vector: what the reference implementation makes of a text. */
struct Vector
{
    std::string encoding;
    std::string text;
    std::vector<std::uint32_t> tokens;
};

/** The lines of tests/core/tokens/golden/`file` (.jsonl or .jsonl.xz); empty when it cannot be read. */
std::vector<Vector> goldenVectors(const std::string &file);
/** A whole file, unpacked if its name ends in .xz; empty when it cannot be read. */
std::string readFile(const std::string &path);
std::string unpackXz(const std::string &packed);

/** Random text that leans to what splitting rules care about: words, digits, blanks, marks, quotes, all scripts. */
std::string randomText(std::mt19937_64 &random, std::size_t characters);

TokenizerPtr tokenizerOrFail(std::string_view name);
std::vector<std::uint32_t> idsOf(
    const Tokenizer &tokenizer, std::string_view text, SpecialTokens special = SpecialTokens::AsText);

} // namespace cachescope::tokens::test
