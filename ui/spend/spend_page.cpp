// SPDX-License-Identifier: MIT
#include "ui/spend/spend_page.h"

#include "ui/charts/chart_card.h"
#include "ui/charts/time_chart.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/chip_button.h"
#include "ui/parts/export_button.h"
#include "ui/parts/part_stack.h"
#include "ui/parts/segment.h"
#include "ui/parts/table_view.h"
#include "ui/requests/empty_state.h"
#include "ui/shell/backend.h"
#include "ui/spend/budget_editor.h"
#include "ui/spend/invoice_card.h"
#include "ui/spend/month_picker.h"
#include "ui/spend/spend_table.h"
#include "ui/spend/spend_tiles.h"

#include "requestlog/local_time.h"

#include <nlohmann/json.hpp>

#include <QAction>
#include <QComboBox>
#include <QDateTime>
#include <QHeaderView>
#include <QPointer>
#include <QSettings>
#include <QStackedWidget>
#include <QTimeZone>

namespace cachescope::ui {

namespace {

using requestlog::SpendBy;

constexpr int fillingMs = 2'000; ///< Between two readings while figures still come in for the first time.
constexpr int rowsBesideView = 1; ///< Room below the last row for its line.

SpendBy groupAt(const QComboBox *box)
{
    return static_cast<SpendBy>(box->currentData().toInt());
}

} // namespace

SpendPage::~SpendPage() = default;

QString SpendPage::currency() const
{
    const auto prices = m_context.backend.prices();
    return prices ? format::text(prices->currency()) : QStringLiteral("USD");
}

QString SpendPage::budgetKey() const
{
    return QStringLiteral("spend/budget.") % currency();
}

std::optional<base::Money> SpendPage::budget() const
{
    // The simulated team has a budget, so that one sees what a budget does.
    constexpr const char *ofTheDemo = "400";
    const QString saved
        = m_context.session.value(budgetKey(), QLatin1String(m_context.backend.isDemo() ? ofTheDemo : ""))
              .toString();
    return saved.isEmpty() ? std::nullopt : base::Money::parse(format::utf8(saved));
}

void SpendPage::setBudget(std::optional<base::Money> budget)
{
    if (budget)
        m_context.session.setValue(budgetKey(), format::text(budget->toDecimal()));
    else
        m_context.session.setValue(budgetKey(), QString()); // Said, not unknown.
    if (!m_report)
        return;
    auto report = std::make_shared<SpendReport>(*m_report);
    report->ask.budget = budget;
    drawSpend(*report);
    show(report);
}

void SpendPage::activate()
{
    m_active = true;
    if (m_followsNow)
        m_month = Month::of(m_context.clock.wall());
    ask();
}

void SpendPage::deactivate()
{
    m_context.navigator.hideMessage(QStringLiteral("spend.unsplit"));
    m_active = false;
    m_timer.stop();
    m_question.cancel();
}

void SpendPage::refresh()
{
    if (m_active)
        ask();
}

void SpendPage::setMonth(const Month &month)
{
    m_month = month;
    m_followsNow = month == Month::of(m_context.clock.wall());
    ask();
}

void SpendPage::setGroups(SpendBy first, std::optional<SpendBy> second)
{
    const QSignalBlocker firstBlocked(m_first);
    const QSignalBlocker secondBlocked(m_second);
    m_first->setCurrentIndex(m_first->findData(static_cast<int>(first)));
    m_second->setCurrentIndex(second && *second != first ? m_second->findData(static_cast<int>(*second)) : 0);
    m_tagShare->setVisible(first == SpendBy::Tag || second == SpendBy::Tag);
    m_context.session.setValue(QStringLiteral("spend/first"), m_first->currentData());
    m_context.session.setValue(QStringLiteral("spend/second"), m_second->currentData());
    ask();
}

void SpendPage::ask()
{
    const base::UnixMicros now = m_context.clock.wall();
    if (m_followsNow)
        m_month = Month::of(now);
    m_picker->setMonth(m_month, Month::of(now));
    showLive();
    if (!m_active)
        return;
    SpendAsk question;
    question.month = m_month;
    question.now = now;
    question.first = groupAt(m_first);
    if (m_second->currentIndex() > 0)
        question.second = groupAt(m_second);
    question.tags = m_tagShare->current() == 0 ? requestlog::TagShare::Split : requestlog::TagShare::Full;
    question.currency = format::utf8(currency());
    question.budget = budget();
    m_question.ask(
        Lane::Dashboard, this, [question](LogSource &log) { return readSpend(log, question); },
        [this](base::Result<std::shared_ptr<const SpendReport>> report) {
            if (m_active && m_followsNow && !m_paused) {
                // Who waits for the first figures does not wait a minute.
                const bool isFilling = m_context.backend.isMakingPast() || (report && (*report)->total.calls == 0);
                m_timer.start(isFilling ? fillingMs : usualMs);
            }
            if (report)
                show(*report);
            else
                showFailure(format::coreText(report.error().message));
        });
}

void SpendPage::show(const std::shared_ptr<const SpendReport> &report)
{
    m_report = report;
    m_context.navigator.hideMessage(QStringLiteral("spend"));
    m_costs->chart()->setStale(false);
    m_running->chart()->setStale(false);
    showTiles();
    const bool empty = report->total.calls == 0;
    m_parts->showPart(empty ? 1 : 0);
    if (empty)
        m_empty->setContent({ QStringLiteral("spend"), tr("No requests in %1").arg(report->ask.month.title()),
                              tr("Money shows up here as soon as a call has passed through the proxy."),
                              m_followsNow ? tr("The month before") : tr("This month") });
    m_costs->setFrame(report->costs);
    m_running->setFrame(report->running);
    showTable();
    showUnsplit();
    Q_EMIT statusChanged();
}

void SpendPage::showFailure(const QString &reason)
{
    const QString since = m_report
        ? tr(" The figures are those of %1.").arg(format::moment(m_report->ask.now, m_context.clock.wall()))
        : QString();
    m_context.navigator.showMessage(
        QStringLiteral("spend"), MessageKind::Error, reason % since, tr("Retry"), [this] { refresh(); });
    m_costs->chart()->setStale(true);
    m_running->chart()->setStale(true);
    for (Tile *tile : m_tiles) {
        Tile::Content content = tile->content();
        content.stale = true;
        tile->setContent(content);
    }
}

void SpendPage::showTiles()
{
    const auto set = [this](TileIndex tile, const QString &name, const Tile::Content &content) {
        m_tiles[tile]->setText(name);
        m_tiles[tile]->setAccessibleName(name);
        m_tiles[tile]->setContent(content);
        m_tiles[tile]->update();
    };
    set(MonthTile, monthTileName(*m_report), monthTile(*m_report));
    set(ForecastTile, tr("Forecast for the month"), forecastTile(*m_report));
    set(BudgetTile, budgetTileName(*m_report), budgetTile(*m_report));
    set(SavedTile, tr("Saved, net"), savedSpendTile(*m_report));
}

void SpendPage::showTable()
{
    m_table->setReport(m_report);
    m_view->setColumnHidden(SpendTable::Unsplit, !m_table->hasUnsplit());
    const int rows = m_table->rowCount();
    m_view->setFixedHeight(metrics::tableHeader + rows * metrics::listRow + rowsBesideView);
    showBadge();
    m_export->setFileName(QStringLiteral("spend-") % m_month.title().replace(u' ', u'-').toLower());
}

void SpendPage::showBadge()
{
    const QString total = format::money(m_report->total.billed, 2, m_report->ask.currency);
    if (m_report->breakdown.overlaps) {
        m_badge->setContent(BadgeKind::Warning, tr("tags overlap, the total is %1").arg(total));
        m_badge->setToolTip(tr("A call with several tags counts whole with each of them."));
    } else if (m_table->addsUp()) {
        m_badge->setContent(BadgeKind::Good, tr("adds up to %1").arg(total));
        m_badge->setToolTip(tr("The rows, and the rows within them, give exactly the sum that the days give."));
    } else {
        m_badge->setContent(BadgeKind::Error, tr("does not add up to %1").arg(total));
        m_badge->setToolTip(tr("Some calls of this month are no longer in the log; their sums are kept by day, "
                               "upstream, model, project, client, key and tag only."));
    }
}

void SpendPage::showLive()
{
    ChipButton::Content content{ ChipButton::Mark::Icon, QStringLiteral("pause"), Token::Text2, {}, {} };
    if (!m_followsNow) {
        content.iconName = QStringLiteral("follow");
        content.words = tr("This month");
        m_live->setToolTip(tr("Back to this month"));
    } else if (m_paused) {
        content.iconName = QStringLiteral("play");
        content.words = tr("Paused");
        m_live->setToolTip(tr("Refresh by itself again"));
    } else {
        content.words = tr("Live, %1 s").arg(m_timer.interval() / 1000);
        m_live->setToolTip(tr("Stop refreshing"));
    }
    m_live->setContent(content);
}

void SpendPage::showUnsplit()
{
    const base::Money unsplit = m_report->total.costUnsplit;
    if (unsplit == base::Money() || !m_recomputing.empty()) {
        m_context.navigator.hideMessage(QStringLiteral("spend.unsplit"));
        return;
    }
    m_context.navigator.showMessage(
        QStringLiteral("spend.unsplit"), MessageKind::Info,
        tr("Of %1 nobody has written down what it was for: those calls are from an earlier version.")
            .arg(format::money(unsplit, 2, m_report->ask.currency)),
        tr("Recompute"), [this] { recompute(); });
}

void SpendPage::recompute()
{
    const requestlog::TimeRange range = m_month.range();
    const nlohmann::json question = { { "since_us", range.begin }, { "until_us", range.end } };
    m_context.backend.askLogJobs(
        { true, "reprice", {}, question.dump(), "window" },
        [self = QPointer(this)](const cache::ControlAnswer &answer) {
            if (self)
                self->followRecomputation(answer);
        });
}

void SpendPage::followRecomputation(const cache::ControlAnswer &answer)
{
    const auto json = nlohmann::json::parse(answer.json, nullptr, false);
    if (!json.is_object()) {
        m_context.navigator.showMessage(
            QStringLiteral("spend.recompute"), MessageKind::Error, format::coreText(answer.detail));
        return;
    }
    m_recomputing = json.value("id", std::string());
    m_context.navigator.hideMessage(QStringLiteral("spend.unsplit"));
    m_context.navigator.showMessage(
        QStringLiteral("spend.recompute"), MessageKind::Info,
        tr("Computing the prices of %1 anew \u2026").arg(m_month.title()));
    constexpr int pollMs = 250;
    m_recomputeTimer.start(pollMs);
}

void SpendPage::awaitRecomputed()
{
    if (m_recomputedQuestion.isActive())
        return;
    constexpr int records = 5;
    m_recomputedQuestion.ask(
        Lane::Pages, this, [](LogSource &log) { return log.repricings(records); },
        [this](const base::Result<std::vector<requestlog::Repricing>> &found) {
            for (std::size_t i = 0; found && i < found->size(); ++i)
                if ((*found)[i].uid == m_recomputing && (*found)[i].finishedAt > 0)
                    return showRecomputed((*found)[i]);
        });
}

void SpendPage::showRecomputed(const requestlog::Repricing &record)
{
    m_recomputeTimer.stop();
    m_recomputing.clear();
    const QString sign = record.billedChange > base::Money() ? QStringLiteral("+") : QString();
    m_context.navigator.showMessage(
        QStringLiteral("spend.recompute"), MessageKind::Good,
        tr("%1 calls priced by the book of %2: %3 changed, %4 have no price; billed %5.")
            .arg(
                format::number(record.calls), format::text(record.book), format::number(record.changed),
                format::number(record.unpriced), sign % format::money(record.billedChange, 2, record.currency)));
    refresh();
}

void SpendPage::openInvoice(const QString &path)
{
    m_invoice->open(path, format::utf8(currency()));
}

QStringList SpendPage::statusFacts() const
{
    if (!m_report)
        return {};
    const std::string &code = m_report->ask.currency;
    QStringList facts{
        tr("month %1").arg(atLeast(format::money(m_report->total.billed, 2, code), m_report->total.unpriced))
    };
    if (m_report->ask.isCurrentMonth() && m_report->daysBegun > 0)
        facts.append(
            tr("today %1").arg(format::money(m_report->days[m_report->daysBegun - 1].sums.billed, 2, code)));
    facts.append(tr("zone %1").arg(QString::fromLatin1(QTimeZone::systemTimeZoneId())));
    if (const auto prices = m_context.backend.prices())
        facts.append(tr("price cards of %1").arg(format::text(prices->version())));
    facts.append(
        m_report->unpriced.empty()
            ? tr("all models priced")
            : tr("%n model(s) without a price", nullptr, static_cast<int>(m_report->unpriced.size())));
    return facts;
}

QList<QAction *> SpendPage::pageActions()
{
    return m_actions;
}

void SpendPage::openTile(int tile)
{
    if (tile == BudgetTile)
        return editBudget();
    if (!m_report)
        return;
    requestlog::TimeRange range = m_report->ask.month.range();
    QString filter;
    if (tile == SavedTile)
        filter = QStringLiteral("saved>0 or saved<0");
    if (tile == ForecastTile && m_report->forecast) { // The days that it is made of.
        const base::UnixMicros today = requestlog::localDayStart(m_report->ask.now);
        range = { requestlog::addLocalDays(today, -m_report->daysOfData), today };
    }
    m_context.navigator.openRequests(filter, range);
}

void SpendPage::openRow(int row)
{
    const SpendLink link = m_table->link(row);
    m_context.navigator.openRequests(link.filter, link.range);
}

void SpendPage::toggleRow(int row)
{
    if (!m_table->canOpen(row))
        return;
    m_table->setOpen(row, !m_table->isOpen(row));
    m_view->setFixedHeight(metrics::tableHeader + m_table->rowCount() * metrics::listRow + rowsBesideView);
}

void SpendPage::editBudget()
{
    m_budgetEditor->open(m_tiles[BudgetTile], budget(), currency());
}

} // namespace cachescope::ui

#include "moc_spend_page.cpp"
