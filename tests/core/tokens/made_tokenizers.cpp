// SPDX-License-Identifier: MIT
#include "made_tokenizers.h"

#include "tokens/json_tokenizer.h"
#include "tokens/utf8.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>

namespace cachescope::tokens::test {

namespace {

using nlohmann::json;

constexpr std::string_view block = "\u2581";
constexpr std::string_view sample
    = "the quick brown fox doesn't jump over the lazy dog, then they thought that the other thing was there\n"
      "    return that->thing(theory, 1234567890);\n\n  if (they == 'them') { think(); }\n"
      "aaaaaaaa aaaa abababab cafe\u0301 caf\u00E9 na\u00EFve "
      "\u4F60\u597D\uFF0C\u4E16\u754C\u4F60\u597D\u4E16\u754C "
      "\uD55C\uAD6D\uC5B4 the end of the thing";

enum class Symbols
{
    Bytes,
    Characters
};

/** The characters of tokenizer.json's byte alphabet, by byte. */
std::string alphabetOf(unsigned char byte)
{
    for (std::uint32_t c = 0x21; c < 0x144; ++c) {
        std::string text;
        detail::appendUtf8(text, c);
        if (const auto bytes = detail::fromByteAlphabet(text);
            bytes && static_cast<unsigned char>((*bytes)[0]) == byte)
            return text;
    }
    return {};
}

std::vector<std::string> symbolsOf(Symbols kind)
{
    std::vector<std::string> result;
    for (std::size_t at = 0; at < sample.size();) {
        if (kind == Symbols::Bytes) {
            result.push_back(alphabetOf(static_cast<unsigned char>(sample[at++])));
            continue;
        }
        const unsigned length = detail::decode(reinterpret_cast<const std::uint8_t *>(sample.data()) + at).length;
        const std::string text(sample.substr(at, length));
        result.push_back(text == " " ? std::string(block) : text);
        at += length;
    }
    return result;
}

/** Whether a merge of the two is wanted: SentencePiece models have none across the beginning of a word or line. */
bool mayMerge(const std::string &left, const std::string &right, Symbols kind, bool acrossBlanks)
{
    if (acrossBlanks)
        return true;
    const std::string blank = kind == Symbols::Bytes ? alphabetOf(' ') : std::string(block);
    const bool isBlanks = left.find_first_not_of(blank) == std::string::npos;
    const bool hasLineEnd = left.find('\n') != std::string::npos || right.find('\n') != std::string::npos;
    return !hasLineEnd && (right.find(blank) == std::string::npos || isBlanks);
}

/** Vocabulary and merges as training on the sample gives them. */
json trainedModel(Symbols kind, bool acrossBlanks)
{
    std::vector<std::string> text = symbolsOf(kind);
    json vocabulary = json::object();
    std::uint32_t id = 0;
    const auto add = [&](const std::string &token) {
        if (!vocabulary.contains(token))
            vocabulary[token] = id++;
    };
    for (unsigned byte = 0; kind == Symbols::Bytes && byte < 256; ++byte)
        add(alphabetOf(static_cast<unsigned char>(byte)));
    for (const std::string &symbol : text)
        add(symbol);
    json merges = json::array();
    for (int i = 0; i < 250; ++i) {
        std::map<std::pair<std::string, std::string>, int> counts;
        for (std::size_t at = 0; at + 1 < text.size(); ++at) {
            if (mayMerge(text[at], text[at + 1], kind, acrossBlanks))
                ++counts[{ text[at], text[at + 1] }];
        }
        const auto best = std::max_element(
            counts.begin(), counts.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
        if (best == counts.end())
            break;
        const auto [left, right] = best->first;
        merges.push_back({ left, right });
        add(left + right);
        std::vector<std::string> merged;
        for (std::size_t at = 0; at < text.size(); ++at) {
            const bool joins = at + 1 < text.size() && text[at] == left && text[at + 1] == right;
            merged.push_back(joins ? left + right : text[at]);
            at += joins ? 1 : 0;
        }
        text = std::move(merged);
    }
    return { { "type", "BPE" }, { "vocab", vocabulary }, { "merges", merges } };
}

json sequence(const char *list, json steps)
{
    return { { "type", "Sequence" }, { list, std::move(steps) } };
}

json split(detail::SplitKind kind)
{
    return { { "type", "Split" },
             { "pattern", { { "Regex", detail::patternOfSplit(kind) } } },
             { "behavior", "Isolated" },
             { "invert", false } };
}

json byteLevel(bool usesRegex, bool prefix = false)
{
    return { { "type", "ByteLevel" }, { "add_prefix_space", prefix }, { "use_regex", usesRegex } };
}

json added(const char *text, std::uint32_t id, std::vector<const char *> flags)
{
    json token{ { "id", id }, { "content", text }, { "special", false } };
    for (const char *const flag : flags)
        token[flag] = true;
    return token;
}

const json thinking{
    added("<think>", 5000, {}), added("<think>er", 5001, {}), added("inky", 5002, {}),
    added("\n\n\n", 5003, {}),  added("\n\n", 5004, {}),      added("<|a1b2-c3|d4 e5|>", 5005, {})
};
const std::vector<std::string> thinkingParts{
    "<think>", "<thi", "nk>",           "<", ">",   "er", "ky", "in", "\n", "<|a1b2-c3|d4 e5|>", "<|a1b2-c3|d4 e5|",
    "|>",      "<|a1", "b2-c3|d4 e5|>", "|", "\n\n"
};

/** A file in the making. */
class Maker
{
public:
    void add(std::string name, const json &file, std::vector<std::string> nasty)
    {
        auto tokenizer = loadTokenizerJson(file.dump(), name);
        if (!tokenizer)
            throw std::runtime_error(tokenizer.error().message);
        all.push_back({ std::move(name), *tokenizer, std::move(nasty) });
    }
    /** One letter that takes in all that is left or right of it, a hundred letters far: no window is wide enough.
     */
    void farReaching(std::string name, json change)
    {
        json vocabulary = m_bytes["vocab"];
        json merges = json::array();
        auto id = static_cast<std::uint32_t>(vocabulary.size());
        const auto merge = [&](const std::string &left, const std::string &right) {
            merges.push_back(json::array({ left, right }));
            if (!vocabulary.contains(left + right))
                vocabulary[left + right] = id++;
        };
        for (std::size_t length = 0; length < 100; ++length)
            merge("a", std::string(length, 'a') + "x");
        for (std::size_t length = 0; length < 300; ++length)
            merge("y" + std::string(length, 'a'), "a");
        merge("a", "a");
        change["model"] = { { "type", "BPE" }, { "vocab", vocabulary }, { "merges", merges } };
        bytes(
            std::move(name), byteLevel(false), std::move(change),
            { "a", "aaaaaaaa", "x", "y", "aaa", std::string(60, 'a') });
        all.back().onlyNasty = true;
    }
    void bytes(
        std::string name, json preTokenizer, json change = json::object(), std::vector<std::string> nasty = {})
    {
        json file{ { "normalizer", nullptr },
                   { "pre_tokenizer", std::move(preTokenizer) },
                   { "added_tokens", json::array() },
                   { "model", m_bytes } };
        file.update(change);
        add(std::move(name), file, std::move(nasty));
    }
    void pieces(std::string name, const json &change, std::vector<std::string> nasty = {})
    {
        json file{ { "normalizer", m_blocks },
                   { "pre_tokenizer", nullptr },
                   { "added_tokens", json::array() },
                   { "model", m_pieces } };
        file.update(change);
        for (const char *const text : { " ", "  ", "\u2581", "a b", "the", "\u00E9", "\u4F60", "\U0001F600", "th" })
            nasty.emplace_back(text);
        add(std::move(name), file, std::move(nasty));
    }
    /** The same merges in an order in which some come before those that make their parts. */
    static json shuffled(json model)
    {
        std::mt19937_64 random(77);
        std::vector<json> merges = model["merges"];
        std::shuffle(merges.begin(), merges.end(), random);
        model["merges"] = merges;
        return model;
    }
    json bytesModel() const { return m_bytes; }
    json piecesModel() const { return m_pieces; }
    json blocks() const { return m_blocks; }
    static json piecesModel(bool acrossBlanks, bool bytesFallback)
    {
        json model = trainedModel(Symbols::Characters, acrossBlanks);
        json &vocabulary = model["vocab"];
        auto id = static_cast<std::uint32_t>(vocabulary.size());
        vocabulary["<unk>"] = id++;
        constexpr std::string_view digits = "0123456789ABCDEF";
        for (unsigned byte = 0; byte < 256; ++byte)
            vocabulary[std::string("<0x") + digits[byte >> 4] + digits[byte & 15U] + ">"] = id++;
        model["unk_token"] = "<unk>";
        model["byte_fallback"] = bytesFallback;
        return model;
    }

    std::vector<MadeTokenizer> all;

private:
    json m_bytes = trainedModel(Symbols::Bytes, true);
    json m_pieces = piecesModel(false, true);
    json m_blocks{ { "type", "Replace" }, { "pattern", { { "String", " " } } }, { "content", block } };
};

void addByteLevel(Maker &make)
{
    using Kind = detail::SplitKind;
    const std::vector<std::string> marks{ "\u0301", "\u0323", "e",           "e\u0301", "\u00E9",
                                          "\u1100", "\u1161", "\u11A8",      "\uAC00",  "\u0958",
                                          "\u09C7", "\u09BE", "\u2000",      "\u212B",  "q\u0323\u0307",
                                          "\u0344", "\uFB1D", "\u1E0B\u0323" };
    const json nfc{ { "normalizer", { { "type", "NFC" } } } };
    const auto withBytes = [](json step) {
        return sequence("pretokenizers", { std::move(step), byteLevel(false) });
    };
    make.bytes("NFC, Qwen 2", withBytes(split(Kind::Qwen2)), nfc, marks);
    make.bytes("NFC, Qwen 3.5", withBytes(split(Kind::Qwen35)), nfc, marks);
    json thinkingMarks = nfc;
    thinkingMarks["added_tokens"] = thinking;
    std::vector<std::string> both = marks;
    both.insert(both.end(), thinkingParts.begin(), thinkingParts.end());
    make.bytes("NFC and added tokens", withBytes(split(Kind::O200k)), thinkingMarks, both);
    for (const Kind kind : { Kind::O200k, Kind::Cl100k, Kind::Tekken, Kind::Gpt2 })
        make.bytes(
            "added tokens, " + std::to_string(static_cast<int>(kind)), withBytes(split(kind)),
            { { "added_tokens", thinking } }, thinkingParts);
    const json deepSeek = sequence(
        "pretokenizers",
        { split(Kind::Digits3),
          { { "type", "Split" },
            { "pattern", { { "Regex", "[\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF]+" } } },
            { "behavior", "Isolated" } },
          { { "type", "Split" },
            { "pattern", { { "Regex", detail::patternOfDeepSeekWords() } } },
            { "behavior", "Isolated" } },
          byteLevel(false) });
    make.bytes("DeepSeek", deepSeek, { { "added_tokens", thinking } }, thinkingParts);
    const json greedy{ added("<mask>", 5010, { "lstrip", "rstrip" }), added("<left>", 5011, { "lstrip" }),
                       added("<right>", 5012, { "rstrip" }) };
    const std::vector<std::string> greedyParts{
        "<mask>", "<left>", "<right>", "<", ">", "left", " ", "  ", "\n\t "
    };
    make.bytes("tokens that take blanks in", byteLevel(true), { { "added_tokens", greedy } }, greedyParts);
    make.bytes(
        "prefix and tokens that take blanks in", byteLevel(true, true), { { "added_tokens", greedy } },
        greedyParts);
    const json words{ added("word", 5020, { "single_word" }), added("wo", 5021, {}), added("rd", 5022, {}),
                      added("the end", 5023, { "single_word", "lstrip" }), added("end", 5024, { "single_word" }) };
    make.bytes(
        "single words", byteLevel(true), { { "added_tokens", words } },
        { "word", "wo", "rd", "w", "_", " ", "the end", "the", "end", ".", "\u00E9" });
    for (const bool alone : { false, true })
        make.bytes(
            alone ? "digits, then words" : "runs of digits, then words",
            sequence(
                "pretokenizers", { { { "type", "Digits" }, { "individual_digits", alone } }, byteLevel(true) }),
            json::object(), { "1", "12", "123456", " 1" });
    make.bytes(
        "digits by three, then words", sequence("pretokenizers", { split(Kind::Digits3), byteLevel(true) }),
        json::object(), { "1", "12", "123456", " 1" });
    make.bytes(
        "digits only",
        sequence("pretokenizers", { { { "type", "Digits" }, { "individual_digits", true } }, byteLevel(false) }),
        { { "added_tokens", thinking } }, thinkingParts);
    make.bytes("no cuts", byteLevel(false), json::object(), { "the", "th", "e", "a", "aaa" });
    make.farReaching("far-reaching merges", json::object());
    make.farReaching(
        "far-reaching merges, added tokens", { { "added_tokens", json::array({ added("ayxa", 5030, {}) }) } });
    make.bytes(
        "no cuts, merges out of order", byteLevel(false), { { "model", Maker::shuffled(make.bytesModel()) } },
        { "the", "th", "e", "a", "aaa" });
    json whole = make.bytesModel();
    whole["ignore_merges"] = true;
    make.bytes("whole pieces first", byteLevel(true), { { "model", Maker::shuffled(whole) } }, thinkingParts);
    make.bytes("whole text first", byteLevel(false), { { "model", whole } });
}

void addBlocks(Maker &make)
{
    const json around{ added("<mask>", 5010, { "lstrip", "rstrip" }),
                       added("<left>", 5011, { "lstrip" }),
                       added("word", 5020, { "single_word" }),
                       added("wo", 5021, {}),
                       added("the end", 5023, { "single_word", "lstrip" }),
                       added("rd", 5022, {}) };
    const std::vector<std::string> aroundParts{ "<mask>", "<left>", "<",    ">",  "left", " ",
                                                "     ",  "\n\t ",  "word", "wo", "rd",   "the end",
                                                "the",    "end",    ".",    "_" };
    const json prepend{ { "type", "Prepend" }, { "prepend", block } };
    const json llama{ { "normalizer", sequence("normalizers", { prepend, make.blocks() }) } };
    make.pieces("Llama 2", llama);
    json llamaAdded = llama;
    llamaAdded["added_tokens"] = around;
    make.pieces("Llama 2, tokens that look around", llamaAdded, aroundParts);
    llamaAdded["added_tokens"] = thinking;
    make.pieces("Llama 2, added tokens", llamaAdded, thinkingParts);
    llamaAdded["model"] = Maker::shuffled(make.piecesModel());
    make.pieces("Llama 2, merges out of order", llamaAdded, thinkingParts);
    make.pieces("Gemma, tokens that look around", { { "added_tokens", around } }, aroundParts);
    make.pieces("Gemma", { { "added_tokens", thinking } }, thinkingParts);
    make.pieces(
        "tokens across blanks", { { "model", Maker::piecesModel(true, true) }, { "added_tokens", thinking } },
        thinkingParts);
    make.pieces(
        "tokens across blanks, merges out of order",
        { { "model", Maker::shuffled(Maker::piecesModel(true, true)) } });
    for (const char *const scheme : { "always", "first", "never" }) {
        for (const bool cuts : { true, false }) {
            const json step{
                { "type", "Metaspace" }, { "replacement", block }, { "prepend_scheme", scheme }, { "split", cuts }
            };
            make.pieces(
                std::string("Metaspace, ") + scheme + (cuts ? ", cut" : ""),
                { { "normalizer", nullptr }, { "pre_tokenizer", step }, { "added_tokens", thinking } },
                thinkingParts);
        }
    }
    const std::vector<std::string> unknown{ "\u0416", "\u0416\u0416", "\U0001F600" };
    json model = Maker::piecesModel(false, false);
    make.pieces("unknown characters", { { "model", model } }, unknown);
    model["fuse_unk"] = true;
    make.pieces("unknown characters as one", { { "model", model } }, unknown);
}

} // namespace

std::vector<MadeTokenizer> madeTokenizers()
{
    Maker make;
    addByteLevel(make);
    addBlocks(make);
    return std::move(make.all);
}

} // namespace cachescope::tokens::test
