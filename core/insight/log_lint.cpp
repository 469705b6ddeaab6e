// SPDX-License-Identifier: MIT
#include "insight/log_lint.h"

#include "insight/beginning.h"
#include "insight/observe_family.h"

#include <algorithm>

namespace cachescope::insight {

namespace {

using base::ErrorCode;
using base::Result;
using requestlog::CallRecord;

constexpr std::size_t rowsAtOnce = 100;
constexpr auto observingTime = std::chrono::milliseconds(1000);

/** A kind of calls while the log is looked through. */
struct Kind
{
    LintedFamily family;
    providers::Api api{};
    Beginning beginning;
    int looked = 0; ///< Bodies that were compared with it.
};

/** Looks the newest calls through; one run. */
class KindSearch
{
public:
    KindSearch(requestlog::Reader &reader, const LogLintQuery &query, const std::function<bool()> &isCancelled)
        : m_reader(reader)
        , m_query(query)
        , m_isCancelled(isCancelled)
        , m_deadline(std::chrono::steady_clock::now() + query.time)
    { }

    Result<void> run()
    {
        const auto ids = m_reader.newestIds({}, m_query.calls, m_query.calls);
        if (!ids)
            return tl::unexpected(ids.error());
        for (std::size_t at = 0; at < ids->size() && !isEnough(); at += rowsAtOnce) {
            const auto begin = ids->begin() + static_cast<std::ptrdiff_t>(at);
            const auto end = ids->begin() + static_cast<std::ptrdiff_t>(std::min(at + rowsAtOnce, ids->size()));
            const auto rows = m_reader.rows(std::vector<std::int64_t>(begin, end));
            if (!rows)
                return tl::unexpected(rows.error());
            for (const CallRecord &row : *rows) {
                if (m_isCancelled && m_isCancelled())
                    return base::failure(ErrorCode::Cancelled, "The log is no longer to be checked.");
                if (isEnough())
                    break;
                look(row);
            }
        }
        return {};
    }

    std::vector<Kind> &kinds() { return m_kinds; }
    bool stoppedEarly() const { return m_stoppedEarly; }
    bool isLate() const { return std::chrono::steady_clock::now() >= m_deadline; }

private:
    bool isEnough()
    {
        m_stoppedEarly
            |= m_opened >= m_query.openedBodies || isLate() || static_cast<int>(m_kinds.size()) >= m_query.families;
        return m_stoppedEarly;
    }

    static bool sameNames(const Kind &kind, const CallRecord &row)
    {
        return kind.family.upstream == row.start.upstream && kind.family.model == row.start.model
            && kind.family.project == row.start.project && kind.api == row.start.api;
    }

    void look(const CallRecord &row)
    {
        // Once a kind is known to be the only one of its names, its further calls need not be opened.
        constexpr int enoughLooked = 12;
        const auto sure = std::ranges::find_if(
            m_kinds, [&](const Kind &kind) { return sameNames(kind, row) && kind.looked >= enoughLooked; });
        const auto form = prompt::formOf(row.start.api);
        if (!form || sure != m_kinds.end() || row.end.state == requestlog::CallState::Open)
            return;
        auto contents = m_reader.contents(row.start.id);
        if (!contents || contents->requestBody.empty())
            return; // Not stored, or cleaned up: another call of the kind may have its body.
        ++m_opened;
        auto parsed = prompt::Prompt::parse(std::move(contents->requestBody), form);
        if (!parsed || (*parsed)->problem())
            return;
        Beginning beginning = Beginning::of(**parsed);
        const auto known = std::ranges::find_if(m_kinds, [&](const Kind &kind) {
            return sameNames(kind, row) && kind.beginning.likeness(beginning) >= m_query.likeness;
        });
        if (known != m_kinds.end()) {
            ++known->looked;
            return;
        }
        Kind kind;
        kind.family.callId = row.start.id;
        kind.family.upstream = row.start.upstream;
        kind.family.model = row.start.model;
        kind.family.project = row.start.project;
        kind.family.client = row.start.client;
        kind.family.prompt = *std::move(parsed);
        kind.api = row.start.api;
        kind.beginning = std::move(beginning);
        m_kinds.push_back(std::move(kind));
    }

    requestlog::Reader &m_reader;
    const LogLintQuery &m_query;
    const std::function<bool()> &m_isCancelled;
    std::chrono::steady_clock::time_point m_deadline;
    std::vector<Kind> m_kinds;
    int m_opened = 0;
    bool m_stoppedEarly = false;
};

Result<void> lintFamily(
    requestlog::Reader &reader, const tokens::ModelTable &models, const providers::PriceBook &prices,
    LintedFamily &family)
{
    FamilyQuery query;
    query.upstream = family.upstream;
    query.model = family.model;
    query.project = family.project;
    query.time = observingTime;
    auto observed = observeFamily(reader, *family.prompt, query);
    if (!observed)
        return tl::unexpected(observed.error());
    family.calls = static_cast<int>(observed->evidence.calls.size());
    family.callsPerDay = observed->evidence.callsPerDay;
    prompt::LintSettings settings;
    settings.model = family.model;
    settings.upstream = family.upstream;
    family.findings = prompt::lint(*family.prompt, settings, models, prices, &observed->evidence).findings;
    return {};
}

} // namespace

Result<LogLint> lintLog(
    requestlog::Reader &reader, const tokens::ModelTable &models, const providers::PriceBook &prices,
    const LogLintQuery &query, const std::function<bool()> &isCancelled)
{
    KindSearch search(reader, query, isCancelled);
    if (const auto searched = search.run(); !searched)
        return tl::unexpected(searched.error());
    LogLint result;
    result.stoppedEarly = search.stoppedEarly();
    for (Kind &kind : search.kinds()) {
        if (isCancelled && isCancelled())
            return base::failure(ErrorCode::Cancelled, "The log is no longer to be checked.");
        if (search.isLate()) {
            result.stoppedEarly = true;
            break;
        }
        if (const auto linted = lintFamily(reader, models, prices, kind.family); !linted)
            return tl::unexpected(linted.error());
        result.families.push_back(std::move(kind.family));
    }
    std::ranges::stable_sort(result.families, [](const LintedFamily &a, const LintedFamily &b) {
        return a.callsPerDay > b.callsPerDay;
    });
    return result;
}

} // namespace cachescope::insight
