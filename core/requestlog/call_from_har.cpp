// SPDX-License-Identifier: MIT
#include "requestlog/call_from_json.h"

#include "base/digest.h"
#include "base/redact.h"
#include "base/text.h"
#include "providers/answer.h"
#include "providers/upstreams.h"
#include "requestlog/json_fields.h"

#include <algorithm>

namespace cachescope::requestlog {

namespace {

using base::Result;

constexpr std::size_t mostBody = std::size_t{ 64 } << 20;

/** Header fields as the log keeps them: "Name: value\n". */
std::string headOf(JsonFields &message)
{
    std::string head;
    const Json *const list = message.array("headers");
    for (std::size_t i = 0; list != nullptr && i < list->size() && i < 1000; ++i) {
        std::string ignored;
        JsonFields field((*list)[i], ignored);
        const std::string name = field.text("name", 256);
        const std::string value = field.text("value", 65'536);
        if (!name.empty() && (name + value).find_first_of("\r\n") == std::string::npos)
            head.append(name).append(": ").append(value).append("\n");
    }
    return head;
}

std::string valueOf(const std::string &head, std::string_view name)
{
    for (const std::string_view line : base::split(head, '\n')) {
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && base::equalIgnoringCase(line.substr(0, colon), name))
            return std::string(base::trim(line.substr(colon + 1)));
    }
    return {};
}

std::string bodyOf(JsonFields content)
{
    const std::string text = content.text("text", mostBody);
    if (content.text("encoding", 16) != "base64")
        return text;
    const auto bytes = fromBase64(text);
    if (!bytes)
        content.fail("text", "is no base64");
    return bytes.value_or(std::string());
}

/** What an address leads to: a known provider, or its host; and the target that this provider gets. */
void readAddress(std::string_view url, CallStart &start)
{
    const std::size_t scheme = url.find("://");
    const std::size_t hostBegin = scheme == std::string_view::npos ? 0 : scheme + 3;
    const std::size_t path = url.find('/', hostBegin);
    const std::string_view origin = url.substr(0, path);
    start.target = path == std::string_view::npos ? "/" : std::string(url.substr(path));
    for (const providers::BuiltInUpstream &upstream : providers::builtInUpstreams()) {
        if (!url.starts_with(upstream.origin))
            continue;
        const std::string_view rest = url.substr(upstream.origin.size());
        if (!rest.empty() && rest.front() != '/' && rest.front() != '?')
            continue;
        start.upstream = upstream.name;
        start.target = rest.empty() ? "/" : std::string(rest);
        return;
    }
    std::string_view host = origin.substr(hostBegin);
    host = host.substr(host.find('@') == std::string_view::npos ? 0 : host.find('@') + 1);
    start.upstream = host.substr(0, host.find(':'));
}

/** The same call gives the same id, however often it is imported. */
base::Uid uidOf(const CallRecord &record, std::string_view url)
{
    const base::Digest digest = base::sha256(
        std::to_string(record.start.startedAt) + "\n" + record.start.method + "\n" + std::string(url) + "\n"
        + record.end.requestBody + "\n" + std::to_string(record.end.status) + "\n" + record.end.responseBody);
    base::Uid uid = base::Uid::create(record.start.startedAt);
    constexpr std::size_t timeBytes = 6;
    std::copy_n(
        digest.begin(), uid.bytes.size() - timeBytes, uid.bytes.begin() + static_cast<std::ptrdiff_t>(timeBytes));
    return uid;
}

void readAnswer(CallRecord &record, const std::string &contentType)
{
    CallEnd &end = record.end;
    providers::AnswerObserver observer(record.start.api, end.status, contentType);
    observer.feed(end.responseBody);
    const providers::AnswerFacts facts = observer.finish();
    end.usage = facts.usage;
    end.servedModel = facts.servedModel;
    end.serviceTier = facts.serviceTier;
    end.finishReason = facts.finishReason;
    end.toolCalls = facts.hasToolCalls;
    end.diagnosticsJson = facts.diagnosticsJson;
    end.errorMessage = base::redactText(facts.errorMessage);
    constexpr int firstError = 400;
    const bool failed = end.status == 0 || end.status >= firstError;
    end.outcome = failed ? Outcome::Error : Outcome::Bypass;
    end.cacheDetail = "imported";
    end.state = end.status == 0 ? CallState::Failed
        : facts.complete        ? CallState::Complete
                                : CallState::NoTerminalEvent;
    if (failed)
        end.errorKind = end.status == 0 ? "connect" : "upstream_status";
}

Result<CallRecord> foreignCall(JsonFields &entry, std::string &problem)
{
    CallRecord record;
    CallStart &start = record.start;
    CallEnd &end = record.end;
    JsonFields request = entry.object("request");
    JsonFields response = entry.object("response");
    start.startedAt = entry.time("startedDateTime").value_or(0);
    start.method = request.text("method", 64);
    const std::string url = request.text("url");
    const std::string requestHead = headOf(request);
    end.requestBody = bodyOf(request.object("postData"));
    end.status = static_cast<int>(std::min<std::int64_t>(response.count("status"), 999));
    end.responseBody = bodyOf(response.object("content"));
    end.responseHead = headOf(response);
    end.totalMicros = std::max<std::int64_t>(entry.millis("time"), 0);
    JsonFields timings = entry.object("timings");
    if (const Json *const wait = timings.any("wait");
        wait != nullptr && wait->is_number() && wait->get<double>() >= 0)
        end.firstByteMicros = std::min(timings.millis("wait"), end.totalMicros);
    if (!problem.empty())
        return base::failure(base::ErrorCode::InvalidInput, problem);
    readAddress(url, start);
    start.api = providers::classify(start.method, start.target);
    const providers::CallFacts facts = providers::inspectRequest(start.method, start.target, end.requestBody);
    start.model = facts.model;
    start.session = facts.sessionHint;
    start.firstText = base::redactText(facts.firstUserText);
    start.stream = facts.form != providers::AnswerForm::Json;
    start.client = providers::clientName(valueOf(requestHead, "user-agent"));
    start.requestBytes = static_cast<std::int64_t>(end.requestBody.size());
    end.responseBytes = static_cast<std::int64_t>(end.responseBody.size());
    end.attempts = 1;
    readAnswer(record, valueOf(end.responseHead, "content-type"));
    start.uid = uidOf(record, url);
    start.target = base::redactTarget(start.target);
    end.requestHead = base::redactHead(requestHead);
    end.responseHead = base::redactHead(end.responseHead);
    end.requestBody = base::redactText(end.requestBody);
    end.responseBody = base::redactText(end.responseBody);
    end.usage.rawJson = base::redactText(end.usage.rawJson);
    return record;
}

} // namespace

Result<CallRecord> callFromHar(const Json &json)
{
    std::string problem;
    JsonFields entry(json, problem);
    const Json *const own = entry.any("_cachescope");
    if (own == nullptr)
        return foreignCall(entry, problem);
    auto record = callFromJson(*own);
    if (!record)
        return record;
    JsonFields request = entry.object("request");
    JsonFields response = entry.object("response");
    record->end.requestHead = base::redactHead(headOf(request));
    record->end.responseHead = base::redactHead(headOf(response));
    record->end.requestBody = base::redactText(bodyOf(request.object("postData")));
    record->end.responseBody = base::redactText(bodyOf(response.object("content")));
    if (!problem.empty())
        return base::failure(base::ErrorCode::InvalidInput, problem);
    return record;
}

} // namespace cachescope::requestlog
