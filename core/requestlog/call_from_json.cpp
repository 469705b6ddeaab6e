// SPDX-License-Identifier: MIT
#include "requestlog/call_from_json.h"

#include "base/redact.h"
#include "base/text.h"
#include "requestlog/call_way.h"
#include "requestlog/json_fields.h"

#include <algorithm>

namespace cachescope::requestlog {

namespace {

using base::Result;

constexpr std::size_t mostBody = std::size_t{ 64 } << 20;
constexpr std::size_t mostHead = std::size_t{ 1 } << 20;
constexpr std::size_t mostTags = 100;

/** The value whose name it is, of a set from 0 to `last`; a problem when there is none. */
template <typename Value, typename NameOf>
Value named(JsonFields &fields, const char *name, Value last, const NameOf &nameOf)
{
    const std::string text = fields.text(name, 64);
    for (int i = 0; i <= static_cast<int>(last); ++i)
        if (nameOf(static_cast<Value>(i)) == text)
            return static_cast<Value>(i);
    fields.fail(name, "is \"" + text.substr(0, 40) + "\", which this program does not know");
    return Value{};
}

std::vector<std::string> tagsOf(JsonFields &fields)
{
    std::vector<std::string> tags;
    const Json *const list = fields.array("tags");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const auto *const tag = (*list)[i].get_ptr<const std::string *>();
        if (tag == nullptr || i >= mostTags || tag->size() > 1024) {
            fields.fail("tags", "is no list of at most 100 short texts");
            break;
        }
        tags.push_back(*tag);
    }
    return tags;
}

void readStart(JsonFields &fields, CallStart &start)
{
    const auto uid = base::Uid::parse(fields.text("id", 64));
    if (!uid)
        fields.fail("id", "is no id of a call");
    const auto startedAt = fields.time("started_at");
    if (uid && startedAt && uid->time() / 1000 != *startedAt / 1000)
        fields.fail("id", "belongs to another time than \"started_at\"");
    start.uid = uid.value_or(base::Uid());
    start.startedAt = startedAt.value_or(0);
    start.id = fields.count("log_id");
    start.upstream = fields.text("upstream", 256);
    const auto api = providers::apiFromName(fields.text("api", 64));
    if (!api && fields.has("api"))
        fields.fail("api", "is no shape of a call");
    start.api = api.value_or(providers::Api::Opaque);
    start.method = fields.text("method", 64);
    start.target = base::redactTarget(fields.text("target"));
    start.model = fields.text("model", 1024);
    start.client = fields.text("client", 1024);
    start.session = fields.text("session", 4096);
    start.project = fields.text("project", 1024);
    start.nameSpace = fields.text("namespace", 1024);
    start.version = fields.text("version", 1024);
    start.tags = tagsOf(fields);
    start.credential = fields.text("credential", 64);
    start.stream = fields.flag("stream");
    start.requestBytes = fields.count("request_bytes");
    start.firstText = base::redactText(fields.text("first_text"));
}

void readUsage(JsonFields fields, providers::Usage &usage)
{
    const std::string source = fields.text("source", 16);
    if (source == "reported")
        usage.source = providers::UsageSource::Reported;
    else if (source == "estimated")
        usage.source = providers::UsageSource::Estimated;
    else if (!source.empty())
        fields.fail("source", "is neither reported nor estimated");
    providers::TokenUsage &tokens = usage.tokens;
    tokens.fresh = fields.count("fresh");
    tokens.cacheRead = fields.count("cache_read");
    tokens.cacheWrite5m = fields.count("cache_write_5m");
    tokens.cacheWrite1h = fields.count("cache_write_1h");
    tokens.cacheWriteOther = fields.count("cache_write") - tokens.cacheWrite5m - tokens.cacheWrite1h;
    if (tokens.cacheWriteOther < 0)
        fields.fail("cache_write", "is less than its parts");
    tokens.output = fields.count("output");
    tokens.reasoning = fields.count("reasoning");
    usage.inconsistent = fields.flag("inconsistent");
    if (const Json *const raw = fields.any("raw"))
        usage.rawJson = base::redactText(raw->is_string() ? raw->get<std::string>() : dumped(*raw));
}

void readMoney(JsonFields fields, CallEnd &end)
{
    end.billed = fields.money("billed");
    end.withoutCache = fields.money("without_cache");
    end.avoided = fields.money("avoided");
    const auto fresh = fields.money("fresh");
    const auto read = fields.money("cache_read");
    const auto write = fields.money("cache_write");
    const auto output = fields.money("output");
    if (!fresh || !read || !write || !output)
        return;
    end.parts = { *fresh, *read, *write, *output };
    if (!end.billed || end.parts->sum() != *end.billed)
        fields.fail("billed", "is not the sum of its parts");
}

void readEnd(JsonFields &fields, CallEnd &end)
{
    end.state = named(fields, "state", CallState::Lost, callStateName);
    if (end.state == CallState::Open)
        fields.fail("state", "is open: a call is imported when it has ended");
    end.outcome = named(fields, "outcome", Outcome::Error, outcomeName);
    end.status = static_cast<int>(std::min<std::int64_t>(fields.count("status"), 999));
    JsonFields cache = fields.object("cache");
    end.cacheDetail = cache.text("detail", 4096);
    end.cacheKey = cache.text("key", 256);
    end.hitOf = cache.count("hit_of");
    end.stored = cache.flag("stored");
    end.servedModel = fields.text("served_model", 1024);
    end.serviceTier = fields.text("service_tier", 256);
    end.finishReason = fields.text("finish_reason", 256);
    JsonFields error = fields.object("error");
    end.errorKind = error.text("kind", 256);
    end.errorMessage = base::redactText(error.text("message"));
    if (fields.has("usage"))
        readUsage(fields.object("usage"), end.usage);
    readMoney(fields.object("usd"), end);
    JsonFields millis = fields.object("ms");
    end.totalMicros = millis.millis("total");
    end.firstByteMicros = millis.millis("first_byte");
    end.firstTokenMicros = millis.millis("first_token");
    end.connectMicros = millis.millis("connect");
    end.waitMicros = millis.millis("wait");
    end.overheadMicros = millis.millis("overhead");
    end.attempts = static_cast<int>(std::min<std::int64_t>(fields.count("attempts"), 1'000'000));
    end.responseBytes = fields.count("response_bytes");
    end.toolCalls = fields.flag("tool_calls");
    end.diagnosticsJson = base::redactText(fields.text("diagnostics", mostHead));
    if (const Json *const way = fields.any("way"); way != nullptr && way->is_object())
        end.way = std::make_shared<const CallWay>(callWayFromJson(dumped(*way)));
}

std::string bodyOf(JsonFields &fields, const char *name)
{
    const std::string text = fields.text(name, mostBody);
    const std::string encoding = fields.text((std::string(name) + "_encoding").c_str(), 16);
    if (encoding.empty())
        return base::redactText(text);
    const auto bytes = encoding == "base64" ? fromBase64(text) : std::nullopt;
    if (!bytes)
        fields.fail(name, "is not encoded as it says");
    return base::redactText(bytes.value_or(std::string()));
}

void readContents(JsonFields fields, CallEnd &end)
{
    end.requestHead = base::redactHead(fields.text("request_head", mostHead));
    end.responseHead = base::redactHead(fields.text("response_head", mostHead));
    end.requestBody = bodyOf(fields, "request_body");
    end.responseBody = bodyOf(fields, "response_body");
    end.responseBodyTruncated = fields.flag("response_body_truncated");
}

Result<CallRecord> checked(CallRecord record, const std::string &problem)
{
    if (!problem.empty())
        return base::failure(base::ErrorCode::InvalidInput, problem);
    return record;
}

} // namespace

