// SPDX-License-Identifier: MIT
#pragma once

#include "simulated/backend.h"

#include <string>
#include <utility>
#include <vector>

/** Asks a backend without sockets, under a clock that is moved by hand. */
class Harness
{
public:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    Harness()
        : backend(settings(), clock)
    { }
    static cachescope::simulated::Backend::Settings settings()
    {
        cachescope::simulated::Backend::Settings value;
        value.firstToken = {};
        value.tokensPerSecond = 0;
        return value;
    }
    /** The answer, with nothing begun yet. */
    cachescope::simulated::Answer ask(
        const std::string &target, const std::string &body, const Fields &fields = {},
        const std::string &method = "POST")
    {
        cachescope::http::RequestHead head;
        head.method = method;
        head.target = target;
        for (const auto &[name, value] : fields)
            head.fields.add(name, value);
        return backend.answer(head, body);
    }
    /** Asks, and lets the answer begin. */
    cachescope::simulated::Answer call(
        const std::string &target, const std::string &body, const Fields &fields = {})
    {
        auto answer = ask(target, body, fields);
        backend.begun(answer);
        return answer;
    }
    static cachescope::simulated::Json parse(const std::string &text)
    {
        return cachescope::simulated::Json::parse(text, nullptr, false);
    }
    static std::string streamText(const cachescope::simulated::Answer &answer)
    {
        std::string text;
        for (std::size_t i = 0; answer.stream && i < answer.stream->steps.size(); ++i)
            text += answer.stream->bytes(i);
        return text;
    }

    cachescope::base::ManualClock clock;
    cachescope::simulated::Backend backend;
};

/** Text of exactly `count` o200k tokens that does not share a beginning with texts of another `salt`. */
inline std::string words(std::size_t count, const std::string &salt = "x")
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += i == 0 ? salt : " a";
    return text;
}
