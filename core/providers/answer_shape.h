// SPDX-License-Identifier: MIT
#pragma once

#include "providers/answer.h"
#include "providers/json_scanner.h"

#include <memory>
#include <string_view>

namespace cachescope::providers {

/** What one API makes of an answer: fed with the events of a stream, or once with a whole document. */
class AnswerShape
{
public:
    AnswerShape(Api api, bool requestedTtl1h)
        : m_api(api)
        , m_requestedTtl1h(requestedTtl1h)
    { }
    virtual ~AnswerShape() = default;
    AnswerShape(const AnswerShape &) = delete;
    AnswerShape &operator=(const AnswerShape &) = delete;

    /** One event; true when it held content (a token, a piece of a tool call). */
    virtual bool readEvent(std::string_view type, std::string_view data) = 0;
    /** A whole JSON answer of status 2xx. */
    virtual void readDocument(std::string_view json) = 0;
    /** True when the events so far make a whole answer. */
    virtual bool isEnded() const = 0;

    const AnswerFacts &facts() const { return m_facts; }

protected:
    AnswerFacts &change() { return m_facts; }
    void takeUsage(std::string_view json);
    /** An error object or event, of whatever shape. */
    void takeError(std::string_view json);
    void takeString(JsonScanner &json, std::string &target);
    Api api() const { return m_api; }
    bool requestedTtl1h() const { return m_requestedTtl1h; }

private:
    Api m_api;
    bool m_requestedTtl1h;
    AnswerFacts m_facts;
};

std::unique_ptr<AnswerShape> makeChatShape(Api api, bool requestedTtl1h);
std::unique_ptr<AnswerShape> makeResponsesShape(bool requestedTtl1h);
std::unique_ptr<AnswerShape> makeAnthropicShape(bool requestedTtl1h);
std::unique_ptr<AnswerShape> makeGeminiShape(Api api);

} // namespace cachescope::providers
