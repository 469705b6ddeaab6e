// SPDX-License-Identifier: MIT
#include "insight/alert_history.h"

#include "requestlog/names.h"
#include "requestlog/rollups.h"
#include "requestlog/row.h"
#include "requestlog/sql_functions.h"
#include "requestlog/sums.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace cachescope::insight {

namespace {

using base::Result;
using requestlog::CallFigures;
using requestlog::Outcome;
using requestlog::Sums;
using storage::Database;
using storage::Statement;

constexpr std::size_t mostEntities = 20;

/** `sign` times one count after the other; money and tokens alike. */
void accumulate(requestlog::Totals &to, const requestlog::Totals &from, std::int64_t sign)
{
    for (std::size_t i = 0; i < to.byOutcome.size(); ++i)
        to.byOutcome[i] += sign * from.byOutcome[i];
    to.tokens.fresh += sign * from.tokens.fresh;
    to.tokens.cacheRead += sign * from.tokens.cacheRead;
    to.tokens.cacheWrite5m += sign * from.tokens.cacheWrite5m;
    to.tokens.cacheWrite1h += sign * from.tokens.cacheWrite1h;
    to.tokens.cacheWriteOther += sign * from.tokens.cacheWriteOther;
    to.billed += base::Money::fromPico(sign * from.billed.pico());
    to.unpriced += sign * from.unpriced;
    to.rateLimited += sign * from.rateLimited;
}

requestlog::Totals countsOf(Outcome outcome, const Sums &sums)
{
    requestlog::Totals totals;
    totals.byOutcome[static_cast<std::size_t>(outcome)] = sums.calls;
    totals.tokens = sums.tokens;
    totals.billed = base::Money::fromPico(sums.billed);
    totals.unpriced = sums.unpriced;
    totals.rateLimited = sums.rateLimited;
    return totals;
}

/** Collects what one query gives, by the number of the entity's name. */
class Collector
{
public:
    Collector(const AlertRule &rule, const AlertSteps &steps)
        : m_rule(rule)
        , m_steps(steps)
        , m_count(static_cast<std::size_t>((steps.range.end - steps.range.begin) / steps.step))
    { }

    void add(base::UnixMicros at, std::int64_t entity, Outcome outcome, const Sums &sums)
    {
        AlertStepSums &step = stepAt(at, entity, sums.calls);
        accumulate(step.totals, countsOf(outcome, sums), 1);
        if (outcome == Outcome::Hit)
            return;
        if (m_rule.metric == AlertMetric::FirstTokenP95)
            step.durations.merge(sums.firstToken);
        else if (m_rule.metric == AlertMetric::LatencyP95)
            step.durations.merge(sums.total);
    }

    void add(base::UnixMicros at, std::int64_t entity, const CallFigures &figures)
    {
        Sums one;
        one.add(figures);
        add(at, entity, figures.outcome, one);
        AlertStepSums &step = stepAt(at, entity, 0);
        if (figures.outcome != Outcome::Hit && figures.outcome != Outcome::Coalesced) {
            ++step.upstreamCalls;
            step.serverErrors += figures.status >= 500 ? 1 : 0;
        }
        if (figures.billed)
            step.dearest = std::max(step.dearest, figures.billed->pico());
    }

    Result<> finish(Database &database, AlertSteps &steps)
    {
        std::vector<std::pair<std::int64_t, std::int64_t>> order; // Calls and number.
        for (const auto &[number, entity] : m_entities)
            order.emplace_back(-entity.calls, number);
        std::sort(order.begin(), order.end());
        requestlog::NameReader names;
        for (const auto &[calls, number] : order) {
            if (steps.entities.size() == mostEntities)
                break;
            auto name = names.nameOf(database, number);
            if (!name)
                return tl::unexpected(name.error());
            AlertEntitySteps &entity = steps.entities.emplace_back();
            entity.entity = *std::move(name);
            entity.calls = -calls;
            entity.sums.resize(m_count);
            for (auto &[at, sums] : m_entities[number].sums)
                entity.sums[at] = std::move(sums);
        }
        return {};
    }

private:
    /** Sessions are many and short: only steps with calls. */
    struct Entity
    {
        std::int64_t calls = 0;
        std::map<std::size_t, AlertStepSums> sums;
    };

    AlertStepSums &stepAt(base::UnixMicros at, std::int64_t number, std::int64_t calls)
    {
        Entity &entity = m_entities[number];
        entity.calls += calls;
        const auto step = static_cast<std::size_t>((at - m_steps.range.begin) / m_steps.step);
        return entity.sums[std::min(step, m_count - 1)];
    }

