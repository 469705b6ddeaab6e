// SPDX-License-Identifier: MIT
#include "proxy/metrics.h"

#include "requestlog/call_way.h"

#include <algorithm>
#include <cstdio>

namespace cachescope::proxy {

using requestlog::Outcome;

namespace {

constexpr std::size_t maxModels = 200;
constexpr double microsPerSecond = 1e6;

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == '"')
            out.push_back('\\');
        if (c == '\n')
            out.append("\\n");
        else if (static_cast<unsigned char>(c) >= 0x20)
            out.push_back(c);
    }
    return out;
}

std::string number(double value)
{
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.9g", value);
    return text.data();
}

std::string label(std::string_view name, std::string_view value)
{
    return std::string(name) + "=\"" + escaped(value) + "\"";
}

void head(std::string &out, std::string_view name, std::string_view type, std::string_view help)
{
    out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
    out.append(name).append(" ").append(type).append("\n");
}

void sample(std::string &out, std::string_view name, const std::string &labels, const std::string &value)
{
    out.append(name);
    if (!labels.empty())
        out.append("{").append(labels).append("}");
    out.append(" ").append(value).append("\n");
}

void histogram(
    std::string &out, const std::string &name, const std::string &labels, const DurationHistogram &values)
{
    const std::string comma = labels.empty() ? "" : ",";
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < values.counts.size(); ++i) {
        total += values.counts[i];
        const std::string bound
            = i < DurationHistogram::bounds.size() ? number(DurationHistogram::bounds[i]) : "+Inf";
        sample(out, name + "_bucket", labels + comma + label("le", bound), std::to_string(total));
    }
    sample(out, name + "_sum", labels, number(values.sum));
    sample(out, name + "_count", labels, std::to_string(total));
}

/** Help and type of what other rooms report as plain numbers. */
struct GaugeText
{
    std::string_view name, type, help;
};
constexpr std::array<GaugeText, 22> gaugeTexts{ {
    { "cachescope_cache_entries", "gauge", "Answers in the response cache." },
    { "cachescope_cache_bytes", "gauge", "Bytes of the response cache on disk." },
    { "cachescope_evictions_total", "counter", "Answers removed to make room." },
    { "cachescope_log_queue_rows", "gauge", "Log rows that wait to be written." },
    { "cachescope_log_dropped_total", "counter", "Log rows that were lost." },
    { "cachescope_log_degraded", "gauge", "1 while log and cache cannot be written and wait in memory." },
    { "cachescope_analysis_pending_calls", "gauge", "Calls that wait for their analysis." },
    { "cachescope_analysed_total", "counter", "Calls that were analysed." },
    { "cachescope_analysis_passed_over_total", "counter", "Calls that came too fast to be analysed." },
    { "cachescope_analysis_bytes", "gauge", "Memory of the prefix index." },
    { "cachescope_team_cache_reachable", "gauge", "1 while the team's Redis answers." },
    { "cachescope_team_cache_hits_total", "counter", "Answers that came from the team's Redis." },
    { "cachescope_team_cache_failures_total", "counter", "Look-ups that the team's Redis did not answer in time." },
    { "cachescope_team_cache_misses_total", "counter", "Look-ups for which the team's Redis had no answer." },
    { "cachescope_team_cache_stored_total", "counter", "Answers that were handed to the team's Redis." },
    { "cachescope_team_cache_unstored_total", "counter", "Answers that were not handed to the team's Redis." },
    { "cachescope_team_turns_led_total", "counter", "Calls made for all members of the team that have the same." },
    { "cachescope_team_turns_answered_total", "counter", "Calls that another member's call under way answered." },
    { "cachescope_team_turns_alone_total", "counter",
      "Calls made alone: no server, or the other member gave nothing in time." },
    { "cachescope_team_invalidations_told_total", "counter", "Invalidations and undos told to the team." },
    { "cachescope_team_invalidations_heard_total", "counter",
      "Invalidations and undos heard of in the team, own ones too." },
    { "cachescope_team_gaps_total", "counter",
      "Times when some may have been missed: shared answers left the memory." },
} };

} // namespace

void DurationHistogram::add(std::int64_t micros)
{
    const double seconds = static_cast<double>(micros) / microsPerSecond;
    const auto bound = std::lower_bound(bounds.begin(), bounds.end(), seconds);
    ++counts[static_cast<std::size_t>(bound - bounds.begin())];
    sum += seconds;
}

