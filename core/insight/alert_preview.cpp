// SPDX-License-Identifier: MIT
#include "insight/alert_preview.h"

#include "insight/alert_history.h"
#include "insight/alert_source.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cachescope::insight {

namespace {

using base::Result;
using requestlog::TimeRange;
using requestlog::Totals;

constexpr std::int64_t minuteMicros = 60'000'000;
constexpr std::int64_t dayMicros = 1440 * minuteMicros;
constexpr std::size_t episodesListed = 20;

bool isPercentile(AlertMetric metric)
{
    return metric == AlertMetric::FirstTokenP95 || metric == AlertMetric::LatencyP95;
}

std::int64_t windowMicros(const AlertRule &rule)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(rule.window).count();
}

/** Steps of whole minutes: fine enough for the window, few enough to be quick. */
std::int64_t stepFor(const AlertRule &rule)
{
    const std::int64_t parts = isPercentile(rule.metric) ? 10 : 30;
    const std::int64_t wanted
        = rule.isBudget() || rule.metric == AlertMetric::NoTraffic ? 5 * minuteMicros : windowMicros(rule) / parts;
    return std::max<std::int64_t>(1, wanted / minuteMicros) * minuteMicros;
}

/** The sums of a window that moves over the steps of one entity. */
class MovingWindow
{
public:
    MovingWindow(const AlertRule &rule, const AlertSteps &steps, const AlertEntitySteps &entity)
        : m_rule(rule)
        , m_steps(steps)
        , m_entity(entity)
        , m_width(static_cast<std::size_t>(std::max<std::int64_t>(1, windowMicros(rule) / steps.step)))
    { }

    /** The reading at the end of step `at`; to be asked for one step after the other. */
    AlertReading next(std::size_t at)
    {
        if (m_rule.isBudget())
            beginPeriod(at);
        const AlertStepSums &entering = m_entity.sums[at];
        m_sums.add(entering);
        if (!m_rule.isBudget() && at >= m_width)
            m_sums.subtract(m_entity.sums[at - m_width]);
        return reading(at);
    }

private:
    void beginPeriod(std::size_t at)
    {
        const base::UnixMicros period = alertPeriodStart(
            m_rule.effectivePeriod(), m_steps.range.begin + static_cast<std::int64_t>(at) * m_steps.step);
        if (period != m_period)
            m_sums = {};
        m_period = period;
    }

    double percentile(std::size_t at) const
    {
        requestlog::Histogram all;
        for (std::size_t i = at + 1 >= m_width ? at + 1 - m_width : 0; i <= at; ++i)
            all.merge(m_entity.sums[i].durations);
        return static_cast<double>(all.percentile(0.95)) / 1e6;
    }

    double dearest(std::size_t at) const
    {
        std::int64_t most = 0;
        for (std::size_t i = at + 1 >= m_width ? at + 1 - m_width : 0; i <= at; ++i)
            most = std::max(most, m_entity.sums[i].dearest);
        return static_cast<double>(most) / static_cast<double>(base::Money::perUnit);
    }

    AlertReading reading(std::size_t at)
    {
        AlertReading reading{ AlertReading::Kind::Value, 0, m_sums.totals.requests(), 0 };
        switch (m_rule.metric) {
        case AlertMetric::NoTraffic:
            if (m_entity.sums[at].totals.requests() > 0)
                m_lastCall = static_cast<std::int64_t>(at);
            reading.kind = m_lastCall < 0 ? AlertReading::Kind::TooFew : AlertReading::Kind::Value;
            reading.value = static_cast<double>((static_cast<std::int64_t>(at) - m_lastCall) * m_steps.step) / 1e6;
            return reading;
        case AlertMetric::DearCall:
            reading.value = dearest(at);
            return reading;
        case AlertMetric::UpstreamDown:
            reading.requests = m_sums.upstreamCalls;
            reading.value = m_sums.upstreamCalls > 0
                ? static_cast<double>(m_sums.serverErrors) / static_cast<double>(m_sums.upstreamCalls)
                : 0;
            break;
        case AlertMetric::FirstTokenP95:
        case AlertMetric::LatencyP95:
            reading.value = percentile(at);
            break;
        default:
            reading.value = alertValueOf(m_rule.metric, m_sums.totals);
        }
        const bool nothing = factsOf(m_rule.metric).ratio
            && (reading.requests == 0 || reading.value < 0
                || (m_rule.metric == AlertMetric::PrefixRead && !m_sums.totals.prefixReadRate())
                || (m_rule.metric == AlertMetric::HitRatio && !m_sums.totals.hitRate()));
        if (nothing || reading.requests < m_rule.minRequests)
            reading.kind = AlertReading::Kind::TooFew;
        return reading;
    }

    const AlertRule &m_rule;
    const AlertSteps &m_steps;
    const AlertEntitySteps &m_entity;
    std::size_t m_width;
    AlertStepSums m_sums;
    base::UnixMicros m_period = 0;
    std::int64_t m_lastCall = -1;
};

/** One entity's past under the rule. */
struct Played
{
    std::vector<double> values;
    std::vector<AlertEpisode> episodes;
};

