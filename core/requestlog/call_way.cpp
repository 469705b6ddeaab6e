// SPDX-License-Identifier: MIT
#include "requestlog/call_way.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace cachescope::requestlog {

namespace {

using Json = nlohmann::ordered_json;

/** Names in JSON of the way's plain strings. */
constexpr std::array<std::pair<const char *, std::string CallWay::*>, 8> texts{ {
    { "retry_end", &CallWay::retryEnd },
    { "answered_by", &CallWay::answeredBy },
    { "answered_model", &CallWay::answeredModel },
    { "policy", &CallWay::policy },
    { "policy_reason", &CallWay::policyReason },
    { "purpose", &CallWay::purpose },
    { "comparison", &CallWay::comparison },
    { "gate", &CallWay::gate },
} };

Json attemptToJson(const CallAttempt &attempt)
{
    Json json
        = { { "start_us", attempt.startMicros }, { "end_us", attempt.endMicros }, { "status", attempt.status } };
    if (!attempt.problem.empty())
        json["problem"] = attempt.problem;
    if (!attempt.upstream.empty())
        json["upstream"] = attempt.upstream;
    return json;
}

std::string textOf(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t numberOf(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

Json spliceToJson(const CallSplice &splice)
{
    Json json = { { "what", splice.what } };
    if (splice.byte >= 0)
        json["byte"] = splice.byte;
    if (splice.removed > 0)
        json["removed"] = splice.removed;
    json["inserted"] = splice.inserted;
    return json;
}

CallSplice spliceFrom(const Json &json)
{
    CallSplice splice{ textOf(json, "what"), -1, numberOf(json, "removed"), textOf(json, "inserted") };
    if (json.contains("byte"))
        splice.byte = numberOf(json, "byte");
    return splice;
}

CallAttempt attemptFrom(const Json &json)
{
    return { numberOf(json, "start_us"), numberOf(json, "end_us"), static_cast<int>(numberOf(json, "status")),
             textOf(json, "problem"), textOf(json, "upstream") };
}

} // namespace

bool CallWay::empty() const
{
    return *this == CallWay{};
}

std::optional<std::string> bodyAsSent(std::string_view clientBody, const CallWay &way)
{
    std::string body;
    std::size_t at = 0;
    for (const CallSplice &splice : way.helpRefused > 0 ? std::vector<CallSplice>{} : way.splices) {
        if (splice.byte < 0)
            continue;
        const auto begin = static_cast<std::size_t>(splice.byte);
        const auto removed = static_cast<std::size_t>(std::max<std::int64_t>(0, splice.removed));
        if (begin < at || begin > clientBody.size() || removed > clientBody.size() - begin)
            return {};
        body.append(clientBody.substr(at, begin - at)).append(splice.inserted);
        at = begin + removed;
    }
    body.append(clientBody.substr(at));
    return body;
}

std::string toJson(const CallWay &way)
{
    Json json = Json::object();
    for (const CallAttempt &attempt : way.attempts)
        json["attempts"].push_back(attemptToJson(attempt));
    if (way.limitWaitMicros > 0)
        json["limit_wait_us"] = way.limitWaitMicros;
    for (const CallSplice &splice : way.splices)
        json["splices"].push_back(spliceToJson(splice));
    if (way.helpRefused > 0)
        json["help_refused"] = way.helpRefused;
    if (way.gateWaitMicros > 0)
        json["gate_wait_us"] = way.gateWaitMicros;
    for (const auto &[name, member] : texts) {
        if (!(way.*member).empty())
            json[name] = way.*member;
    }
    return json.empty() ? std::string() : json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

CallWay callWayFromJson(std::string_view text)
{
    CallWay way;
    const Json json = text.empty() ? Json() : Json::parse(text, nullptr, false);
    if (!json.is_object())
        return way;
    if (const auto attempts = json.find("attempts"); attempts != json.end() && attempts->is_array()) {
        for (const Json &attempt : *attempts) {
            if (attempt.is_object())
                way.attempts.push_back(attemptFrom(attempt));
        }
    }
    if (const auto splices = json.find("splices"); splices != json.end() && splices->is_array()) {
        for (const Json &splice : *splices) {
            if (splice.is_object())
                way.splices.push_back(spliceFrom(splice));
        }
    }
    way.helpRefused = static_cast<int>(numberOf(json, "help_refused"));
    way.gateWaitMicros = numberOf(json, "gate_wait_us");
    way.limitWaitMicros = numberOf(json, "limit_wait_us");
    for (const auto &[name, member] : texts)
        way.*member = textOf(json, name);
    return way;
}

} // namespace cachescope::requestlog
