// SPDX-License-Identifier: MIT
#include "insight/observe_family.h"

#include "insight/beginning.h"

#include <algorithm>
#include <optional>

namespace cachescope::insight {

namespace {

using base::ErrorCode;
using base::Result;
using prompt::ObservedCall;
using prompt::PromptForm;
using requestlog::CallRecord;
using requestlog::Outcome;

constexpr std::size_t rowsAtOnce = 50;
constexpr std::int64_t microsPerDay = 86'400'000'000;

/** A value for the filter language: quoted, so that blanks, commas and stars in names mean themselves. */
void addTerm(std::string &filter, std::string_view field, std::string_view value)
{
    if (value.empty())
        return;
    if (!filter.empty())
        filter += ' ';
    filter += field;
    filter += ":\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            filter += '\\';
        filter += c;
    }
    filter += '"';
}

bool fitsForm(const prompt::Prompt &prompt, PromptForm form)
{
    return prompt.form() == form || prompt.form() == PromptForm::PlainText || prompt.form() == PromptForm::Template;
}

ObservedCall observed(const CallRecord &record, const std::string &model)
{
    const requestlog::CallEnd &end = record.end;
    ObservedCall call;
    call.startedMs = record.start.startedAt / 1000;
    call.firstByteMs = std::max<std::int64_t>(end.firstByteMicros, 0) / 1000;
    call.endedMs = end.totalMicros / 1000;
    call.fresh = end.usage.tokens.fresh;
    call.cacheRead = end.usage.tokens.cacheRead;
    call.cacheWrite5m = end.usage.tokens.cacheWrite5m;
    call.cacheWrite1h = end.usage.tokens.cacheWrite1h;
    call.cacheWriteOther = end.usage.tokens.cacheWriteOther;
    call.output = end.usage.tokens.output;
    call.usageReported = end.usage.source == providers::UsageSource::Reported;
    call.failed = end.status >= 400 || end.outcome == Outcome::Error || end.state == requestlog::CallState::Failed
        || end.state == requestlog::CallState::Cut;
    call.fromLocalCache = end.outcome == Outcome::Hit || end.outcome == Outcome::Coalesced;
    call.status = end.status;
    call.storedLocally = end.stored;
    call.uid = record.start.uid.toString();
    call.session = record.start.session;
    call.model = record.start.model.empty() ? model : record.start.model;
    call.finishReason = end.finishReason;
    call.cacheKey = end.cacheKey;
    return call;
}

/** The search for the members of a family; one run. */
class Search
{
public:
    Search(requestlog::Reader &reader, const prompt::Prompt &prompt, const FamilyQuery &query)
        : m_reader(reader)
        , m_prompt(prompt)
        , m_query(query)
        , m_model(query.model.empty() ? prompt.parameters().model : query.model)
        , m_beginning(Beginning::of(prompt))
        , m_deadline(std::chrono::steady_clock::now() + query.time)
    { }

    Result<Observation> run()
    {
        auto ids = candidates();
        if (!ids)
            return tl::unexpected(ids.error());
        for (std::size_t at = 0; at < ids->size() && !isEnough(); at += rowsAtOnce) {
            const auto begin = ids->begin() + static_cast<std::ptrdiff_t>(at);
            const auto end = ids->begin() + static_cast<std::ptrdiff_t>(std::min(at + rowsAtOnce, ids->size()));
            auto records = m_reader.rows(std::vector<std::int64_t>(begin, end));
            if (!records)
                return tl::unexpected(records.error());
            for (const CallRecord &record : *records) {
                if (isEnough())
                    break;
                if (auto looked = look(record); !looked)
                    return tl::unexpected(looked.error());
            }
        }
        if (auto summed = sumUp(); !summed)
            return tl::unexpected(summed.error());
        return std::move(m_found);
    }

private:
    Result<std::vector<std::int64_t>> candidates()
    {
        std::string text;
        addTerm(text, "upstream", m_query.upstream);
        addTerm(text, "model", m_model);
        addTerm(text, "project", m_query.project);
        addTerm(text, "session", m_query.session);
        auto filter = requestlog::Filter::parse(text);
        if (!filter)
            return base::failure(
                ErrorCode::Internal, "The search for earlier calls failed: " + filter.error().message);
        m_filter = *std::move(filter);
        return m_reader.newestIds(m_filter, std::max(m_query.openedBodies, m_query.calls), m_query.scannedRows);
    }

