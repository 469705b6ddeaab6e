// SPDX-License-Identifier: MIT
#include "ui/data/dashboard_feed.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"

namespace cachescope::ui {

namespace {

using namespace requestlog;

constexpr std::size_t problemRows = 7;

struct Question
{
    ChartRange range;
    QString rangeTitle;
    QString beforeTitle;
    TimeRange previous;
    base::UnixMicros now;
    std::string currency;
    bool detailed;
};

/** The newest few ids that match; stops the search as soon as it has them. */
base::Result<std::vector<std::int64_t>> newestMatching(
    LogSource &log, TimeRange range, const Filter &filter, std::size_t limit)
{
    std::vector<std::int64_t> ids;
    bool full = false;
    const auto found = log.ids(range, filter, SortColumn::Time, false, [&](const std::vector<std::int64_t> &batch) {
        for (const std::int64_t id : batch) {
            if (ids.size() < limit)
                ids.push_back(id);
        }
        if (ids.size() >= limit && !full) {
            full = true;
            log.cancel();
        }
    });
    if (!found && !full)
        return tl::unexpected(found.error());
    return ids;
}

base::Result<> addDetail(LogSource &log, const Question &question, Dashboard &board)
{
    const Filter everything;
    auto previous = log.totals(question.previous, everything);
    if (!previous)
        return tl::unexpected(previous.error());
    board.previous = *previous;
    auto series = log.series(question.range.time, question.range.buckets, everything);
    if (!series)
        return tl::unexpected(series.error());
    board.frames = overviewFrames(question.range, *series, board.totals, question.now, question.currency);
    auto models = log.groups(question.range.time, GroupBy::Model, everything, 200);
    if (!models)
        return tl::unexpected(models.error());
    board.models = std::move(*models);
    auto reasons = log.reasons(question.range.time, everything);
    if (!reasons)
        return tl::unexpected(reasons.error());
    board.reasons = std::move(*reasons);
    const auto filter = Filter::parse(format::utf8(problemFilter()));
    if (!filter)
        return base::failure(base::ErrorCode::Internal, "The problem filter: " + filter.error().message);
    auto ids = newestMatching(log, question.range.time, *filter, problemRows);
    if (!ids)
        return tl::unexpected(ids.error());
    auto rows = log.rows(*ids);
    if (!rows)
        return tl::unexpected(rows.error());
    board.problems = std::move(*rows);
    auto annotations = log.annotations(question.range.time);
    if (!annotations)
        return tl::unexpected(annotations.error());
    board.annotations = std::move(*annotations);
    board.detailed = true;
    return {};
}

base::Result<std::shared_ptr<const Dashboard>> read(LogSource &log, const Question &question)
{
    auto board = std::make_shared<Dashboard>();
    board->range = question.range;
    board->rangeTitle = question.rangeTitle;
    board->beforeTitle = question.beforeTitle;
    board->readAt = question.now;
    auto totals = log.totals(question.range.time, Filter());
    if (!totals)
        return tl::unexpected(totals.error());
    board->totals = *totals;
    auto newest = log.newestTime();
    if (!newest)
        return tl::unexpected(newest.error());
    board->newest = *newest;
    if (question.detailed) {
        if (const auto detail = addDetail(log, question, *board); !detail)
            return tl::unexpected(detail.error());
    }
    return board;
}

} // namespace

QString problemFilter()
{
    return QStringLiteral("error:*");
}

DashboardFeed::DashboardFeed(LogService &log, RangeModel &range, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_range(range)
    , m_clock(clock)
    , m_question(log)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &DashboardFeed::start);
    connect(&range, &RangeModel::changed, this, &DashboardFeed::refresh);
}

void DashboardFeed::setDetailed(bool detailed)
{
    if (m_detailed == detailed)
        return;
    m_detailed = detailed;
    if (detailed)
        refresh();
}

void DashboardFeed::setAwake(bool awake)
{
    if (m_awake == awake)
        return;
    m_awake = awake;
    if (awake)
        refresh();
    else
        m_timer.stop();
}

void DashboardFeed::refresh()
{
    m_question.cancel();
    m_timer.stop();
    start(); // Nothing while asleep; waking asks anew.
}

void DashboardFeed::schedule()
{
    const auto interval = m_range.refreshInterval();
    if (m_awake && interval.count() > 0)
        m_timer.start(interval);
}

void DashboardFeed::start()
{
    if (!m_awake)
        return;
    const Question question{ m_range.current(),  m_range.shortTitle(), m_range.beforeTitle(),
                             m_range.previous(), m_clock.wall(),       m_currency,
                             m_detailed };
    m_question.ask(
        Lane::Dashboard, this, [question](LogSource &log) { return read(log, question); },
        [this](base::Result<std::shared_ptr<const Dashboard>> board) {
            schedule();
            if (!board) {
                m_error = format::coreText(board.error().message);
                Q_EMIT failed();
                return;
            }
            m_error.clear();
            m_current = std::move(*board);
            Q_EMIT updated();
        });
}

} // namespace cachescope::ui

#include "moc_dashboard_feed.cpp"
