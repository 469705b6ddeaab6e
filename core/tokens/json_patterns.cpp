// SPDX-License-Identifier: MIT
#include "tokens/json_tokenizer.h"

#include <array>

namespace cachescope::tokens::detail {

namespace {

struct KnownPattern
{
    std::string_view pattern;
    SplitKind kind;
};

constexpr std::array knownPatterns{
    KnownPattern{
        R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
        SplitKind::Cl100k },
    KnownPattern{
        R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
        SplitKind::Qwen2 },
    KnownPattern{
        R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
        SplitKind::Qwen35 },
    KnownPattern{
        R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
        SplitKind::O200k },
    KnownPattern{
        R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
        SplitKind::Tekken },
    KnownPattern{ R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)",
                  SplitKind::Gpt2 },
    KnownPattern{ R"(\p{N}{1,3})", SplitKind::Digits3 },
    KnownPattern{ R"(\p{N})", SplitKind::Digits },
    KnownPattern{ R"(\p{N}+)", SplitKind::DigitRuns },
};

/** Files write line ends in patterns as escapes or as themselves. */
std::string escaped(std::string_view pattern)
{
    std::string text;
    for (const char c : pattern) {
        if (c == '\r')
            text += "\\r";
        else if (c == '\n')
            text += "\\n";
        else
            text += c;
    }
    return text;
}

} // namespace

std::optional<SplitKind> splitOfPattern(std::string_view pattern)
{
    const std::string text = escaped(pattern);
    for (const KnownPattern &known : knownPatterns) {
        if (known.pattern == text)
            return known.kind;
    }
    return std::nullopt;
}

bool isDeepSeekCjkPattern(std::string_view pattern)
{
    return pattern == "[\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF]+";
}

bool isDeepSeekWordPattern(std::string_view pattern)
{
    return escaped(pattern) == patternOfDeepSeekWords();
}

std::string_view patternOfDeepSeekWords()
{
    return R"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
}

std::string_view patternOfSplit(SplitKind kind)
{
    for (const KnownPattern &known : knownPatterns) {
        if (known.kind == kind)
            return known.pattern;
    }
    return {};
}

std::optional<std::string> fromByteAlphabet(std::string_view token)
{
    // Printable Latin-1 stands for itself; the other bytes, in order, are U+0100 and on.
    static const std::array<std::int16_t, 0x144> byteOf = [] {
        std::array<std::int16_t, 0x144> table{};
        table.fill(-1);
        std::size_t next = 0x100;
        for (unsigned byte = 0; byte < 256; ++byte) {
            const bool itself = (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
            table[itself ? byte : next++] = static_cast<std::int16_t>(byte);
        }
        return table;
    }();
    std::string bytes;
    for (std::size_t at = 0; at < token.size();) {
        const Character c = decode(reinterpret_cast<Bytes>(token.data()) + at);
        if (c.codePoint >= byteOf.size() || byteOf[c.codePoint] < 0)
            return std::nullopt;
        bytes.push_back(static_cast<char>(byteOf[c.codePoint]));
        at += c.length;
    }
    return bytes;
}

} // namespace cachescope::tokens::detail
