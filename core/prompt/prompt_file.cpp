// SPDX-License-Identifier: MIT
#include "prompt/json_walk.h"
#include "prompt/prompt.h"

#include "providers/json_scanner.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

bool isObjectLine(std::string_view line)
{
    const std::size_t first = line.find_first_not_of(" \t\r");
    return first != std::string_view::npos && line[first] == '{' && providers::isStrictJson(line);
}

/** JSON Lines: more than one line, of which the first or, when that one is broken, the second is an object by
 * itself. */
bool isJsonLines(std::string_view bytes)
{
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || bytes[first] != '{')
        return false;
    const std::size_t lineEnd = bytes.find('\n', first);
    if (lineEnd == std::string_view::npos)
        return false;
    const std::size_t second = bytes.find_first_not_of(" \t\r\n", lineEnd);
    if (second == std::string_view::npos)
        return false;
    const std::size_t secondEnd = std::min(bytes.find('\n', second), bytes.size());
    return isObjectLine(bytes.substr(first, lineEnd - first))
        || isObjectLine(bytes.substr(second, secondEnd - second));
}

/** A request inside a line, and where it begins when it stands there as it is. */
struct InnerRequest
{
    std::string json;
    std::optional<std::size_t> begin;
};

/** A line may be the request itself or carry it: the proxy's export ("request"), batch files ("body"), logs
 * ("request_body"). */
InnerRequest requestOf(std::string_view line)
{
    JsonValue root;
    root.raw = line;
    for (const char *key : { "request_body", "body", "request" }) {
        const JsonValue inner = member(root, key);
        if (inner.isObject())
            return { std::string(inner.raw), inner.begin };
        if (inner.isString() && providers::isStrictJson(inner.string()))
            return { inner.string(), {} };
    }
    return { std::string(line), 0 };
}

PromptFile::Item readLine(
    std::string_view line, std::size_t number, std::size_t byte, std::optional<PromptForm> hint)
{
    PromptFile::Item item;
    item.line = number;
    item.byte = byte;
    providers::JsonScanner json(line);
    (void)json.raw();
    if (!json.finish()) {
        item.problem
            = ParseProblem{ byte + json.offset(), number, json.offset() + 1, "This line is not valid JSON." };
        return item;
    }
    InnerRequest inner = requestOf(line);
    if (inner.begin)
        item.promptByte = byte + *inner.begin;
    auto prompt = Prompt::parse(std::move(inner.json), hint);
    if (prompt)
        item.prompt = std::move(*prompt);
    else
        item.problem = ParseProblem{ byte, number, 1, prompt.error().message };
    return item;
}

} // namespace

base::Result<PromptFile> readPromptFile(std::string bytes, std::optional<PromptForm> hint)
{
    PromptFile file;
    file.jsonLines = hint != PromptForm::PlainText && hint != PromptForm::Template && isJsonLines(bytes);
    if (!file.jsonLines) {
        auto prompt = Prompt::parse(std::move(bytes), hint);
        if (!prompt)
            return tl::unexpected(prompt.error());
        PromptFile::Item item;
        item.promptByte = 0;
        item.prompt = std::move(*prompt);
        file.items.push_back(std::move(item));
        return file;
    }
    const std::string_view text = bytes;
    std::size_t number = 1;
    for (std::size_t begin = 0; begin < text.size(); ++number) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = text.substr(begin, end - begin);
        if (line.find_first_not_of(" \t\r") != std::string_view::npos)
            file.items.push_back(readLine(line, number, begin, hint));
        begin = end + 1;
    }
    return file;
}

} // namespace cachescope::prompt
