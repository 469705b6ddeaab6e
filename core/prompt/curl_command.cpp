// SPDX-License-Identifier: MIT
#include "prompt/curl_command.h"

#include <array>

namespace cachescope::prompt {

namespace {

constexpr std::array<std::string_view, 5> dataOptions{ "--data-raw", "--data-binary", "--data", "--json", "-d" };

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\\';
}

/** End of the quoted or bare word at `begin`. */
std::size_t wordEnd(std::string_view text, std::size_t begin)
{
    const char quote = text[begin];
    if (quote != '\'' && quote != '"') {
        const std::size_t end = text.find_first_of(" \t\r\n", begin);
        return end == std::string_view::npos ? text.size() : end;
    }
    for (std::size_t at = begin + 1; at < text.size(); ++at) {
        if (quote == '"' && text[at] == '\\')
            ++at;
        else if (text[at] == quote)
            return at + 1;
    }
    return text.size();
}

std::string_view optionOf(std::string_view word)
{
    for (const std::string_view option : dataOptions) {
        if (word.starts_with(option))
            return option;
    }
    return {};
}

} // namespace

std::optional<ByteRange> findCurlBody(std::string_view text)
{
    std::size_t at = text.find_first_not_of(" \t\r\n$");
    if (at == std::string_view::npos || !text.substr(at).starts_with("curl") || at + 4 >= text.size()
        || !isBlank(text[at + 4]))
        return {};
    bool expectsData = false;
    for (at += 4; at < text.size();) {
        if (isBlank(text[at])) {
            ++at;
            continue;
        }
        const std::size_t end = wordEnd(text, at);
        std::string_view word = text.substr(at, end - at);
        const std::string_view option = expectsData ? std::string_view() : optionOf(word);
        std::size_t valueBegin = at;
        if (!option.empty()) {
            // "--data='{…}'" and "-d'{…}'" carry the value in the same word, which then ends with its quote.
            std::size_t rest = at + option.size();
            if (rest < text.size() && text[rest] == '=')
                ++rest;
            expectsData = rest >= end || isBlank(text[rest]);
            if (expectsData) {
                at = end;
                continue;
            }
            valueBegin = rest;
            word = text.substr(rest, wordEnd(text, rest) - rest);
        } else if (!expectsData) {
            at = end;
            continue;
        }
        if (word.size() > 2 && word.front() == '\'' && word.back() == '\'')
            return ByteRange{ valueBegin + 1, valueBegin + word.size() - 1 };
        return {};
    }
    return {};
}

std::string_view requestBody(const Prompt &prompt)
{
    const std::string_view bytes = prompt.bytes();
    const bool isText = prompt.form() == PromptForm::PlainText || prompt.form() == PromptForm::Template;
    const auto curl = isText ? std::nullopt : findCurlBody(bytes);
    return curl ? bytes.substr(curl->begin, curl->size()) : bytes;
}

} // namespace cachescope::prompt
