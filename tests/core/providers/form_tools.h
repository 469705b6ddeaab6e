// SPDX-License-Identifier: MIT
#pragma once

#include "http/sse.h"
#include "providers/answer.h"

#include <QByteArrayList>
#include <QJsonDocument>

#include <optional>
#include <string>

namespace cachescope::providers::test {

inline QByteArray canonical(const std::optional<std::string> &json)
{
    if (!json)
        return "refused";
    QJsonParseError error{};
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(*json), &error);
    return error.error ? "malformed: " + QByteArray::fromStdString(*json) : document.toJson(QJsonDocument::Compact);
}

inline CallFacts asking(Api api, AnswerForm form = AnswerForm::Sse, bool includeUsage = true)
{
    CallFacts facts;
    facts.api = api;
    facts.wellFormed = true;
    facts.form = form;
    facts.includeUsage = includeUsage;
    return facts;
}

inline AnswerFacts observe(Api api, std::string_view contentType, std::string_view body)
{
    AnswerObserver observer(api, 200, contentType);
    observer.feed(body);
    return observer.finish();
}

/** Event types (or "data") of a stream, in order, runs counted once. */
inline QByteArrayList order(std::string_view stream)
{
    QByteArrayList types;
    cachescope::http::SseParser parser;
    parser.feed(stream, [&](const cachescope::http::SseEvent &event) {
        QByteArray type(event.event.data(), qsizetype(event.event.size()));
        if (types.isEmpty() || types.last() != type)
            types << type;
    });
    return types;
}

} // namespace cachescope::providers::test
