// SPDX-License-Identifier: MIT
#include "base/text.h"
#include "providers/answer.h"
#include "providers/error_reader.h"
#include "providers/json_scanner.h"
#include "providers/text_limits.h"

namespace cachescope::providers {

namespace {

constexpr std::size_t messageBytes = 500;

/** google.rpc.Code names for HTTP statuses (rules, section 13). */
std::string_view googleStatus(int status)
{
    switch (status) {
    case 400:
        return "INVALID_ARGUMENT";
    case 401:
        return "UNAUTHENTICATED";
    case 403:
        return "PERMISSION_DENIED";
    case 404:
        return "NOT_FOUND";
    case 409:
        return "ABORTED";
    case 413:
        return "OUT_OF_RANGE";
    case 429:
        return "RESOURCE_EXHAUSTED";
    case 502:
    case 503:
        return "UNAVAILABLE";
    case 504:
        return "DEADLINE_EXCEEDED";
    default:
        return status >= 500 ? "INTERNAL" : "FAILED_PRECONDITION";
    }
}

void appendMember(std::string &out, std::string_view name, std::string_view text)
{
    appendJsonString(out, name);
    out.push_back(':');
    appendJsonString(out, text);
}

std::string geminiError(int status, std::string_view code, std::string_view message)
{
    std::string body = "{\"error\":{\"code\":" + std::to_string(status) + ',';
    appendMember(body, "message", message);
    body.push_back(',');
    appendMember(body, "status", googleStatus(status));
    // Google's place for a reason that programs read; the domain says that no Google server made this.
    body += R"(,"details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",)";
    appendMember(body, "reason", code);
    body += R"(,"domain":"cachescope_error"}]}})";
    return body;
}

/** Takes the next value as a message: a string, or FastAPI's list of problems; empty for anything else. */
std::string messageOf(JsonScanner &json)
{
    if (json.kind() == JsonKind::String)
        return json.string().value_or("");
    if (json.kind() == JsonKind::Number)
        return std::string(json.raw());
    std::string text;
    if (!json.enterArray())
        return text;
    while (json.nextElement()) {
        if (!json.enterObject())
            continue;
        while (const auto key = json.nextKey())
            if (*key == "msg" && text.empty())
                text = json.string().value_or("");
    }
    return text;
}

struct Found
{
    std::string nested, message, error, detail; ///< error.message, message, error, detail: in the rules' order.
    std::string code, type, status; ///< Of the error object, else of the body itself.
};

void readErrorObject(JsonScanner &json, Found &found)
{
    if (json.kind() != JsonKind::Object) {
        found.error = messageOf(json);
        return;
    }
    json.enterObject();
    while (const auto key = json.nextKey()) {
        if (*key == "message")
            found.nested = messageOf(json);
        else if (*key == "code")
            found.code = messageOf(json);
        else if (*key == "type")
            found.type = messageOf(json);
        else if (*key == "status")
            found.status = messageOf(json);
    }
}

void readBody(JsonScanner &json, Found &found)
{
    if (json.kind() == JsonKind::Array) { // Gemini may wrap its error
        json.enterArray();
        while (json.nextElement())
            readBody(json, found);
        return;
    }
    if (!json.enterObject())
        return;
    while (const auto key = json.nextKey()) {
        if (*key == "error")
            readErrorObject(json, found);
        else if (*key == "message")
            found.message = messageOf(json);
        else if (*key == "detail")
            found.detail = messageOf(json);
        else if (*key == "code" && found.code.empty())
            found.code = messageOf(json);
    }
}

} // namespace

ErrorBody errorBody(Api api, int status, std::string_view code, std::string_view message)
{
    ErrorBody error{ "application/json", {} };
    const std::string text(base::isValidUtf8(message) ? message : "(message is not valid UTF-8)");
    if (api == Api::GeminiGenerate || api == Api::GeminiStream || api == Api::GeminiEmbed) {
        error.body = geminiError(status, code, text);
        return error;
    }
    if (api == Api::AnthropicMessages) {
        error.body = R"({"type":"error","error":{"type":"cachescope_error",)";
        appendMember(error.body, "message", text);
    } else {
        error.body = "{\"error\":{";
        appendMember(error.body, "message", text);
        error.body += R"(,"type":"cachescope_error","param":null)";
    }
    error.body.push_back(',');
    appendMember(error.body, "code", code);
    error.body += "}}";
    return error;
}

ProviderError readError(std::string_view body)
{
    Found found;
    JsonScanner json(body);
    if (json.kind() == JsonKind::None) {
        // An edge's page or a plain line: a line is worth showing, markup is not.
        const std::string_view text = base::trim(body.substr(0, body.find_first_of("\r\n")));
        const bool readable = !text.starts_with('<') && base::isValidUtf8(cutUtf8(text, messageBytes));
        return { readable ? std::string(cutUtf8(text, messageBytes)) : std::string(), {} };
    }
    readBody(json, found);
    if (!json.finish())
        return {};
    ProviderError error;
    for (const std::string *candidate : { &found.nested, &found.message, &found.error, &found.detail }) {
        if (error.message.empty())
            error.message = cutUtf8(*candidate, messageBytes);
    }
    // OpenAI names the code, Anthropic only the type; Gemini's and OpenRouter's numbers say less than the status.
    const bool numeric = found.code.find_first_not_of("0123456789") == std::string::npos;
    if (!numeric)
        error.code = found.code;
    else if (!found.status.empty())
        error.code = found.status;
    else
        error.code = !found.type.empty() ? found.type : found.code;
    error.code = cutUtf8(error.code, 100);
    return error;
}

std::string errorMessage(std::string_view body)
{
    return readError(body).message;
}

} // namespace cachescope::providers
