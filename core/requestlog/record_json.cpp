// SPDX-License-Identifier: MIT
#include "requestlog/record_json.h"

#include "base/redact.h"
#include "base/text.h"
#include "requestlog/call_way.h"
#include "requestlog/export.h"
#include "requestlog/rollups.h"

#include <array>
#include <ctime>

namespace cachescope::requestlog {

namespace {

Json usageJson(const providers::Usage &usage)
{
    if (usage.source == providers::UsageSource::None)
        return nullptr;
    const providers::TokenUsage &tokens = usage.tokens;
    Json raw = nullptr;
    if (!usage.rawJson.empty()) {
        // The provider's own object, as an object where it is one.
        const std::string text = base::redactText(usage.rawJson);
        raw = Json::parse(text, nullptr, false);
        if (raw.is_discarded())
            raw = text;
    }
    return { { "source", usage.source == providers::UsageSource::Reported ? "reported" : "estimated" },
             { "fresh", tokens.fresh },
             { "cache_read", tokens.cacheRead },
             { "cache_write", tokens.cacheWrite() },
             { "cache_write_5m", tokens.cacheWrite5m },
             { "cache_write_1h", tokens.cacheWrite1h },
             { "output", tokens.output },
             { "reasoning", tokens.reasoning },
             { "inconsistent", usage.inconsistent },
             { "raw", std::move(raw) } };
}

Json errorJson(const CallEnd &end)
{
    if (end.errorKind.empty() && end.errorMessage.empty())
        return nullptr;
    return { { "kind", end.errorKind }, { "message", base::redactText(end.errorMessage) } };
}

Json timingJson(const CallEnd &end)
{
    return { { "total", millisOrNull(end.totalMicros) },
             { "first_byte", millisOrNull(end.firstByteMicros) },
             { "first_token", millisOrNull(end.firstTokenMicros) },
             { "connect", millisOrNull(end.connectMicros) },
             { "wait", millisOrNull(end.waitMicros) },
             { "overhead", millisOrNull(end.overheadMicros) } };
}

Json partOrNull(const CallEnd &end, base::Money CostParts::*part)
{
    return end.parts ? moneyOrNull((*end.parts).*part) : Json(nullptr);
}

void addBody(Json &json, const char *name, const std::string &body)
{
    if (base::isValidUtf8(body)) {
        json[name] = base::redactText(body);
        return;
    }
    json[name] = toBase64(base::redactText(body));
    json[std::string(name) + "_encoding"] = "base64";
}

} // namespace

std::string dumped(const Json &json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string isoTime(base::UnixMicros time)
{
    constexpr std::int64_t secondMicros = 1'000'000;
    const auto seconds = static_cast<std::time_t>(bucketOf(time, secondMicros));
    std::tm parts = {};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 48> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    const std::string fraction = std::to_string(secondMicros + time - std::int64_t{ seconds } * secondMicros);
    return std::string(text.data(), size) + "." + fraction.substr(1) + "Z";
}

Json millisOrNull(std::int64_t micros)
{
    if (micros < 0)
        return nullptr;
    return static_cast<double>(micros) / 1000.0;
}

Json moneyOrNull(const std::optional<base::Money> &money)
{
    return money ? Json(money->toDecimal()) : Json(nullptr);
}

std::string toBase64(std::string_view bytes)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j)
            group = group << 8 | (i + j < bytes.size() ? static_cast<std::uint8_t>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            text.push_back(i + j > bytes.size() ? '=' : digits[group >> (18 - 6 * j) & 63]);
    }
    return text;
}

