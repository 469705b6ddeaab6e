// SPDX-License-Identifier: MIT
#include "requestlog/har.h"

#include "base/redact.h"
#include "base/text.h"

#include <algorithm>

namespace cachescope::requestlog {

namespace {

struct Field
{
    std::string name, value;
};

/** Fields of a stored head ("Name: value\n"); a first line without a colon before a blank is no field. */
std::vector<Field> fieldsOf(const std::string &head)
{
    std::vector<Field> fields;
    const std::string redacted = base::redactHead(head);
    for (std::string_view line : base::split(redacted, '\n')) {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0 || line.find(' ') < colon)
            continue;
        fields.push_back({ std::string(line.substr(0, colon)), std::string(base::trim(line.substr(colon + 1))) });
    }
    return fields;
}

Json headersJson(const std::vector<Field> &fields)
{
    Json headers = Json::array();
    for (const Field &field : fields)
        headers.push_back({ { "name", field.name }, { "value", field.value } });
    return headers;
}

std::string valueOf(const std::vector<Field> &fields, std::string_view name)
{
    const auto found = std::find_if(fields.begin(), fields.end(), [name](const Field &field) {
        return base::equalIgnoringCase(field.name, name);
    });
    return found == fields.end() ? std::string() : found->value;
}

Json queryJson(std::string_view target)
{
    Json query = Json::array();
    const std::size_t mark = target.find('?');
    if (mark == std::string_view::npos)
        return query;
    for (const std::string_view pair : base::split(target.substr(mark + 1), '&')) {
        const std::size_t equals = pair.find('=');
        query.push_back(
            { { "name", pair.substr(0, equals) },
              { "value", equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1) } });
    }
    return query;
}

double millis(std::int64_t micros)
{
    return static_cast<double>(micros) / 1000.0;
}

Json requestJson(const CallRecord &record, const CallContents &contents)
{
    const std::vector<Field> fields = fieldsOf(contents.requestHead);
    const std::string target = base::redactTarget(record.start.target);
    Json request = { { "method", record.start.method },
                     { "url", "http://127.0.0.1:8737/" + record.start.upstream + target },
                     { "httpVersion", "HTTP/1.1" },
                     { "cookies", Json::array() },
                     { "headers", headersJson(fields) },
                     { "queryString", queryJson(target) },
                     { "headersSize", -1 },
                     { "bodySize", record.start.requestBytes } };
    if (!contents.requestBodyMissing && !contents.requestBody.empty())
        request["postData"] = { { "mimeType", valueOf(fields, "content-type") },
                                { "params", Json::array() },
                                { "text", base::redactText(contents.requestBody) } };
    return request;
}

Json responseJson(const CallRecord &record, const CallContents &contents)
{
    const std::vector<Field> fields = fieldsOf(contents.responseHead);
    Json content = { { "size", contents.responseBody.size() }, { "mimeType", valueOf(fields, "content-type") } };
    if (!contents.responseBodyMissing) {
        const std::string body = base::redactText(contents.responseBody);
        const bool text = base::isValidUtf8(body);
        content["text"] = text ? body : toBase64(body);
        if (!text)
            content["encoding"] = "base64";
    }
    return { { "status", record.end.status },
             { "statusText", "" },
             { "httpVersion", "HTTP/1.1" },
             { "cookies", Json::array() },
             { "headers", headersJson(fields) },
             { "content", std::move(content) },
             { "redirectURL", "" },
             { "headersSize", -1 },
             { "bodySize", record.end.responseBytes } };
}

/** HAR: -1 means "does not apply"; send, wait and receive must be there and not negative. */
Json timingsJson(const CallEnd &end)
{
    const std::int64_t total = std::max<std::int64_t>(end.totalMicros, 0);
    const std::int64_t blocked = std::clamp<std::int64_t>(end.waitMicros, 0, total);
    const std::int64_t firstByte
        = end.firstByteMicros < 0 ? total : std::clamp(end.firstByteMicros, blocked, total);
    const std::int64_t connect
        = end.connectMicros < 0 ? -1 : std::clamp<std::int64_t>(end.connectMicros, 0, firstByte - blocked);
    const std::int64_t wait = firstByte - blocked - std::max<std::int64_t>(connect, 0);
    return { { "blocked", millis(blocked) },
             { "dns", -1 },
             { "connect", connect < 0 ? -1.0 : millis(connect) },
             { "send", 0 },
             { "wait", millis(wait) },
             { "receive", millis(total - firstByte) },
             { "ssl", -1 } };
}

} // namespace

std::string harHead()
{
    return R"({"log":{"version":"1.2","creator":{"name":"Cachescope","version":"1"},"pages":[],"entries":[)"
           "\n";
}

std::string harTail()
{
    return "\n]}}\n";
}

Json harEntry(const CallRecord &record, const CallContents &contents)
{
    return { { "startedDateTime", isoTime(record.start.startedAt) },
             { "time", millis(std::max<std::int64_t>(record.end.totalMicros, 0)) },
             { "request", requestJson(record, contents) },
             { "response", responseJson(record, contents) },
             { "cache", Json::object() },
             { "timings", timingsJson(record.end) },
             { "_cachescope", recordToJson(record) } };
}

} // namespace cachescope::requestlog