    const AlertRule &m_rule;
    const AlertSteps &m_steps;
    std::size_t m_count;
    std::unordered_map<std::int64_t, Entity> m_entities;
};

Result<> stopped()
{
    return base::failure(base::ErrorCode::Cancelled, "The preview was stopped.");
}

/** Minute sums are kept for two weeks: all that a rule without filter and entities needs. */
Result<> readMinutes(Database &database, const AlertSteps &steps, Collector &collector)
{
    auto statement = database.prepare(
        "SELECT bucket, outcome, " + std::string(requestlog::sumColumnNames)
        + " FROM total_minute WHERE bucket >= ? AND bucket < ?");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, steps.range.begin / requestlog::minuteMicros);
    statement->bind(2, steps.range.end / requestlog::minuteMicros);
    while (statement->step())
        collector.add(
            statement->integer(0) * requestlog::minuteMicros, 0,
            static_cast<Outcome>(statement->integer(1) % requestlog::outcomeCount),
            requestlog::readSums(*statement, 2));
    return statement->ok() ? Result<>() : tl::unexpected(statement->error());
}

Result<> readRows(
    Database &database, const AlertRule &rule, const std::shared_ptr<std::atomic<bool>> &cancelled,
    const AlertSteps &steps, Collector &collector)
{
    const auto filter = requestlog::Filter::parse(rule.filter);
    if (!filter)
        return base::failure(base::ErrorCode::InvalidInput, filter.error().message);
    const requestlog::Filter::Sql condition = filter->sql();
    const std::string column = rule.per == AlertPer::Nothing ? "0" : std::string(alertPerName(rule.per));
    auto statement = database.prepare(
        "SELECT started_at, " + column + ", " + std::string(requestlog::figureColumns)
        + " FROM request WHERE started_at >= ? AND started_at < ? AND state != 0 AND (" + condition.where + ")");
    if (!statement)
        return tl::unexpected(statement.error());
    int index = 1;
    statement->bind(index++, steps.range.begin);
    statement->bind(index++, steps.range.end);
    for (const requestlog::Filter::Sql::Value &value : condition.values) {
        if (value.isText)
            statement->bind(index++, std::string_view(value.text));
        else
            statement->bind(index++, value.integer);
    }
    while (statement->step()) {
        collector.add(statement->integer(0), statement->integer(1), requestlog::readFigures(*statement, 2));
        if (cancelled && *cancelled)
            return stopped();
    }
    return statement->ok() ? Result<>() : tl::unexpected(statement->error());
}

/** Whether minute sums say all that the metric asks. */
bool minutesSuffice(const AlertRule &rule, base::UnixMicros begin, base::UnixMicros minutesFrom)
{
    return rule.filter.empty() && rule.per == AlertPer::Nothing && rule.metric != AlertMetric::DearCall
        && rule.metric != AlertMetric::UpstreamDown && begin >= minutesFrom;
}

} // namespace

void AlertStepSums::add(const AlertStepSums &other)
{
    accumulate(totals, other.totals, 1);
    upstreamCalls += other.upstreamCalls;
    serverErrors += other.serverErrors;
}

void AlertStepSums::subtract(const AlertStepSums &other)
{
    accumulate(totals, other.totals, -1);
    upstreamCalls -= other.upstreamCalls;
    serverErrors -= other.serverErrors;
}

Result<> readAlertSteps(
    const std::string &databasePath, const AlertRule &rule, const std::shared_ptr<std::atomic<bool>> &cancelled,
    AlertSteps &steps)
{
    auto opened = Database::open(databasePath, storage::OpenMode::ReadOnly);
    if (!opened)
        return tl::unexpected(opened.error());
    Database &database = *opened;
    if (auto functions = requestlog::addFilterFunctions(database); !functions)
        return functions;
    auto kept = database.integer("SELECT value FROM meta WHERE key = 'total_minutes_from'");
    if (!kept)
        return tl::unexpected(kept.error());
    Collector collector(rule, steps);
    const bool quick = minutesSuffice(rule, steps.range.begin, kept->value_or(0) * requestlog::minuteMicros);
    auto read
        = quick ? readMinutes(database, steps, collector) : readRows(database, rule, cancelled, steps, collector);
    if (!read)
        return read;
    return collector.finish(database, steps);
}

} // namespace cachescope::insight
