// SPDX-License-Identifier: MIT
#include "ui/requests/requests_page.h"

#include "ui/format/format.h"
#include "ui/requests/call_model.h"
#include "ui/requests/call_table.h"
#include "ui/requests/detail_pane.h"
#include "ui/requests/empty_state.h"
#include "ui/requests/filter_bar.h"
#include "ui/shell/backend.h"

#include <QStackedWidget>

namespace cachescope::ui {

/** Each kind of nothing has words of its own, and one way out. */
void RequestsPage::showEmptiness()
{
    const auto state = m_model->state();
    if (m_model->rowCount() > 0 || m_model->waiting() > 0) {
        m_stack->setCurrentWidget(m_table);
        m_detail->show();
        return;
    }
    EmptyState::Content content;
    if (state == CallModel::State::Failed) {
        content = { QStringLiteral("warning"), tr("The log could not be read"), m_model->searchError(),
                    tr("Try again") };
    } else if (state == CallModel::State::Searching || state == CallModel::State::Idle) {
        content = { QStringLiteral("search"), tr("Searching"), tr("Nothing found yet."), tr("Stop") };
    } else if (state == CallModel::State::Stopped) {
        content = { QStringLiteral("stop"), tr("Stopped"), tr("The search ended before it found anything."),
                    tr("Search again") };
    } else if (!m_sums) {
        content = m_sumsError.isEmpty()
            ? EmptyState::Content{ QStringLiteral("search"), tr("0 found"), {}, {} }
            : EmptyState::Content{ QStringLiteral("warning"), tr("The log could not be read"), m_sumsError,
                                   tr("Try again") };
    } else if (!m_sums->newestTime) {
        content = { QStringLiteral("requests"), tr("Waiting for the first request"),
                    tr("Point a client at http://%1 and its calls appear here.")
                        .arg(format::text(m_context.backend.proxyState().address)),
                    tr("Show how") };
    } else if (m_context.backend.isMakingPast()) {
        content = { QStringLiteral("clock"), tr("Making simulated calls"),
                    tr("A month of them is written first; it takes some seconds."), {} };
    } else if (!m_filter->filter().isEmpty() && m_sums->all.requests() > 0) {
        content = { QStringLiteral("filter"), tr("0 found for this filter"),
                    tr("%1 without %2").arg(format::number(m_sums->relaxedCount), m_sums->lastCondition),
                    tr("Drop it") };
    } else {
        content = { QStringLiteral("clock"), tr("Nothing in this range"),
                    tr("Last request %1").arg(format::moment(*m_sums->newestTime, m_context.clock.wall())),
                    tr("Show it") };
    }
    m_detail->setVisible(m_detail->hasCall()); // "select a call" is no advice where there is none
    m_empty->setContent(content);
    m_stack->setCurrentWidget(m_empty);
}

void RequestsPage::onEmptyAction()
{
    const auto state = m_model->state();
    if (state == CallModel::State::Searching)
        return m_model->stop();
    if (state != CallModel::State::Complete || !m_sums)
        return search();
    if (!m_sums->newestTime)
        return m_context.navigator.openPage(PageId::Overview);
    if (!m_filter->filter().isEmpty() && m_sums->all.requests() > 0)
        return m_filter->setText(m_sums->relaxedFilter);
    constexpr base::UnixMicros before = 30 * 60'000'000LL;
    constexpr base::UnixMicros after = 60'000'000LL;
    m_context.range.zoomTo({ *m_sums->newestTime - before, *m_sums->newestTime + after });
}

} // namespace cachescope::ui
