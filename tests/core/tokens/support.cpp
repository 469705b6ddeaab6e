// SPDX-License-Identifier: MIT
#include "support.h"

#include "tokens/utf8.h"

#include <array>
#include <fstream>
#include <iterator>
#include <lzma.h>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace cachescope::tokens::test {

std::string unpackXz(const std::string &packed)
{
    std::string out(std::size_t{ 16 } << 20, '\0');
    std::uint64_t memoryLimit = std::uint64_t{ 256 } << 20;
    std::size_t in = 0;
    std::size_t size = 0;
    const lzma_ret result = lzma_stream_buffer_decode(
        &memoryLimit, 0, nullptr, reinterpret_cast<const std::uint8_t *>(packed.data()), &in, packed.size(),
        reinterpret_cast<std::uint8_t *>(out.data()), &size, out.size());
    out.resize(result == LZMA_OK ? size : 0);
    return out;
}

std::string readFile(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    std::string content{ std::istreambuf_iterator<char>(file), {} };
    return path.ends_with(".xz") ? unpackXz(content) : content;
}

std::vector<Vector> goldenVectors(const std::string &file)
{
    const std::string content = readFile(CACHESCOPE_SOURCE_DIR "/tests/core/tokens/golden/" + file);
    std::vector<Vector> vectors;
    std::size_t position = 0;
    while (position < content.size()) {
        const std::size_t newline = content.find('\n', position);
        const auto json = nlohmann::json::parse(content.substr(position, newline - position));
        vectors.push_back({ json.value("encoding", std::string()), json.at("text"), json.at("tokens") });
        position = newline + 1;
    }
    return vectors;
}

namespace {

std::uint32_t randomCodePoint(std::mt19937_64 &random)
{
    static constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 22> ranges{ {
        { 'a', 'z' },       { 'a', 'z' },         { 'A', 'Z' },     { '0', '9' },       { 0x20, 0x20 },
        { 0x20, 0x20 },     { 0x21, 0x2F },       { 0x27, 0x27 },   { 0x09, 0x0D },     { 0x0A, 0x0A },
        { 0x00, 0x1F },     { 0xA0, 0x17F },      { 0x17F, 0x17F }, { 0x1C0, 0x250 },   { 0x300, 0x36F },
        { 0x400, 0x45F },   { 0x600, 0x6FF },     { 0x900, 0x97F }, { 0x2000, 0x206F }, { 0x3040, 0x30FF },
        { 0x4E00, 0x9FFF }, { 0x1F300, 0x1F64F },
    } };
    if (random() % 64 == 0) {
        const auto any = static_cast<std::uint32_t>(random() % 0x110000);
        return any >= 0xD800 && any < 0xE000 ? 0xFFFD : any;
    }
    const auto &[first, last] = ranges[random() % ranges.size()];
    return first + static_cast<std::uint32_t>(random() % (last - first + 1));
}

} // namespace

std::string randomText(std::mt19937_64 &random, std::size_t characters)
{
    static constexpr std::array<std::string_view, 14> phrases{
        "don't ",      "HTTPServer", "  \n\n\t", "we'LL",           " the ",         "\r\n",      "你好，世界。",
        "naïve café ", "12345678",   "://",      "    return x;\n", "<|endoftext|>", "'\xC5\xBF", "e\xCC\x81"
    };
    std::string text;
    for (std::size_t i = 0; i < characters; ++i) {
        if (random() % 6 == 0)
            text += phrases[random() % phrases.size()];
        else
            detail::appendUtf8(text, randomCodePoint(random));
    }
    return text;
}

TokenizerPtr tokenizerOrFail(std::string_view name)
{
    auto result = encoding(name);
    if (!result)
        throw std::runtime_error(result.error().message);
    return *result;
}

std::vector<std::uint32_t> idsOf(const Tokenizer &tokenizer, std::string_view text, SpecialTokens special)
{
    std::vector<std::uint32_t> ids;
    tokenizer.encodeIds(text, ids, special);
    return ids;
}

} // namespace cachescope::tokens::test
