// SPDX-License-Identifier: MIT
#include "engine/window_state.h"

#include "engine/json_fields.h"
#include "storage/schema.h"

#include <functional>

namespace cachescope::engine {

// One list of members for each struct, for both ways; found by FieldWriter and FieldReader.

void fields(auto &archive, Of<proxy::UpstreamHealth> auto &health)
{
    archive.choice("state", health.state, proxy::UpstreamHealth::State::Failing);
    archive("first_token_p50_us", health.firstTokenP50Micros);
    archive("last_error", health.lastError);
    archive.choice("breaker", health.breaker, proxy::UpstreamHealth::Breaker::HalfOpen);
    archive("fallback", health.fallback);
    archive("waiting", health.waiting);
}

void fields(auto &archive, Of<ProxyState> auto &proxy)
{
    archive.choice("kind", proxy.kind, ProxyState::Kind::Stopped);
    archive("address", proxy.address);
    archive("message", proxy.message);
}

void fields(auto &archive, Of<storage::WriteStatus> auto &writer)
{
    archive.choice("state", writer.state, storage::WriteStatus::State::Stopped);
    archive("queued_jobs", writer.queuedJobs);
    archive("queued_bytes", writer.queuedBytes);
    archive("written_jobs", writer.writtenJobs);
    archive("dropped_jobs", writer.droppedJobs);
    archive("failed_transactions", writer.failedTransactions);
    archive("lag_us", writer.lag);
    archive("message", writer.message);
}

void fields(auto &archive, Of<cache::SharedTierStatus> auto &team)
{
    archive("configured", team.configured);
    archive("reachable", team.reachable);
    archive("hits", team.hits);
    archive("misses", team.misses);
    archive("failures", team.failures);
    archive("rejected", team.rejected);
    archive("stored", team.stored);
    archive("unstored", team.unstored);
    archive("message", team.message);
}

void fields(auto &archive, Of<cache::CacheStatus> auto &status)
{
    archive("entries", status.entries);
    archive("bytes", status.bytes);
    archive("memory_entries", status.memoryEntries);
    archive("memory_bytes", status.memoryBytes);
    archive("evictions", status.evictions);
    archive("rejected_damaged", status.rejectedDamaged);
    archive("withheld_secrets", status.withheldSecrets);
    archive("message", status.message);
    archive("team", status.team);
}

void fields(auto &archive, Of<requestlog::LiveCall> auto &call)
{
    archive("id", call.start.id);
    archive("started_at", call.start.startedAt);
    archive("upstream", call.start.upstream);
    archive("model", call.start.model);
    archive("client", call.start.client);
    archive("project", call.start.project);
    archive("stream", call.start.stream);
    archive.choice("phase", call.phase, requestlog::LiveCall::Phase::Streaming);
    archive("received_bytes", call.receivedBytes);
    archive("chunks", call.chunks);
    archive("joined", call.joined);
}

void fields(auto &archive, Of<insight::AnalysisStatus> auto &status)
{
    archive("analysed", status.analysed);
    archive("pending", status.pending);
    archive("passed_over", status.passedOver);
    archive("remembered_prompts", status.rememberedPrompts);
    archive("index_bytes", status.indexBytes);
    archive("rebuilding", status.rebuilding);
    archive("problem", status.problem);
}

void fields(auto &archive, Of<insight::LogProblem> auto &problem)
{
    archive("rule", problem.rule);
    archive.choice("severity", problem.severity, prompt::Severity::Error);
    archive("message", problem.message);
    archive("client", problem.client);
    archive("place", problem.place);
    archive("per_day_pico", problem.perDay);
    archive("call", problem.callId);
    archive("has_fix", problem.hasFix);
}

/** Rules travel as config.json has them. */
class AlertRuleText
{
public:
    template <Of<insight::AlertRule> Rule> static void carry(FieldWriter &archive, Rule &rule)
    {
        archive("rule", insight::alertRulesJson({ rule }));
    }
    static void carry(FieldReader &archive, insight::AlertRule &rule)
    {
        std::string text;
        archive("rule", text);
        // A rule that only a newer program knows is shown by nothing but its absence.
        if (auto read = insight::parseAlertRules(text, "window/state"); read && read->size() == 1)
            rule = std::move(read->front());
    }
};

void fields(auto &archive, Of<insight::AlertEpisode> auto &episode)
{
    archive("id", episode.id);
    archive("begin", episode.begin);
    archive("end", episode.end);
    archive.choice("why", episode.why, insight::AlertEnd::RuleChanged);
    archive("worst", episode.worst);
    archive("limit", episode.limit);
}

void fields(auto &archive, Of<insight::AlertState> auto &state)
{
    archive.choice("phase", state.phase, insight::AlertPhase::Error);
    archive("since", state.since);
    archive("value", state.value);
    archive("requests", state.requests);
    archive("newest_call", state.newestCall);
    archive("breach_us", state.breachMicros);
    archive("well_us", state.wellMicros);
    archive("silent_us", state.silentMicros);
    archive("error_us", state.errorMicros);
    archive("quiet_us", state.quietMicros);
    archive("episode", state.episode);
    archive("breach_since", state.breachSince);
    archive("told_level", state.toldLevel);
    archive("told_at", state.toldAt);
    archive("since_told", state.sinceTold);
    archive("period", state.period);
}

void fields(auto &archive, Of<insight::AlertTransition> auto &transition)
{
    archive("at", transition.at);
    archive.choice("phase", transition.phase, insight::AlertPhase::Error);
}

void fields(auto &archive, Of<insight::AlertRuleStatus> auto &status)
{
    AlertRuleText::carry(archive, status.rule);
    archive.choice("phase", status.phase, insight::AlertPhase::Error);
    archive("problem", status.problem);
    archive("snoozed_until", status.snoozedUntil);
    archive("entities", status.entities);
    archive("firing", status.firing);
    archive("history", status.history);
}

void fields(auto &archive, Of<insight::AlertSnapshot> auto &snapshot)
{
    archive("at", snapshot.at);
    archive("rules", snapshot.rules);
    archive("firing", snapshot.firing);
}

void fields(auto &archive, Of<AlertDelivery> auto &delivery)
{
    archive("delivered", delivery.delivered);
    archive("failed", delivery.failed);
    archive("pending", delivery.pending);
    archive("problem", delivery.problem);
}

void fields(auto &archive, Of<insight::AlertNotice> auto &notice)
{
    archive.choice("kind", notice.kind, insight::AlertNotice::Kind::Test);
    AlertRuleText::carry(archive, notice.rule);
    archive("entity", notice.entity);
    archive("value", notice.value);
    archive("threshold", notice.threshold);
    archive("requests", notice.requests);
    archive("at", notice.at);
    archive("since", notice.since);
    archive("episode", notice.episode);
}

void fields(auto &archive, Of<AlertNews> auto &news)
{
    archive("number", news.number);
    archive("notice", news.notice);
    archive("way", news.way);
    archive("rule", news.rule);
    archive("problem", news.problem);
}

void fields(auto &archive, Of<WindowState::Configured> auto &configured)
{
    archive("file", configured.file);
    archive("digest", configured.digest);
    archive("host", configured.host);
    archive("port", configured.port);
    archive("upstreams", configured.upstreams);
    archive("alerts", configured.alertsJson);
}

/** All but the parts, which the caller adds. */
void fields(auto &archive, Of<WindowState> auto &state)
{
    archive("format", state.format);
    archive("schema", state.schema);
    archive("version", state.version);
    archive("process", state.process);
    archive("started_at", state.startedAt);
    archive("has_window", state.hasWindow);
    archive("demo", state.demo);
    archive("configured", state.configured);
    archive("proxy", state.proxy);
    archive("upstreams", state.upstreams);
    archive("writer", state.writer);
    archive("cache", state.cache);
    archive("open_calls", state.openCalls);
    archive("dropped_rows", state.droppedRows);
    archive("live", state.live);
    archive("analysis", state.analysis);
    archive("notices", state.notices);
    archive("delivery", state.delivery);
    archive("news", state.news);
}

namespace {

constexpr auto problemsName = "problems", alertsName = "alerts", hashName = "hash", valueName = "value";

template <typename T>
void writePart(FieldJson &out, const std::shared_ptr<const T> &value, const std::set<std::string> &known)
{
    FieldJson json;
    if (value)
        FieldWriter::write(json, *value);
    const std::string hash
        = std::to_string(std::hash<std::string>{}(json.dump(-1, ' ', false, FieldJson::error_handler_t::replace)));
    out = { { hashName, hash } };
    if (!known.contains(hash))
        out[valueName] = std::move(json);
}

/** Takes the part from the document, or keeps `part` when the document has left it out. */
template <typename T> void readPart(const FieldJson &document, const char *name, StatePart<T> &part, bool &ok)
{
    const auto found = document.find(name);
    if (!ok || found == document.end())
        return;
    ok = found->is_object() && found->contains(hashName) && found->at(hashName).is_string();
    if (!ok || !found->contains(valueName))
        return;
    part.hash = found->at(hashName).template get<std::string>();
    part.value.reset();
    if (found->at(valueName).is_null())
        return;
    auto value = std::make_shared<T>();
    FieldReader::read(found->at(valueName), *value, ok);
    part.value = std::move(value);
}

base::Error otherVersion(const WindowState &state)
{
    const std::string version = state.version.empty() ? "?" : state.version;
    return { base::ErrorCode::TooNew,
             "The running Cachescope is version " + version
                 + " and cannot be shown by this window, which is of another version; start the window of the same "
                   "version, or restart what runs with this one." };
}

} // namespace

std::string windowStateJson(const WindowState &state, const std::set<std::string> &known)
{
    FieldJson out;
    FieldWriter::write(out, state);
    writePart(out[problemsName], state.problems.value, known);
    writePart(out[alertsName], state.alerts.value, known);
    return out.dump(-1, ' ', false, FieldJson::error_handler_t::replace);
}

struct WindowStateReader::State
{
    FieldJson last = FieldJson::object();
    StatePart<std::vector<insight::LogProblem>> problems;
    StatePart<insight::AlertSnapshot> alerts;
};

WindowStateReader::WindowStateReader()
    : m_state(std::make_unique<State>())
{ }

WindowStateReader::~WindowStateReader() = default;

base::Result<ReadWindowState> WindowStateReader::read(const std::string &json)
{
    FieldJson document = FieldJson::parse(json, nullptr, false);
    ReadWindowState out;
    bool ok = document.is_object();
    if (ok) {
        // First the members that every version has: the others may mean something else there.
        FieldReader head(document, ok);
        head("format", out.state.format);
        head("schema", out.state.schema);
        head("version", out.state.version);
        if (ok && out.state.format > 0
            && (out.state.format != WindowState::formatVersion || out.state.schema != storage::schemaVersion))
            return tl::unexpected(otherVersion(out.state));
        ok = ok && out.state.format > 0;
    }
    if (ok) {
        FieldReader archive(document, ok);
        fields(archive, out.state);
        readPart(document, problemsName, m_state->problems, ok);
        readPart(document, alertsName, m_state->alerts, ok);
    }
    if (!ok)
        return base::failure(
            base::ErrorCode::Corrupt, "What the running Cachescope says of itself cannot be read; restart it.");
    out.state.problems = m_state->problems;
    out.state.alerts = m_state->alerts;
    for (auto member = document.begin(); member != document.end(); ++member) {
        // A part that was left out is the same by its hash.
        const bool isPart = member.key() == problemsName || member.key() == alertsName;
        const auto before = m_state->last.find(member.key());
        const bool same = before != m_state->last.end()
            && (isPart ? before->at(hashName) == member->at(hashName) : *before == *member);
        if (!same)
            out.changed.insert(member.key());
    }
    m_state->last = std::move(document);
    return out;
}

std::set<std::string> WindowStateReader::known() const
{
    std::set<std::string> hashes;
    for (const std::string &hash : { m_state->problems.hash, m_state->alerts.hash }) {
        if (!hash.empty())
            hashes.insert(hash);
    }
    return hashes;
}

void WindowStateReader::forget()
{
    *m_state = {};
}

} // namespace cachescope::engine
