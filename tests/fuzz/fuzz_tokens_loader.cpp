// SPDX-License-Identifier: MIT
// Hostile tokenizer.json files: loaded or refused, and what was loaded encodes any text. An input that begins with
// an odd byte is a list of changes to a small good file: two bytes of place, one byte to put there.
#include "tokens/incremental_tokenizer.h"
#include "tokens/tokenizer.h"
#include "tokens/utf8.h"

#include <cstdlib>
#include <string>

namespace {

/** A byte-level file with three merges, as the reference library would write it. */
std::string smallFile()
{
    std::string vocabulary;
    int id = 0;
    const auto put = [&](const std::string &text) {
        vocabulary += (vocabulary.empty() ? "\"" : ",\"") + text + "\":" + std::to_string(id++);
    };
    for (std::uint32_t c = 0x21; c < 0x144; ++c) {
        if (c > 0x7E && c < 0x100 && (c < 0xA1 || c == 0xAD))
            continue;
        std::string text = c == '"' || c == '\\' ? "\\" : "";
        cachescope::tokens::detail::appendUtf8(text, c);
        put(text);
    }
    put("ab");
    put("abc");
    return R"({"added_tokens":[{"id":900,"content":"<s>","special":true,"lstrip":true}],"normalizer":{"type":"NFC"},)"
           R"("pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":true},)"
           R"("model":{"type":"BPE","ignore_merges":false,"merges":["a b","ab c"],"vocab":{)"
        + vocabulary + "}}}";
}

std::string changed(const std::uint8_t *data, std::size_t size)
{
    static const std::string good = smallFile();
    std::string text = good;
    for (std::size_t i = 1; i + 2 < size; i += 3)
        text[(data[i] * 256U + data[i + 1]) % text.size()] = static_cast<char>(data[i + 2]);
    return text;
}

/** Typing gives the tokens of the whole text, whatever the file says. */
void checkTyping(const cachescope::tokens::TokenizerPtr &tokenizer)
{
    using namespace cachescope::tokens;
    std::string text = "abc ab\xC3\xA9 12\n\n  ab <s>";
    IncrementalTokenizer editor(tokenizer, SpecialTokens::AsTokens);
    editor.setText(text);
    std::vector<Token> edited;
    std::vector<Token> whole;
    std::size_t at = 4; // keys come one after another, behind "abc "
    for (const std::string_view key : { "<", "s", ">", "a", "b", "\xCC\x81", " ", "1" }) {
        if (!editor.edit(at, 0, key))
            std::abort();
        text.insert(at, key);
        at += key.size();
        editor.tokens(edited);
        tokenizer->encode(text, whole, SpecialTokens::AsTokens);
        if (edited != whole)
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace cachescope::tokens;
    const std::string file = size > 0 && data[0] % 2 != 0 ? changed(data, size)
                                                          : std::string(reinterpret_cast<const char *>(data), size);
    const auto tokenizer = loadTokenizerJson(file, "fuzz.json");
    if (!tokenizer)
        return 0;
    std::vector<Token> tokens;
    (*tokenizer)->encode("ab \xE2\x96\x81 \xF0\x9F\x98\x80\xFF <s>x 12\n", tokens, SpecialTokens::AsTokens);
    for (const Token &token : tokens)
        (void)(*tokenizer)->tokenBytes(token.id);
    checkTyping(*tokenizer);
    return 0;
}
