// SPDX-License-Identifier: MIT
#include "providers/text_limits.h"

#include "providers/json_scanner.h"

namespace cachescope::providers {

namespace {

/** A literal no longer than `bytes` that begins like `literal` and does not end within an escape. */
std::string shortened(std::string_view literal, std::size_t bytes)
{
    if (literal.size() <= bytes)
        return std::string(literal);
    std::size_t at = 1;
    while (at < bytes - 12) {
        if (literal[at] != '\\')
            ++at;
        else
            at += literal[at + 1] == 'u' ? 6 : 2;
    }
    return std::string(literal.substr(0, at)) + '"';
}

} // namespace

std::string_view cutUtf8(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80)
        --bytes;
    return text.substr(0, bytes);
}

std::string firstWords(std::string_view literal, std::size_t bytes)
{
    // An escape takes at most six characters for what may be one byte; blanks may be dropped, so look further.
    const std::string decoded = decodeJsonString(shortened(literal, bytes * 16));
    std::string words;
    for (const char c : decoded) {
        const bool blank = static_cast<unsigned char>(c) <= 0x20;
        if (!blank)
            words.push_back(c);
        else if (!words.empty() && words.back() != ' ')
            words.push_back(' ');
        if (words.size() > bytes + 4)
            break;
    }
    words.resize(cutUtf8(words, bytes).size());
    if (words.ends_with(' '))
        words.pop_back();
    return words;
}

void appendJsonString(std::string &out, std::string_view text)
{
    constexpr char hex[] = "0123456789abcdef";
    out.push_back('"');
    for (const char c : text) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out += "\\u00";
                out.push_back(hex[static_cast<unsigned char>(c) >> 4]);
                out.push_back(hex[static_cast<unsigned char>(c) & 0xf]);
            } else {
                out.push_back(c);
            }
        }
    }
    out.push_back('"');
}

} // namespace cachescope::providers
