// SPDX-License-Identifier: MIT
#include "ui/requests/requests_page.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/requests/call_model.h"
#include "ui/requests/call_table.h"
#include "ui/requests/count_row.h"
#include "ui/requests/detail_pane.h"
#include "ui/requests/empty_state.h"
#include "ui/requests/filter_bar.h"
#include "ui/requests/live_strip.h"
#include "ui/requests/mini_histogram.h"
#include "ui/requests/row_density.h"
#include "ui/shell/backend.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QTimer>

#include <limits>

namespace cachescope::ui {

using requestlog::TimeRange;

namespace {

constexpr base::UnixMicros staleAfterMicros
    = 60'000'000; ///< An older list is searched anew when it is shown again.

} // namespace

void RequestsPage::activate()
{
    m_active = true;
    m_table->verticalHeader()->setDefaultSectionSize(logRowHeight(m_context.session));
    m_liveTimer->start();
    tickLive();
    if (!m_searched || m_context.clock.wall() - m_searchedAt > staleAfterMicros)
        search();
    else
        m_model->lookForNewer();
}

void RequestsPage::deactivate()
{
    m_active = false;
    m_liveTimer->stop();
    m_detail->saveNote();
}

void RequestsPage::refresh()
{
    if (m_model->state() == CallModel::State::Failed)
        return search();
    m_model->lookForNewer();
    if (!m_sumsQuestion.isActive())
        readSums();
}

void RequestsPage::rangeChanged()
{
    if (m_active)
        search();
    else
        m_searched = false;
}

void RequestsPage::focusFilter()
{
    m_filter->focusField();
}

void RequestsPage::focusFind()
{
    if (m_detail->hasCall())
        m_detail->openSearch();
    else
        m_filter->focusField();
}

void RequestsPage::setFilter(const QString &filter)
{
    m_filter->setText(filter);
}

QString RequestsPage::filterText() const
{
    return m_filter->text();
}

CallQuery RequestsPage::queryOf(TimeRange range) const
{
    CallQuery query;
    query.range = range;
    query.filter = m_filter->filter();
    query.sort = m_sort;
    query.ascending = m_ascending;
    query.live = m_context.range.isLive();
    return query;
}

void RequestsPage::search()
{
    if (!m_active) {
        m_searched = false;
        return;
    }
    m_searched = true;
    m_searchedAt = m_context.clock.wall();
    m_range = m_context.range.listed();
    m_sums.reset();
    m_sumsError.clear();
    CallTextStyle style = m_model->textStyle();
    style.currency = m_context.backend.prices()->currency();
    style.now = m_searchedAt;
    m_model->setTextStyle(style);
    m_table->setTimesHaveDates(!format::isSameDay(m_range.begin, m_searchedAt));
    CallQuery query = queryOf(m_range);
    // A range that ends now goes on with the clock.
    if (query.live)
        query.range.end = std::numeric_limits<base::UnixMicros>::max();
    CallIds open;
    for (const auto &call : m_context.backend.liveCalls())
        open.push_back(call.start.id);
    m_model->setQuery(query, std::move(open));
    updateFollow();
    readSums();
}

void RequestsPage::sortBy(CallColumn column)
{
    const auto &spec = columnSpec(column);
    if (!spec.sort) {
        m_table->showOrder(m_sortColumn, m_ascending);
        m_context.navigator.showMessage(
            QStringLiteral("requests.sort"), MessageKind::Info,
            tr("The list cannot be ordered by %1.").arg(columnName(column)));
        return;
    }
    m_ascending = column == m_sortColumn ? !m_ascending : false;
    m_sortColumn = column;
    m_sort = *spec.sort;
    m_table->showOrder(column, m_ascending);
    search();
}

void RequestsPage::onModelState()
{
    const bool searching = m_model->state() == CallModel::State::Searching;
    m_filter->setSearching(searching);
    showEmptiness();
    showCounts();
    selectWanted();
}

/** A selection outlives a search, and a call that was asked for is selected as soon as it is found. */
void RequestsPage::selectWanted()
{
    const std::int64_t wanted = m_wantedId != 0 ? m_wantedId : m_selectedId;
    if (wanted == 0 || m_table->selectedRow() >= 0)
        return;
    const bool over = m_model->state() != CallModel::State::Searching;
    if (m_model->rowOf(wanted)) {
        m_table->selectCall(wanted);
        m_wantedId = 0;
    } else if (over && m_wantedId == 0) {
        m_selectedId = 0; // it does not match any more
        m_detail->clear();
    }
}

void RequestsPage::onSelected(int row)
{
    if (row < 0) {
        if (m_selectedId == 0)
            m_detail->clear();
        return;
    }
    // A row that is not read yet comes with dataChanged.
    if (const auto *record = m_model->record(row))
        m_detail->setCall(*record, m_model->textStyle());
}

void RequestsPage::updateFollow()
{
    const bool follow
        = m_model->query().newestFirst() && !m_leftFollow && m_table->isAtNewest() && m_table->selectedRow() < 0;
    if (follow != m_model->isFollowing()) {
        m_model->setFollowing(follow);
        showCounts();
    }
}

void RequestsPage::goToNewest()
{
    m_leftFollow = false;
    if (!m_model->query().newestFirst()) {
        m_sortColumn = CallColumn::Cost; // so that sortBy does not turn the order round
        return sortBy(CallColumn::Time);
    }
    m_table->goToNewest();
    updateFollow();
}

void RequestsPage::leaveFollow()
{
    if (m_table->selectedRow() >= 0) {
        m_table->clearSelection();
    } else {
        m_leftFollow = true;
    }
    updateFollow();
}

void RequestsPage::onCallsAdded(const CallRows &records)
{
    for (const auto &record : records) {
        m_addedCost += record.end.billed.value_or(base::Money());
        m_addedUnpriced += isUnpriced(record) ? 1 : 0;
    }
    showCounts();
    showEmptiness();
}

void RequestsPage::readSums()
{
    TimeRange range = m_range;
    if (m_model->query().live)
        range.end = m_context.clock.wall() + 1;
    const CallQuery query = queryOf(range);
    const auto began = m_context.clock.monotonic();
    m_sumsQuestion.ask(
        Lane::Dashboard, this,
        [query](LogSource &source) { return ui::readSums(source, query, MiniHistogram::buckets); },
        [this, query, began](base::Result<CallSums> sums) {
            m_sumsReadAt = m_context.clock.monotonic();
            m_sumsMicros = m_sumsReadAt - began;
            if (sums) {
                m_sums = std::move(*sums);
                m_addedCost = {};
                m_addedUnpriced = 0;
                m_count->setSeries(m_sums->series);
            }
            m_sumsError = sums ? QString() : format::coreText(sums.error().message);
            showCounts();
            showEmptiness();
        });
}

void RequestsPage::showCounts()
{
    const CallQuery &query = m_model->query();
    CountRow::Content content;
    content.searching = m_model->state() == CallModel::State::Searching;
    content.stopped = m_model->state() == CallModel::State::Stopped;
    content.failed = m_model->state() == CallModel::State::Failed;
    content.capped = m_model->isCapped();
    content.filtered = !query.filter.isEmpty();
    content.matching = m_model->rowCount() + m_model->waiting();
    content.searchMicros = m_model->searchMicros();
    content.currency = m_model->textStyle().currency;
    content.following = m_model->isFollowing();
    content.canFollow = query.live && query.newestFirst();
    content.waiting = m_model->waiting();
    if (!query.byTime())
        content.frozenBy = columnName(m_sortColumn);
    if (m_sums) {
        content.all = m_sums->all.requests();
        content.allCost = m_sums->all.billed + m_addedCost;
        content.matchingCost = m_sums->matching.billed + m_addedCost;
        content.unpriced = m_sums->matching.unpriced + m_addedUnpriced;
    }
    m_count->setContent(content);
}

EmptyState *RequestsPage::emptyState() const
{
    return m_stack->currentWidget() == m_empty ? m_empty : nullptr;
}

void RequestsPage::tickLive()
{
    m_live->setCalls(m_context.backend.liveCalls(), m_context.clock.wall(), m_model->latencyScale());
    // Dear sums are read less often, so that they never take more than a tenth of the time.
    using std::chrono::microseconds;
    const std::int64_t interval = microseconds(m_context.range.refreshInterval()).count();
    const std::int64_t age = m_context.clock.monotonic() - m_sumsReadAt;
    if (m_model->query().live && interval > 0 && age > std::max(interval, 10 * m_sumsMicros)
        && !m_sumsQuestion.isActive())
        readSums();
}

void RequestsPage::readValues(const QString &field)
{
    using requestlog::GroupBy;
    static const QHash<QString, GroupBy> known{
        { QStringLiteral("upstream"), GroupBy::Upstream }, { QStringLiteral("model"), GroupBy::Model },
        { QStringLiteral("client"), GroupBy::Client },     { QStringLiteral("project"), GroupBy::Project },
        { QStringLiteral("session"), GroupBy::Session },
    };
    const auto by = known.find(field);
    if (by == known.end())
        return;
    constexpr int mostValues = 500;
    m_context.log.ask(
        Lane::Pages, this, [by = *by](LogSource &source) { return source.distinct(by, mostValues); },
        [this, field](const base::Result<std::vector<std::string>> &values) {
            if (!values)
                return; // completion is a convenience; the list itself tells of errors
            QStringList texts;
            for (const auto &value : *values)
                texts << format::text(value);
            m_filter->setValues(field, texts);
        });
}

void RequestsPage::openCall(std::int64_t callId)
{
    m_wantedId = callId;
    if (m_model->rowOf(callId)) {
        m_table->selectCall(callId);
        m_wantedId = 0;
        return;
    }
    m_wantedQuestion.ask(
        Lane::Pages, this, [callId](LogSource &source) { return source.rows({ callId }); },
        [this](const base::Result<CallRows> &rows) {
            if (!rows || rows->empty()) {
                m_wantedId = 0;
                m_context.navigator.showMessage(
                    QStringLiteral("requests.open"), MessageKind::Warning,
                    rows ? tr("This call is not in the log any more.") : format::coreText(rows.error().message));
                return;
            }
            constexpr base::UnixMicros around = 5 * 60'000'000LL;
            const auto at = rows->front().start.startedAt;
            m_table->clearSelection();
            const auto range = m_context.range.listed();
            if (at < range.begin || at >= range.end)
                m_context.range.zoomTo({ at - around, at + around });
            if (m_filter->text().isEmpty() || m_filter->filter().matches(rows->front()))
                search(); // It is among those that are looked for.
            else
                m_filter->setText({});
        });
}

} // namespace cachescope::ui