const std::string &Metrics::modelName(const std::string &model)
{
    static const std::string other = "other";
    if (const auto known = m_models.find(model); known != m_models.end())
        return *known;
    if (m_models.size() >= maxModels)
        return other;
    return *m_models.insert(model).first;
}

void Metrics::recordHelp(const std::string &upstream, const requestlog::CallWay &way)
{
    std::set<std::string_view> kinds;
    for (const requestlog::CallSplice &splice : way.splices)
        kinds.insert(splice.what);
    for (const std::string_view kind : kinds)
        ++m_helped[{ upstream, std::string(kind) }];
    if (way.helpRefused > 0)
        ++m_helpRefused[upstream];
    if (!way.gate.empty())
        ++m_gates[{ upstream, way.gate }];
    if (way.gateWaitMicros > 0)
        m_gateWaits.add(way.gateWaitMicros);
}

void Metrics::renderHelp(std::string &out) const
{
    head(out, "cachescope_helped_requests_total", "counter", "Requests changed for the provider's cache, by what.");
    for (const auto &[key, count] : m_helped)
        sample(
            out, "cachescope_helped_requests_total", label("upstream", key.first) + "," + label("what", key.second),
            std::to_string(count));
    head(
        out, "cachescope_help_refused_total", "counter",
        "Changed requests that the upstream refused; sent again as they came.");
    for (const auto &[upstream, count] : m_helpRefused)
        sample(out, "cachescope_help_refused_total", label("upstream", upstream), std::to_string(count));
    head(
        out, "cachescope_own_calls_total", "counter", "Calls that Cachescope made on its own account, by purpose.");
    for (const auto &[key, calls] : m_own)
        sample(
            out, "cachescope_own_calls_total", label("upstream", key.first) + "," + label("purpose", key.second),
            std::to_string(calls.first));
    head(out, "cachescope_own_cost_usd_total", "counter", "What they cost; a part of cachescope_cost_usd_total.");
    for (const auto &[key, calls] : m_own)
        sample(
            out, "cachescope_own_cost_usd_total", label("upstream", key.first) + "," + label("purpose", key.second),
            calls.second.toDecimal());
    head(
        out, "cachescope_warm_gate_calls_total", "counter",
        "Calls that led, followed, or gave up waiting at the warm gate.");
    for (const auto &[key, count] : m_gates)
        sample(
            out, "cachescope_warm_gate_calls_total",
            label("upstream", key.first) + "," + label("result", key.second), std::to_string(count));
    head(out, "cachescope_warm_gate_wait_seconds", "histogram", "Time that calls waited at the warm gate.");
    histogram(out, "cachescope_warm_gate_wait_seconds", {}, m_gateWaits);
}

void Metrics::record(const requestlog::CallStart &start, const requestlog::CallEnd &end)
{
    const std::lock_guard lock(m_mutex);
    const std::string &model = modelName(start.model);
    const std::string &upstream = start.upstream;
    ++m_requests[{ upstream, model, end.outcome }];
    m_durations[{ upstream, end.outcome }].add(end.totalMicros);
    m_overheads[end.outcome].add(end.overheadMicros);
    if (end.way && end.way->limitWaitMicros > 0)
        m_rateLimitWaits.add(end.way->limitWaitMicros);
    if (end.way && !end.way->comparison.empty())
        ++m_shadows[end.way->comparison];
    if (end.way)
        recordHelp(upstream, *end.way);
    if (end.way && !end.way->purpose.empty()) {
        auto &[count, cost] = m_own[{ upstream, end.way->purpose }];
        ++count;
        cost += end.billed.value_or(base::Money{});
    }
    m_retries += static_cast<std::uint64_t>(std::max(0, end.attempts - 1));
    if (end.avoided) {
        const bool joined = end.outcome == Outcome::Coalesced;
        m_saved[{ upstream, model, joined ? "coalescing" : "response_cache" }] += *end.avoided;
    }
    if (end.attempts == 0)
        return;
    if (end.firstByteMicros >= 0)
        m_firstBytes[upstream].add(end.firstByteMicros);
    const providers::TokenUsage &tokens = end.usage.tokens;
    const std::array<std::pair<std::string_view, std::int64_t>, 5> kinds{ { { "input", tokens.fresh },
                                                                            { "cache_read", tokens.cacheRead },
                                                                            { "cache_write", tokens.cacheWrite() },
                                                                            { "output", tokens.output },
                                                                            { "reasoning", tokens.reasoning } } };
    for (const auto &[kind, count] : kinds) {
        if (count > 0)
            m_tokens[{ upstream, model, kind }] += count;
    }
    if (end.billed) {
        m_cost[{ upstream, model }] += *end.billed;
        if (end.withoutCache && *end.withoutCache > *end.billed)
            m_saved[{ upstream, model, "provider_cache" }] += *end.withoutCache - *end.billed;
    }
}

