// SPDX-License-Identifier: MIT
#include "prompt/splice/ping_body.h"

#include "providers/body_edit.h"
#include "providers/json_scanner.h"

#include <set>
#include <vector>

namespace cachescope::prompt {

namespace {

constexpr std::string_view message = R"([{"role":"user","content":"."}])";

} // namespace

std::optional<std::string> pingBody(std::string_view sent)
{
    providers::JsonScanner json(sent);
    std::vector<providers::BodyEdit> edits;
    std::set<std::string, std::less<>> names;
    bool isMarked = false, hasMessages = false, hasLength = false, fits = true;
    if (!json.enterObject())
        return {};
    while (const auto key = json.nextKey()) {
        const std::string name(*key);
        const std::string_view value = json.raw();
        fits = fits && names.insert(name).second && name != "thinking" && name != "cache_control";
        const auto replace = [&](std::string_view by) {
            const auto at = static_cast<std::size_t>(value.data() - sent.data());
            edits.push_back({ "keep_warm", at, value.size(), std::string(by) });
        };
        if (name == "tools" || name == "system") {
            isMarked = isMarked || value.find("\"cache_control\"") != std::string_view::npos;
        } else if (name == "messages") {
            hasMessages = true;
            replace(message);
        } else if (name == "max_tokens") {
            hasLength = true;
            replace("1");
        } else if (name == "stream") {
            replace("false");
        }
    }
    if (!json.finish() || !fits || !isMarked || !hasMessages || !hasLength)
        return {};
    return providers::edited(sent, edits);
}

} // namespace cachescope::prompt
