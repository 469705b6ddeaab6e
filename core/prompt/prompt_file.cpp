// SPDX-License-Identifier: MIT
#include "prompt/json_walk.h"
#include "prompt/prompt.h"

#include "providers/json_scanner.h"

namespace cachescope::prompt {

namespace {

/** JSON Lines: more than one line that is an object by itself, or one object a line from the first on. */
bool isJsonLines(std::string_view bytes)
{
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || bytes[first] != '{')
        return false;
    const std::size_t lineEnd = bytes.find('\n', first);
    if (lineEnd == std::string_view::npos || bytes.find_first_not_of(" \t\r\n", lineEnd) == std::string_view::npos)
        return false;
    return providers::isStrictJson(bytes.substr(first, lineEnd - first));
}

/** A line may be the request itself or carry it: the proxy's export ("request"), batch files ("body"), logs
 * ("request_body"). */
std::string requestOf(std::string_view line)
{
    JsonValue root;
    root.raw = line;
    for (const char *key : { "request_body", "body", "request" }) {
        const JsonValue inner = member(root, key);
        if (inner.isObject())
            return std::string(inner.raw);
        if (inner.isString() && providers::isStrictJson(inner.string()))
            return inner.string();
    }
    return std::string(line);
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
    auto prompt = Prompt::parse(requestOf(line), hint);
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
