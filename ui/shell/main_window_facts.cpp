// SPDX-License-Identifier: MIT
#include "ui/shell/main_window.h"

#include "ui/data/dashboard_feed.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/shell/attachment_text.h"
#include "ui/shell/backend.h"
#include "ui/shell/message_area.h"
#include "ui/shell/side_bar.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/status_text.h"
#include "ui/shell/top_bar.h"

namespace cachescope::ui {

namespace {

constexpr qsizetype upstreamsShown = 8;
const auto attachmentMessage = QLatin1String("attachment");

} // namespace

/** The bar that says what became of the program that this window is attached to. */
void MainWindow::showAttachment()
{
    const auto facts = m_backend.attachment();
    if (!facts)
        return;
    showStatus();
    if (facts->phase == AttachmentFacts::Phase::Attached) {
        hideMessage(attachmentMessage);
        // Another run may have put another file in place of the log.
        if (std::exchange(m_attachedSince, facts->since) != facts->since)
            m_log.reopen();
        return;
    }
    const QString sentence = attachmenttext::sentence(*facts, m_clock.wall());
    if (facts->directoryFree)
        showMessage(attachmentMessage, MessageKind::Warning, sentence, tr("Run the proxy in this window"), [this] {
            runProxyHere();
        });
    else
        showMessage(attachmentMessage, MessageKind::Warning, sentence, {}, {});
}

void MainWindow::runProxyHere()
{
    if (const auto started = m_backend.runProxyHere(); !started)
        showMessage(
            QStringLiteral("takeover"), MessageKind::Error, format::coreText(started.error().message), {}, {});
}

void MainWindow::showNotices()
{
    int number = 0;
    for (const std::string &notice : m_backend.notices()) {
        const QString key = QStringLiteral("notice%1").arg(number++);
        showMessage(key, MessageKind::Warning, format::coreText(notice), {}, {});
    }
    for (int over = number; over < m_noticesShown; ++over)
        hideMessage(QStringLiteral("notice%1").arg(over));
    m_noticesShown = number;
}

void MainWindow::showUpstreams()
{
    QVector<SideBar::Upstream> shown;
    const auto health = m_backend.upstreamHealth();
    for (const auto &[name, upstream] : m_backend.configuration().upstreams) {
        const auto found = health.find(name);
        const proxy::UpstreamHealth state = found == health.end() ? proxy::UpstreamHealth{} : found->second;
        const bool used = state.state != proxy::UpstreamHealth::State::Idle;
        const bool hasKey
            = !upstream.keyEnvironment.empty() && !qEnvironmentVariableIsEmpty(upstream.keyEnvironment.c_str());
        if ((used || hasKey || !upstream.builtIn) && shown.size() < upstreamsShown)
            shown.append({ format::text(name), state });
    }
    m_side->setUpstreams(shown);
}

void MainWindow::showStatus()
{
    const StatusFacts facts{ m_backend.proxyState(),    m_backend.openCalls(),   m_backend.writeStatus(),
                             m_backend.droppedRows(),   m_feed->current().get(), m_clock.wall(),
                             m_backend.alerts()->firing };
    const auto prices = m_backend.prices();
    QVector<StatusStrip::Part> parts;
    if (const auto attached = m_backend.attachment()) {
        const bool good = attached->phase == AttachmentFacts::Phase::Attached;
        parts.append({ attachmenttext::status(*attached), good ? Token::Read : Token::Error, true,
                       attachmenttext::sentence(*attached, m_clock.wall()) });
    }
    if (const QStringList own = m_open ? m_open->statusFacts() : QStringList(); !own.isEmpty()) {
        for (const QString &fact : own)
            parts.append({ fact, Token::Text2, false, {} });
    } else {
        parts.append(statusParts(facts, prices ? prices->currency() : "USD"));
    }
    m_status->setParts(parts);
    m_side->setAlarm(PageId::Alerts, facts.alertsFiring);
    m_status->setRight(format::dateAndZone(m_clock.wall()));
}

void MainWindow::countViews()
{
    constexpr std::int64_t day = 86'400'000'000;
    const ChartRange range = m_range.current();
    m_viewCounts.clear();
    // A filter is counted row by row: for a day that is quick, for a month it would hold up the charts.
    if (!isVisible() || range.time.end - range.time.begin > day + range.stepMicros)
        return;
    for (const SavedView &view : m_views.views()) {
        auto filter = requestlog::Filter::parse(format::utf8(view.filter));
        if (!filter)
            continue;
        m_viewCounts.push_back(std::make_unique<LatestQuestion>(m_log));
        m_viewCounts.back()->ask(
            Lane::Dashboard, this,
            [time = range.time, filter = *filter](LogSource &log) { return log.totals(time, filter); },
            [this, name = view.name](const base::Result<requestlog::Totals> &totals) {
                m_side->setViewCount(name, totals ? totals->requests() : -1);
            });
    }
}

} // namespace cachescope::ui