Json recordToJson(const CallRecord &record)
{
    const CallStart &start = record.start;
    const CallEnd &end = record.end;
    Json json = { { "id", start.uid.toString() },
                  { "log_id", start.id },
                  { "started_at", isoTime(start.startedAt) },
                  { "upstream", start.upstream },
                  { "api", providers::apiName(start.api) },
                  { "method", start.method },
                  { "target", base::redactTarget(start.target) },
                  { "model", start.model },
                  { "client", start.client },
                  { "session", start.session },
                  { "project", start.project },
                  { "namespace", start.nameSpace },
                  { "version", start.version },
                  { "tags", start.tags },
                  { "credential", start.credential },
                  { "stream", start.stream },
                  { "first_text", base::redactText(start.firstText) },
                  { "outcome", end.state == CallState::Open ? Json(nullptr) : Json(outcomeName(end.outcome)) },
                  { "state", callStateName(end.state) },
                  { "status", end.status },
                  { "cache",
                    { { "detail", end.cacheDetail },
                      { "key", end.cacheKey },
                      { "hit_of", end.hitOf == 0 ? Json(nullptr) : Json(end.hitOf) },
                      { "stored", end.stored } } },
                  { "served_model", end.servedModel },
                  { "service_tier", end.serviceTier },
                  { "finish_reason", end.finishReason },
                  { "error", errorJson(end) },
                  { "usage", usageJson(end.usage) },
                  { "usd",
                    { { "billed", moneyOrNull(end.billed) },
                      { "without_cache", moneyOrNull(end.withoutCache) },
                      { "avoided", moneyOrNull(end.avoided) },
                      { "fresh", partOrNull(end, &CostParts::fresh) },
                      { "cache_read", partOrNull(end, &CostParts::cacheRead) },
                      { "cache_write", partOrNull(end, &CostParts::cacheWrite) },
                      { "output", partOrNull(end, &CostParts::output) } } },
                  { "ms", timingJson(end) },
                  { "attempts", end.attempts },
                  { "request_bytes", start.requestBytes },
                  { "response_bytes", end.responseBytes },
                  { "tool_calls", end.toolCalls },
                  { "pinned", record.pinned },
                  { "note", base::redactText(record.note) } };
    if (record.reason != MissReason::NotAnalysed)
        json["why"] = missReasonName(record.reason);
    if (!end.diagnosticsJson.empty())
        json["diagnostics"] = base::redactText(end.diagnosticsJson);
    if (end.way)
        json["way"] = Json::parse(toJson(*end.way), nullptr, false);
    return json;
}

Json insightToJson(const CallInsight &insight)
{
    constexpr std::string_view says[] = { "nothing", "agrees", "differs" };
    const Json facts = Json::parse(base::redactText(insight.facts), nullptr, false);
    return { { "reason", missReasonName(insight.reason) },
             { "certainty", certaintyName(insight.certainty) },
             { "fault", isFault(insight.reason) },
             { "compared_with", insight.comparedWith == 0 ? Json(nullptr) : Json(insight.comparedWith) },
             { "predicted_tokens", insight.predicted },
             { "reported_tokens", insight.reported },
             { "again_tokens", insight.again },
             { "differs_at_token", insight.differsAt < 0 ? Json(nullptr) : Json(insight.differsAt) },
             { "extra", moneyOrNull(insight.extra) },
             { "rule", insight.rule.empty() ? Json(nullptr) : Json(insight.rule) },
             { "place", base::redactText(insight.place) },
             { "provider_says", says[static_cast<std::size_t>(insight.providerSays) % std::size(says)] },
             { "facts", facts.is_discarded() ? Json(nullptr) : facts } };
}

Json contentsToJson(const CallContents &contents)
{
    Json json = { { "request_head", base::redactHead(contents.requestHead) },
                  { "response_head", base::redactHead(contents.responseHead) } };
    if (!contents.requestBodyMissing)
        addBody(json, "request_body", contents.requestBody);
    if (!contents.responseBodyMissing)
        addBody(json, "response_body", contents.responseBody);
    json["response_body_truncated"] = contents.responseBodyTruncated;
    if (!contents.damage.empty())
        json["damage"] = contents.damage;
    return json;
}

std::string toJson(
    const CallRecord &record, const CallContents &contents, const std::optional<CallInsight> &insight)
{
    Json json = recordToJson(record);
    json["contents"] = contentsToJson(contents);
    json["insight"] = insight ? insightToJson(*insight) : Json(nullptr);
    return dumped(json);
}

std::string toJson(const CallRecord &record)
{
    return dumped(recordToJson(record));
}

std::string toJson(const CallRecord &record, const CallContents &contents)
{
    Json json = recordToJson(record);
    json["contents"] = contentsToJson(contents);
    return dumped(json);
}

} // namespace cachescope::requestlog
