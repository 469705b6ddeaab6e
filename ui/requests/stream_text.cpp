// SPDX-License-Identifier: MIT
#include "ui/format/format.h"
#include "ui/requests/body_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <functional>
#include <string>

namespace cachescope::ui::body {

namespace {

struct Event
{
    std::string name, data;
};

/** Fields and events as the HTML standard's section on server-sent events reads them; for display only. */
void forEachEvent(std::string_view sse, const std::function<void(const Event &)> &handle)
{
    Event event;
    const auto finish = [&] {
        if (!event.data.empty() || !event.name.empty())
            handle(event);
        event = {};
    };
    while (!sse.empty()) {
        const std::size_t end = std::min(sse.find('\n'), sse.size());
        std::string_view line = sse.substr(0, end);
        sse.remove_prefix(std::min(end + 1, sse.size()));
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        if (line.empty()) {
            finish();
            continue;
        }
        const std::size_t colon = std::min(line.find(':'), line.size());
        std::string_view value = line.substr(std::min(colon + 1, line.size()));
        if (value.starts_with(' '))
            value.remove_prefix(1);
        if (line.substr(0, colon) == "event")
            event.name = value;
        else if (line.substr(0, colon) == "data")
            event.data += (event.data.empty() ? "" : "\n") + std::string(value);
    }
    finish();
}

/** Text in one event, of any known API; the key names do not clash between them. */
QString textOf(const QJsonObject &data)
{
    QString text;
    for (const QJsonValue choice : data["choices"].toArray()) { // OpenAI Chat
        const QJsonObject delta = choice["delta"].toObject();
        text += delta["reasoning_content"].toString() + delta["content"].toString();
        for (const QJsonValue call : delta["tool_calls"].toArray()) {
            const QJsonObject function = call["function"].toObject();
            const QString name = function["name"].toString();
            text += (name.isEmpty() ? QString() : QString(QLatin1Char('\n') + name + QLatin1Char(' ')))
                + function["arguments"].toString();
        }
    }
    for (const QJsonValue candidate : data["candidates"].toArray()) { // Gemini
        for (const QJsonValue part : candidate["content"]["parts"].toArray())
            text += part["text"].toString();
    }
    const QString type = data["type"].toString();
    if (type == QLatin1String("content_block_delta")) { // Anthropic
        const QJsonObject delta = data["delta"].toObject();
        text += delta["text"].toString() + delta["thinking"].toString() + delta["partial_json"].toString();
    } else if (type == QLatin1String("content_block_start")) {
        const QString name = data["content_block"]["name"].toString();
        text += name.isEmpty() ? QString() : QString(QLatin1Char('\n') + name + QLatin1Char(' '));
    } else if (type.startsWith(QLatin1String("response.")) && type.endsWith(QLatin1String(".delta"))) { // Responses
        text += data["delta"].toString();
    }
    return text;
}

} // namespace

QString eventList(std::string_view sse)
{
    QString list;
    int number = 0;
    forEachEvent(sse, [&](const Event &event) {
        const QString name = event.name.empty() ? QStringLiteral("data") : format::text(event.name);
        list += QStringLiteral("%1  %2  %3\n").arg(++number, 5).arg(name, -24).arg(plain(event.data));
    });
    list.chop(1);
    return list;
}

QString streamText(std::string_view sse)
{
    QString text;
    forEachEvent(sse, [&](const Event &event) {
        const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(event.data));
        if (document.isObject())
            text += textOf(document.object());
    });
    return plain(format::utf8(text));
}

} // namespace cachescope::ui::body
