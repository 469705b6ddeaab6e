// SPDX-License-Identifier: MIT
#include "prompt/chunk/bm25.h"

#include <algorithm>
#include <cmath>

namespace cachescope::prompt {

namespace {

constexpr double k1 = 1.2;
constexpr double b = 0.75;

struct Character
{
    char32_t code = 0;
    std::size_t bytes = 1;
};

Character characterAt(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
    const char32_t lead = byte(at);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length == 1 || at + length > text.size())
        return { lead, 1 };
    char32_t code = lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i)
        code = (code << 6) | (byte(at + i) & 0x3fU);
    return { code, length };
}

bool isLetterOrDigit(char32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    const bool punctuation = (c < 0xc0 && c != 0xaa && c != 0xb5 && c != 0xba) || c == 0xd7 || c == 0xf7
        || (c >= 0x2000 && c <= 0x2bff) || (c >= 0x3000 && c <= 0x3004) || (c >= 0x3008 && c <= 0x3020)
        || (c >= 0xff00 && c <= 0xff0f) || (c >= 0xff1a && c <= 0xff20) || c == 0xfeff;
    return !punctuation;
}

/** Scripts that put no blanks between words. */
bool isUnspaced(char32_t c)
{
    return (c >= 0x0e00 && c <= 0x0eff) || (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff)
        || (c >= 0x20000 && c <= 0x3ffff);
}

char32_t folded(char32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9)
        || (c >= 0x410 && c <= 0x42f))
        return c + 0x20;
    if (c >= 0x400 && c <= 0x40f)
        return c + 0x50;
    const bool evenIsCapital = (c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177);
    const bool oddIsCapital = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
    if ((evenIsCapital && c % 2 == 0) || (oddIsCapital && c % 2 == 1))
        return c + 1;
    return c;
}

void append(char32_t c, std::string &out)
{
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80)
        return put(c);
    if (c < 0x800) {
        put(0xc0 | (c >> 6));
    } else {
        if (c < 0x10000) {
            put(0xe0 | (c >> 12));
        } else {
            put(0xf0 | (c >> 18));
            put(0x80 | ((c >> 12) & 0x3f));
        }
        put(0x80 | ((c >> 6) & 0x3f));
    }
    put(0x80 | (c & 0x3f));
}

} // namespace

void eachWord(std::string_view text, const std::function<void(std::string_view)> &each)
{
    std::string word, previous; // `previous` is the unspaced character just before.
    const auto end = [&] {
        if (!word.empty())
            each(word);
        word.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        at += character.bytes;
        if (isUnspaced(character.code)) {
            end();
            append(character.code, word);
            const std::string single = word;
            end();
            if (!previous.empty())
                each(previous + single);
            previous = single;
            continue;
        }
        previous.clear();
        if (isLetterOrDigit(character.code))
            append(folded(character.code), word);
        else
            end();
    }
    end();
}

Bm25::Bm25(std::string_view query)
{
    eachWord(query, [this](std::string_view word) { m_words.emplace(word, m_words.size()); });
}

void Bm25::addText(std::string_view text)
{
    Counted counted;
    counted.occurrences.resize(m_words.size());
    std::string key;
    eachWord(text, [&](std::string_view word) {
        ++counted.words;
        key = word;
        if (const auto known = m_words.find(key); known != m_words.end())
            ++counted.occurrences[known->second];
    });
    m_texts.push_back(std::move(counted));
}

std::vector<Bm25::Ranked> Bm25::best(std::size_t count) const
{
    const auto texts = static_cast<double>(m_texts.size());
    double words = 0;
    std::vector<double> holding(m_words.size());
    for (const Counted &text : m_texts) {
        words += static_cast<double>(text.words);
        for (std::size_t i = 0; i < holding.size(); ++i)
            holding[i] += text.occurrences[i] > 0 ? 1 : 0;
    }
    const double average = texts > 0 ? std::max(1.0, words / texts) : 1;
    std::vector<Ranked> ranked;
    for (std::size_t index = 0; index < m_texts.size(); ++index) {
        const Counted &text = m_texts[index];
        const double length = k1 * (1 - b + b * static_cast<double>(text.words) / average);
        double score = 0;
        for (std::size_t i = 0; i < holding.size(); ++i) {
            const double times = text.occurrences[i];
            const double rarity = std::log(1 + (texts - holding[i] + 0.5) / (holding[i] + 0.5));
            score += rarity * times * (k1 + 1) / (times + length);
        }
        if (score > 0)
            ranked.push_back({ index, score });
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const Ranked &left, const Ranked &right) {
        return left.score > right.score;
    });
    ranked.resize(std::min(ranked.size(), count));
    return ranked;
}

} // namespace cachescope::prompt
