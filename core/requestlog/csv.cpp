// SPDX-License-Identifier: MIT
#include "requestlog/csv.h"

#include "base/redact.h"
#include "requestlog/record_json.h"

namespace cachescope::requestlog {

namespace {

class Line
{
public:
    void text(std::string_view value)
    {
        const bool formula
            = !value.empty() && std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos;
        field((formula ? "'" : "") + base::redactText(std::string(value)));
    }
    void number(std::int64_t value) { field(std::to_string(value)); }
    void optional(std::int64_t value) { field(value < 0 ? std::string() : std::to_string(value)); }
    void money(const std::optional<base::Money> &value) { field(value ? value->toDecimal() : std::string()); }
    std::string take() { return m_line + "\r\n"; }
    void field(std::string_view value)
    {
        if (m_fields++ > 0)
            m_line.push_back(',');
        if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
            m_line += value;
            return;
        }
        m_line.push_back('"');
        for (const char c : value) {
            if (c == '"')
                m_line.push_back('"');
            m_line.push_back(c);
        }
        m_line.push_back('"');
    }

private:
    std::string m_line;
    int m_fields = 0;
};

} // namespace

std::string csvHeader()
{
    return "id,log_id,started_at,upstream,api,method,target,model,client,session,project,namespace,version,tags,"
           "stream,outcome,state,status,cache_detail,cache_key,hit_of,stored,served_model,service_tier,finish_"
           "reason,"
           "error_kind,error_message,usage_source,fresh,cache_read,cache_write_5m,cache_write_1h,cache_write_other,"
           "output,reasoning,usd_billed,usd_without_cache,usd_avoided,total_us,first_byte_us,first_token_us,"
           "connect_us,"
           "wait_us,overhead_us,attempts,request_bytes,response_bytes,tool_calls,pinned,note,first_text,why\r\n";
}

std::string csvLine(const CallRecord &record)
{
    const CallStart &start = record.start;
    const CallEnd &end = record.end;
    const providers::TokenUsage &tokens = end.usage.tokens;
    std::string tags;
    for (const std::string &tag : start.tags)
        tags += (tags.empty() ? "" : " ") + tag;
    Line line;
    line.field(start.uid.toString());
    line.number(start.id);
    line.field(isoTime(start.startedAt));
    line.text(start.upstream);
    line.field(providers::apiName(start.api));
    line.text(start.method);
    line.text(base::redactTarget(start.target));
    for (const std::string *value : { &start.model, &start.client, &start.session, &start.project, &start.nameSpace,
                                      &start.version, static_cast<const std::string *>(&tags) })
        line.text(*value);
    line.number(start.stream ? 1 : 0);
    line.field(end.state == CallState::Open ? std::string_view() : outcomeName(end.outcome));
    line.field(callStateName(end.state));
    line.number(end.status);
    line.text(end.cacheDetail);
    line.text(end.cacheKey);
    line.field(end.hitOf == 0 ? std::string() : std::to_string(end.hitOf));
    line.number(end.stored ? 1 : 0);
    for (const std::string *value :
         { &end.servedModel, &end.serviceTier, &end.finishReason, &end.errorKind, &end.errorMessage })
        line.text(*value);
    constexpr std::string_view sources[] = { "none", "reported", "estimated" };
    line.field(sources[static_cast<std::size_t>(end.usage.source) % 3]);
    for (const std::int64_t value : { tokens.fresh, tokens.cacheRead, tokens.cacheWrite5m, tokens.cacheWrite1h,
                                      tokens.cacheWriteOther, tokens.output, tokens.reasoning })
        line.number(value);
    for (const auto *money : { &end.billed, &end.withoutCache, &end.avoided })
        line.money(*money);
    for (const std::int64_t value : { end.totalMicros, end.firstByteMicros, end.firstTokenMicros, end.connectMicros,
                                      end.waitMicros, end.overheadMicros })
        line.optional(value);
    for (const std::int64_t value : { std::int64_t{ end.attempts }, start.requestBytes, end.responseBytes,
                                      std::int64_t{ end.toolCalls }, std::int64_t{ record.pinned } })
        line.number(value);
    line.text(record.note);
    line.text(start.firstText);
    line.field(missReasonName(record.reason));
    return line.take();
}

} // namespace cachescope::requestlog