Played play(
    const AlertRule &rule, const AlertSteps &steps, const AlertEntitySteps &entity, base::UnixMicros shownFrom)
{
    Played played;
    AlertState state;
    MovingWindow window(rule, steps, entity);
    base::UnixMicros period = 0;
    const auto end = [&played](const std::optional<AlertEpisode> &episode) {
        if (episode)
            played.episodes.push_back(*episode);
    };
    for (std::size_t i = 0; i < entity.sums.size(); ++i) {
        const base::UnixMicros at
            = std::min(steps.range.end, steps.range.begin + (static_cast<std::int64_t>(i) + 1) * steps.step);
        const AlertReading reading = window.next(i);
        if (rule.isBudget() && alertPeriodStart(rule.effectivePeriod(), at - 1) != period) {
            end(endEpisode(state, at, AlertEnd::PeriodOver));
            period = alertPeriodStart(rule.effectivePeriod(), at - 1);
        }
        if (at <= shownFrom)
            continue;
        end(advance(rule, state, reading, at, steps.step, 1).ended);
        played.values.push_back(
            reading.kind == AlertReading::Kind::Value ? reading.value : std::numeric_limits<double>::quiet_NaN());
    }
    if (state.episode.id != 0)
        played.episodes.push_back(state.episode);
    return played;
}

AlertPreviewEpisode previewOf(
    const AlertRule &rule, const std::string &entity, const AlertEpisode &episode, base::UnixMicros now)
{
    AlertPreviewEpisode shown;
    shown.entity = entity;
    shown.begin = episode.begin;
    shown.open = episode.end == 0;
    shown.end = shown.open ? now : episode.end;
    shown.worst = episode.worst;
    const base::UnixMicros back = rule.isBudget()
        ? alertPeriodStart(rule.effectivePeriod(), episode.begin)
        : episode.begin - (rule.metric == AlertMetric::NoTraffic ? 0 : windowMicros(rule));
    shown.calls = { back, shown.end };
    return shown;
}

/** What was paid of what it would have cost without any cache. */
std::optional<double> paidShare(const Totals &totals)
{
    const auto full = static_cast<double>((totals.withoutCache + totals.avoided).pico());
    return full > 0 ? std::optional(static_cast<double>(totals.billed.pico()) / full) : std::nullopt;
}

/** Counts the calls of the listed episodes, and for caches estimates what they cost too much. */
Result<> addCalls(const std::string &databasePath, const AlertRule &rule, AlertPreview &preview)
{
    auto reader = requestlog::Reader::open(databasePath);
    if (!reader)
        return tl::unexpected(reader.error());
    const bool aboutCaches = rule.metric == AlertMetric::PrefixRead || rule.metric == AlertMetric::HitRatio;
    for (AlertPreviewEpisode &episode : preview.episodes) {
        const auto filter = requestlog::Filter::parse(alertCallsFilter(rule, episode.entity));
        if (!filter)
            return base::failure(base::ErrorCode::InvalidInput, filter.error().message);
        const auto totals = (*reader)->totals(episode.calls, *filter);
        if (!totals)
            return tl::unexpected(totals.error());
        episode.requests = totals->requests();
        episode.billed = totals->billed;
        if (!aboutCaches)
            continue;
        const auto all = (*reader)->totals(preview.range, *filter);
        if (!all)
            return tl::unexpected(all.error());
        Totals usual = *all;
        usual.billed -= totals->billed;
        usual.withoutCache -= totals->withoutCache;
        usual.avoided -= totals->avoided;
        if (const auto share = paidShare(usual); share && paidShare(*totals)) {
            const double expected = *share * static_cast<double>((totals->withoutCache + totals->avoided).pico());
            episode.dearer = totals->billed - base::Money::fromPico(std::llround(expected));
        }
    }
    return {};
}

} // namespace

bool canPreview(AlertMetric metric)
{
    return metric != AlertMetric::LogDrops && metric != AlertMetric::Forecast;
}

Result<AlertPreview> previewAlert(
    const std::string &databasePath, const AlertRule &rule, base::UnixMicros now,
    const std::shared_ptr<std::atomic<bool>> &cancelled)
{
    AlertPreview preview;
    preview.step = stepFor(rule);
    const base::UnixMicros end = now / minuteMicros * minuteMicros;
    preview.range = { end - alertPreviewDays * dayMicros / preview.step * preview.step, end };
    AlertSteps steps;
    steps.step = preview.step;
    // Before the first step shown its window has to be full.
    const std::int64_t lead = rule.isBudget()
        ? preview.range.begin - alertPeriodStart(rule.effectivePeriod(), preview.range.begin)
        : windowMicros(rule);
    steps.range = { preview.range.begin - (lead + preview.step - 1) / preview.step * preview.step, end };
    if (auto read = readAlertSteps(databasePath, rule, cancelled, steps); !read)
        return tl::unexpected(read.error());

    std::size_t most = 0;
    for (const AlertEntitySteps &entity : steps.entities) { // Most calls first.
        Played played = play(rule, steps, entity, preview.range.begin);
        for (const AlertEpisode &episode : played.episodes) {
            preview.episodes.push_back(previewOf(rule, entity.entity, episode, end));
            preview.firedMicros += preview.episodes.back().end - preview.episodes.back().begin;
        }
        if (preview.values.empty() || played.episodes.size() > most) {
            most = std::max(most, played.episodes.size());
            preview.values = std::move(played.values);
            preview.entity = entity.entity;
        }
        if (cancelled && *cancelled)
            return base::failure(base::ErrorCode::Cancelled, "The preview was stopped.");
    }
    preview.fired = static_cast<int>(preview.episodes.size());
    std::stable_sort(preview.episodes.begin(), preview.episodes.end(), [](const auto &a, const auto &b) {
        return a.begin > b.begin;
    });
    if (preview.episodes.size() > episodesListed)
        preview.episodes.resize(episodesListed);
    if (auto added = addCalls(databasePath, rule, preview); !added)
        return tl::unexpected(added.error());
    return preview;
}

} // namespace cachescope::insight
