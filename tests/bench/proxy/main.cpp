// SPDX-License-Identifier: MIT
#include "roles.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string_view>
#include <unistd.h>

using namespace cachescope::bench;

namespace cachescope::bench {

std::string chatBody(std::size_t bytes, std::uint64_t number, bool stream)
{
    char text[64];
    std::snprintf(text, sizeof text, "%020llu", static_cast<unsigned long long>(number));
    std::string body = R"({"model":"gpt-4o-mini","temperature":0,)";
    if (stream)
        body += R"("stream":true,)";
    body += R"("messages":[{"role":"system","content":")";
    const std::string tail = std::string(R"("},{"role":"user","content":"question )") + text + "\"}]}";
    static constexpr std::string_view words = "You are a careful assistant that answers in short sentences. ";
    while (body.size() + tail.size() + words.size() < bytes)
        body += words;
    body.append(bytes > body.size() + tail.size() ? bytes - body.size() - tail.size() : 0, '.');
    return body + tail;
}

std::string chatAnswer(std::size_t bytes)
{
    std::string body
        = R"({"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o-mini-2024-07-18",)"
          R"("choices":[{"index":0,"message":{"role":"assistant","content":")";
    const std::string tail = R"("},"finish_reason":"stop"}],"usage":{"prompt_tokens":1600,"completion_tokens":300,)"
                             R"("total_tokens":1900,"prompt_tokens_details":{"cached_tokens":1536}}})";
    body.append(bytes > body.size() + tail.size() ? bytes - body.size() - tail.size() : 0, 'a');
    return body + tail;
}

} // namespace cachescope::bench

/** ROLE [--name value]…; roles: load, slow-streams, origin, bare. */
int main(int count, char **arguments)
{
    std::map<std::string_view, const char *> given;
    for (int i = 2; i + 1 < count; i += 2)
        given[std::string_view(arguments[i]).substr(2)] = arguments[i + 1];
    const auto text = [&](std::string_view name, const char *standard) {
        return given.contains(name) ? given[name] : standard;
    };
    const auto number = [&](std::string_view name, double standard) {
        return given.contains(name) ? std::strtod(given[name], nullptr) : standard;
    };
    const std::string_view role = count > 1 ? arguments[1] : "";
    LoadOptions load;
    load.port = static_cast<std::uint16_t>(number("port", 0));
    load.target = text("target", load.target.c_str());
    load.connections = static_cast<int>(number("connections", 1));
    load.seconds = number("seconds", 3);
    load.bodyBytes = static_cast<std::size_t>(number("body", 8192));
    load.unique = number("unique", 0) != 0;
    load.stream = number("stream", 0) != 0;
    load.watched.push_back(::getpid());
    for (const char *at = text("watch", ""); *at != '\0';) {
        char *end = nullptr;
        load.watched.push_back(static_cast<int>(std::strtol(at, &end, 10)));
        at = *end == ',' ? end + 1 : end;
    }
    if (number("cache-off", 0) != 0)
        load.fields = "X-Cachescope-Cache: off\r\n";
    if (role == "load")
        return runLoad(load);
    if (role == "slow-streams")
        return runSlowStreams(load);
    if (role == "origin")
        return runOrigin({ static_cast<std::size_t>(number("answer", 2048)), static_cast<int>(number("events", 10)),
                           static_cast<int>(number("gap", 0)) });
    if (role == "bare")
        return runBare(static_cast<std::size_t>(number("answer", 2048)));
    std::fprintf(stderr, "bench_proxy_tool load|slow-streams|origin|bare [--name value]…\n");
    return 2;
}