    bool isEnough()
    {
        if (static_cast<int>(m_found.evidence.calls.size()) >= m_query.calls)
            return true;
        if (m_found.opened >= m_query.openedBodies || m_kept > m_query.keptBytes
            || std::chrono::steady_clock::now() >= m_deadline)
            m_found.stoppedEarly = true;
        return m_found.stoppedEarly;
    }

    Result<> look(const CallRecord &record)
    {
        const auto form = prompt::formOf(record.start.api);
        if (!form || !fitsForm(m_prompt, *form) || record.end.state == requestlog::CallState::Open)
            return {};
        auto contents = m_reader.contents(record.start.id);
        if (!contents && contents.error().code == ErrorCode::Cancelled)
            return tl::unexpected(contents.error());
        if (!contents || contents->requestBody.empty()) {
            ++m_found.bodiesMissing;
            return {};
        }
        ++m_found.opened;
        const std::size_t size = contents->requestBody.size();
        auto parsed = prompt::Prompt::parse(std::move(contents->requestBody), form);
        if (!parsed || (*parsed)->problem()) {
            ++m_found.bodiesMissing;
            return {};
        }
        if (m_beginning.likeness(Beginning::of(**parsed)) < m_query.likeness)
            return {};
        ObservedCall call = observed(record, m_model);
        call.prompt = *std::move(parsed);
        m_kept += size;
        m_newest = std::max(m_newest, record.start.startedAt);
        m_oldest = m_oldest == 0 ? record.start.startedAt : std::min(m_oldest, record.start.startedAt);
        m_found.evidence.localCacheInUse |= call.fromLocalCache || call.storedLocally;
        m_found.evidence.calls.push_back(std::move(call));
        return {};
    }

    Result<> sumUp()
    {
        prompt::LogEvidence &evidence = m_found.evidence;
        std::stable_sort(evidence.calls.begin(), evidence.calls.end(), [](const auto &a, const auto &b) {
            return a.startedMs > b.startedMs;
        });
        if (evidence.calls.empty())
            return {};
        const auto alike = static_cast<double>(evidence.calls.size());
        const std::int64_t span = std::max(m_newest - m_oldest, microsPerDay);
        evidence.observedDays = static_cast<double>(m_newest - m_oldest) / static_cast<double>(microsPerDay);
        evidence.callsPerDay = alike * static_cast<double>(microsPerDay) / static_cast<double>(span);
        const bool mayBeMore = m_found.stoppedEarly || static_cast<int>(evidence.calls.size()) >= m_query.calls;
        if (!mayBeMore || span > microsPerDay)
            return {};
        auto lastDay = m_reader.totals({ m_newest - microsPerDay, m_newest + 1 }, m_filter);
        if (!lastDay)
            return tl::unexpected(lastDay.error());
        const double share = alike / std::max(1.0, static_cast<double>(m_found.opened));
        evidence.callsPerDay = std::max(evidence.callsPerDay, share * static_cast<double>(lastDay->requests()));
        return {};
    }

    requestlog::Reader &m_reader;
    const prompt::Prompt &m_prompt;
    const FamilyQuery &m_query;
    std::string m_model;
    requestlog::Filter m_filter;
    Beginning m_beginning;
    std::chrono::steady_clock::time_point m_deadline;
    Observation m_found;
    std::size_t m_kept = 0;
    base::UnixMicros m_newest = 0, m_oldest = 0;
};

} // namespace

Result<Observation> observeFamily(
    requestlog::Reader &reader, const prompt::Prompt &prompt, const FamilyQuery &query)
{
    return Search(reader, prompt, query).run();
}

} // namespace cachescope::insight