Result<CallRecord> callFromJson(const Json &json)
{
    std::string problem;
    CallRecord record;
    JsonFields fields(json, problem);
    readStart(fields, record.start);
    readEnd(fields, record.end);
    record.pinned = fields.flag("pinned");
    record.note = base::redactText(fields.text("note"));
    if (fields.has("contents"))
        readContents(fields.object("contents"), record.end);
    return checked(std::move(record), problem);
}

void priceImported(CallRecord &record, const providers::PriceBook &book)
{
    CallEnd &end = record.end;
    if (end.billed || end.usage.source == providers::UsageSource::None || end.attempts == 0)
        return;
    std::string geo;
    const Json raw = Json::parse(end.usage.rawJson, nullptr, false);
    if (const auto found = raw.is_object() ? raw.find("inference_geo") : raw.end();
        found != raw.end() && found->is_string())
        geo = found->get<std::string>();
    const providers::PriceContext context{ record.start.startedAt, end.serviceTier, geo, end.usage.explicitCache };
    const bool elsewhere = end.way && !end.way->answeredBy.empty();
    const auto cost = book.cost(
        elsewhere ? end.way->answeredBy : record.start.upstream,
        elsewhere && !end.way->answeredModel.empty() ? end.way->answeredModel : record.start.model,
        end.usage.tokens, context);
    if (!cost)
        return;
    end.billed = cost->billed;
    end.withoutCache = cost->withoutCache;
    end.parts = { cost->input, cost->cacheRead, cost->cacheWrite, cost->output };
}

} // namespace cachescope::requestlog
