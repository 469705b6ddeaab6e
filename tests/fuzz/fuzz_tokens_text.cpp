// SPDX-License-Identifier: MIT
// Any bytes through every encoding: tokens cover the text, decode to it, and come out the same by every way there
// is.
#include "tokens/incremental_tokenizer.h"
#include "tokens/stream_encoder.h"
#include "tokens/tokenizer.h"
#include "tokens/utf8.h"

#include <cstdlib>

using namespace cachescope::tokens;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void checkWhole(const Tokenizer &tokenizer, const std::string &text, const std::vector<Token> &tokens)
{
    std::vector<std::uint32_t> ids;
    tokenizer.encodeIds(text, ids);
    require(ids.size() == tokens.size() && tokenizer.count(text) == tokens.size());
    std::size_t position = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        require(tokens[i].id == ids[i] && tokens[i].begin == position && tokens[i].end > position);
        position = tokens[i].end;
    }
    require(position == text.size());
    require(*tokenizer.decode(ids) == text);
}

/** Padded to where the fast splitting works, the words must come out as they do at the end of a text. */
void checkStream(
    const TokenizerPtr &tokenizer, const std::string &text, std::size_t cut, const std::vector<Token> &tokens)
{
    std::size_t next = 0;
    StreamEncoder encoder(tokenizer, SpecialTokens::AsText, [&](std::span<const StreamToken> batch) {
        for (const StreamToken &token : batch) {
            require(next < tokens.size() && token.id == tokens[next].id && token.end == tokens[next].end);
            ++next;
        }
    });
    encoder.add(std::string_view(text).substr(0, cut));
    encoder.add(std::string_view(text).substr(cut));
    encoder.finish();
    require(next == tokens.size());
}

void checkEdit(
    const TokenizerPtr &tokenizer, const std::string &text, std::size_t cut, const std::vector<Token> &tokens)
{
    while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U)
        ++cut;
    std::size_t end = cut + (text.size() - cut) / 2;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        ++end;
    IncrementalTokenizer editor(tokenizer);
    editor.setText(text.substr(0, cut) + text.substr(end));
    require(editor.edit(cut, 0, text.substr(cut, end - cut)).has_value());
    std::vector<Token> edited;
    editor.tokens(edited);
    require(edited == tokens);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 3)
        return 0;
    const auto names = encodingNames();
    const TokenizerPtr tokenizer = *encoding(names[data[0] % names.size()]);
    const std::string raw(reinterpret_cast<const char *>(data) + 2, size - 2);
    std::vector<Token> tokens;
    tokenizer->encode(raw, tokens);
    tokenizer->encode(raw, tokens, SpecialTokens::AsTokens);
    const std::string text = detail::replaceIllFormedPlain(raw);
    tokenizer->encode(text, tokens);
    checkWhole(*tokenizer, text, tokens);
    const std::size_t cut = text.size() * data[1] / 256;
    checkStream(tokenizer, text, cut, tokens);
    checkEdit(tokenizer, text, cut, tokens);
    // Far from the end of a text the fast splitting does the work, near it the complete one.
    std::vector<Token> longer;
    tokenizer->encode(text + "\n" + std::string(64, 'z'), longer);
    tokenizer->encode(text + "\nz", tokens);
    for (std::size_t i = 0; i < tokens.size() && tokens[i].end < text.size(); ++i)
        require(longer[i] == tokens[i]);
    return 0;
}