std::string Metrics::render(
    const std::map<std::string, double> &gauges, const std::map<std::string, int> &alertsFiring) const
{
    const std::lock_guard lock(m_mutex);
    std::string out;
    const auto name = [](Outcome outcome) { return label("outcome", requestlog::outcomeName(outcome)); };
    head(out, "cachescope_requests_total", "counter", "Calls by what became of them.");
    for (const auto &[key, count] : m_requests) {
        const auto &[upstream, model, outcome] = key;
        sample(
            out, "cachescope_requests_total",
            label("upstream", upstream) + "," + label("model", model) + "," + name(outcome), std::to_string(count));
    }
    head(out, "cachescope_request_duration_seconds", "histogram", "From the request's head to the answer's end.");
    for (const auto &[key, values] : m_durations)
        histogram(
            out, "cachescope_request_duration_seconds", label("upstream", key.first) + "," + name(key.second),
            values);
    head(out, "cachescope_overhead_seconds", "histogram", "The proxy's own work on a call.");
    for (const auto &[outcome, values] : m_overheads)
        histogram(out, "cachescope_overhead_seconds", name(outcome), values);
    head(
        out, "cachescope_time_to_first_byte_seconds", "histogram",
        "From the request's head to the upstream's first byte.");
    for (const auto &[upstream, values] : m_firstBytes)
        histogram(out, "cachescope_time_to_first_byte_seconds", label("upstream", upstream), values);
    head(
        out, "cachescope_tokens_total", "counter",
        "Tokens of calls that went upstream; reasoning is a part of output.");
    for (const auto &[key, count] : m_tokens) {
        const auto &[upstream, model, kind] = key;
        sample(
            out, "cachescope_tokens_total",
            label("upstream", upstream) + "," + label("model", model) + "," + label("kind", kind),
            std::to_string(count));
    }
    head(out, "cachescope_cost_usd_total", "counter", "Billed by providers, where the price is known.");
    for (const auto &[key, money] : m_cost)
        sample(
            out, "cachescope_cost_usd_total", label("upstream", key.first) + "," + label("model", key.second),
            money.toDecimal());
    head(out, "cachescope_saved_usd_total", "counter", "Not billed thanks to a cache, gross.");
    for (const auto &[key, money] : m_saved) {
        const auto &[upstream, model, by] = key;
        sample(
            out, "cachescope_saved_usd_total",
            label("upstream", upstream) + "," + label("model", model) + "," + label("by", by), money.toDecimal());
    }
    head(out, "cachescope_upstream_retries_total", "counter", "Attempts beyond the first.");
    sample(out, "cachescope_upstream_retries_total", {}, std::to_string(m_retries));
    head(
        out, "cachescope_shadow_answers_total", "counter",
        "Hits that were asked anew, by whether the answer was the same.");
    for (const char *result : { "same", "different" }) {
        const auto found = m_shadows.find(result);
        sample(
            out, "cachescope_shadow_answers_total", label("result", result),
            std::to_string(found == m_shadows.end() ? 0 : found->second));
    }
    renderHelp(out);
    head(out, "cachescope_rate_limit_wait_seconds", "histogram", "Time that calls waited in our own queues.");
    histogram(out, "cachescope_rate_limit_wait_seconds", {}, m_rateLimitWaits);
    for (const GaugeText &text : gaugeTexts) {
        const auto found = gauges.find(std::string(text.name));
        head(out, text.name, text.type, text.help);
        sample(out, text.name, {}, found == gauges.end() ? "0" : number(found->second));
    }
    head(out, "cachescope_alerts_firing", "gauge", "Alerts of a rule that fire now.");
    for (const auto &[rule, firing] : alertsFiring)
        sample(out, "cachescope_alerts_firing", label("rule", rule), std::to_string(firing));
    return out;
}

} // namespace cachescope::proxy
