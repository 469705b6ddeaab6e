// SPDX-License-Identifier: MIT
#include "ui/cache/cache_page.h"

#include "ui/cache/entry_detail.h"
#include "ui/cache/entry_model.h"
#include "ui/cache/entry_search.h"
#include "ui/cache/entry_table.h"
#include "ui/cache/history_pane.h"
#include "ui/cache/invalidate_panel.h"
#include "ui/cache/prefix_table.h"
#include "ui/cache/undo_bar.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/requests/empty_state.h"
#include "ui/shell/backend.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>

namespace cachescope::ui {

using cache::EntryCondition;

namespace {

constexpr std::size_t pastShown = 200;
constexpr int ticksBetweenPrefixes = 5; ///< Ten seconds: what providers hold changes slowly, and is dear to infer.

QString conditionTitle(const std::optional<EntryCondition> &condition)
{
    if (!condition)
        return CachePage::tr("All states");
    switch (*condition) {
    case EntryCondition::Fresh:
        return CachePage::tr("Fresh");
    case EntryCondition::Stale:
        return CachePage::tr("Stale");
    case EntryCondition::Expired:
        return CachePage::tr("Expired");
    case EntryCondition::Pinned:
        return CachePage::tr("Pinned");
    }
    Q_UNREACHABLE();
}

} // namespace

EntryTextStyle CachePage::textStyle() const
{
    return { m_context.clock.wall(), std::string(m_context.backend.prices()->currency()) };
}

void CachePage::activate()
{
    m_active = true;
    m_ticks->start();
    m_model->setTextStyle(textStyle());
    if (m_model->state() == EntryModel::State::Idle)
        search();
    else
        m_model->refresh();
    readHistory();
    m_prefixes->refresh();
    m_prefixes->setActive(m_tabs->currentIndex() == 1);
    if (m_panel->isVisibleTo(this))
        m_panel->refresh();
}

void CachePage::deactivate()
{
    m_active = false;
    m_ticks->stop();
    m_prefixes->setActive(false);
}

void CachePage::refresh()
{
    m_model->setTextStyle(textStyle());
    m_model->refresh();
    readHistory();
    m_prefixes->refresh();
}

void CachePage::tick()
{
    m_model->setTextStyle(textStyle());
    m_model->refresh();
    readHistory();
    if (++m_ticksSincePrefixes >= ticksBetweenPrefixes) {
        m_ticksSincePrefixes = 0;
        m_prefixes->refresh();
    }
}

void CachePage::focusFilter()
{
    m_tabs->setCurrentIndex(0);
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void CachePage::setSearch(const QString &text)
{
    m_search->setText(text);
    search();
}

void CachePage::setCondition(std::optional<EntryCondition> condition)
{
    m_condition = condition;
    m_conditionButton->setText(conditionTitle(condition));
    m_conditionButton->setAccessibleName(tr("States shown: %1").arg(conditionTitle(condition)));
    if (m_active)
        search();
}

void CachePage::search()
{
    m_searchDelay->stop();
    EntryQuery query;
    query.selector = searchSelector(m_search->text(), m_condition);
    query.sort = entryColumnSpec(m_sortColumn).sort.value_or(cache::EntrySort::LastUse);
    // The oldest have the largest age, and were stored first.
    const bool ascending = m_sortColumn == EntryColumn::Age ? !m_ascending : m_ascending;
    query.order = ascending ? cache::SortOrder::Ascending : cache::SortOrder::Descending;
    m_model->setQuery(query);
}

void CachePage::sortBy(EntryColumn column)
{
    if (!entryColumnSpec(column).sort) {
        m_table->showOrder(m_sortColumn, m_ascending);
        return;
    }
    const bool isText
        = column == EntryColumn::Key || column == EntryColumn::Model || column == EntryColumn::FirstWords;
    m_ascending = column == m_sortColumn ? !m_ascending : isText;
    m_sortColumn = column;
    m_table->showOrder(column, m_ascending);
    search();
}

void CachePage::updateFrozen()
{
    // Nothing moves under the pointer: rows keep their places while one is selected or the list is scrolled.
    m_model->setFrozen(!m_table->isAtTop() || !m_table->selectedIds().empty());
}

void CachePage::onModelState()
{
    const bool wrong = m_model->isWrongQuestion();
    setStyleProperty(m_search, "state", wrong ? QStringLiteral("error") : QString());
    const bool filtered = !m_model->query().selector.isEmpty();
    const auto &matching = m_model->matching();
    m_searchNote->setText(
        wrong ? m_model->error()
              : tr("%1 match, %2, %3 saved")
                    .arg(
                        format::number(matching.entries), format::bytes(matching.bytes),
                        format::money(matching.saved, 2, m_model->textStyle().currency)));
    setTone(m_searchNote, wrong ? Tone::Error : Tone::Third);
    m_searchNote->setVisible(wrong || (filtered && m_model->state() == EntryModel::State::Complete));
    m_newButton->setVisible(m_model->waiting() > 0);
    m_newButton->setText(tr("%n new", nullptr, m_model->waiting()));
    showCounts();
    showEmptiness();
    if (!m_wantedKey.isEmpty() && m_model->state() == EntryModel::State::Complete && m_model->rowCount() > 0) {
        m_wantedKey.clear();
        m_table->selectEntry(m_model->idAt(0));
    }
    onSelection();
}

void CachePage::onSelection()
{
    updateFrozen();
    const std::int64_t id = m_table->currentId();
    if (id == 0)
        return m_detail->clear();
    // A row that is not read yet comes with rowsRead.
    if (const cache::EntryRow *row = m_model->rowById(id))
        m_detail->setEntry(*row, m_model->textStyle());
}

void CachePage::showCounts()
{
    const auto &all = m_model->all();
    const QString gap = QStringLiteral("   ");
    QString local = tr("Local");
    if (m_model->state() == EntryModel::State::Complete || all.entries > 0)
        local += gap
            + tr("%1, %2, %3 saved")
                  .arg(
                      format::number(all.entries), format::bytes(all.bytes),
                      format::money(all.saved, 2, m_model->textStyle().currency));
    m_tabs->setTabText(0, local);
    m_tabs->setTabText(
        1,
        m_prefixes->isKnown()
            ? tr("Provider prefixes") + gap + tr("%1, inferred").arg(format::number(m_prefixes->model().rowCount()))
            : tr("Provider prefixes"));
    Q_EMIT statusChanged();
}

QStringList CachePage::statusFacts() const
{
    const auto &all = m_model->all();
    if (m_model->state() == EntryModel::State::Idle)
        return {};
    const auto &settings = m_context.backend.configuration().cache;
    QStringList facts{
        tr("%1 entries, %2 of %3")
            .arg(format::number(all.entries), format::bytes(all.bytes), format::bytes(settings.maxBytes))
    };
    if (m_prefixes->isKnown())
        facts << tr("%1 provider prefixes, inferred").arg(format::number(m_prefixes->model().rowCount()));
    if (all.oldest > 0)
        facts << tr("oldest entry %1").arg(ageText(m_context.clock.wall() - all.oldest));
    if (all.unpriced > 0)
        facts << tr("%1 without a known price").arg(format::number(all.unpriced));
    const storage::WriteStatus writer = m_context.backend.writeStatus();
    facts << tr("log lag %1, %2 dropped")
                 .arg(format::duration(writer.lag.count()), format::number(m_context.backend.droppedRows()));
    return facts;
}

EmptyState *CachePage::emptyState() const
{
    return m_listStack->currentWidget() == m_empty ? m_empty : nullptr;
}

void CachePage::showEmptiness()
{
    const bool filtered = !m_model->query().selector.isEmpty();
    const auto state = m_model->state();
    EmptyState::Content content;
    if (state == EntryModel::State::Failed && !m_model->isWrongQuestion()) {
        content = { QStringLiteral("warning"), tr("The cache cannot be read"), m_model->error(), tr("Try again") };
        // Old values stay, with the message where they are.
        if (m_model->rowCount() > 0) {
            m_searchNote->setText(m_model->error());
            setTone(m_searchNote, Tone::Error);
            m_searchNote->show();
        }
    } else if (
        m_model->rowCount() == 0 && (state == EntryModel::State::Reading || state == EntryModel::State::Idle)) {
        content = { QStringLiteral("clock"), tr("Reading the cache\u2026"), {}, {} };
    } else if (m_model->rowCount() == 0 && m_model->isWrongQuestion()) {
        content = { QStringLiteral("search"), tr("This search cannot be read"), m_model->error(),
                    tr("Clear the search") };
    } else if (m_model->rowCount() == 0 && filtered) {
        content = { QStringLiteral("search"), tr("No cached answer matches"),
                    tr("%1 answers are in the cache.").arg(format::number(m_model->all().entries)),
                    tr("Clear the search") };
    } else if (m_model->rowCount() == 0) {
        const auto &settings = m_context.backend.configuration().cache;
        content = settings.enabled
            ? EmptyState::
                Content{ QStringLiteral("cache"), tr("No answer is cached yet"),
                         tr("Stored are whole, successful answers to calls of known APIs, for %1: no errors, no "
                            "cut or refused answers, no tool calls unless switched on, nothing with what looks "
                            "like a key. The same question of the same caller then costs nothing.")
                             .arg(ageText(std::chrono::microseconds(settings.ttl).count())),
                         tr("Rules of the cache") }
            : EmptyState::Content{ QStringLiteral("cache"), tr("The cache is switched off"),
                                   tr("Every call goes to its provider, and nothing is kept."),
                                   tr("Rules of the cache") };
    }
    const bool showTable = m_model->rowCount() > 0;
    if (!showTable)
        m_empty->setContent(content);
    m_listStack->setCurrentWidget(showTable ? static_cast<QWidget *>(m_table) : m_empty);
}

void CachePage::onEmptyAction()
{
    if (m_model->state() == EntryModel::State::Failed && !m_model->isWrongQuestion())
        return search();
    if (m_model->query().selector.isEmpty())
        return m_context.navigator.openSettings(QStringLiteral("cache"));
    m_search->clear();
    setCondition({});
}

void CachePage::readHistory()
{
    cache::EntryControl *invalidator = m_context.backend.invalidator();
    if (invalidator == nullptr || m_historyQuestion.isActive())
        return;
    m_historyQuestion.ask(
        Lane::Cache, this, [invalidator](LogSource &) { return invalidator->history(pastShown); },
        [this](base::Result<std::vector<cache::Invalidation>> past) {
            if (!past)
                return; // The list itself tells of errors.
            const auto same = [](const cache::Invalidation &a, const cache::Invalidation &b) {
                return a.id == b.id && a.undoneAt == b.undoneAt;
            };
            const bool changed = !std::equal(m_past.begin(), m_past.end(), past->begin(), past->end(), same);
            m_past = std::move(*past);
            m_undoBar->setHistory(m_past);
            if (changed)
                m_history->setHistory(m_past, m_model->textStyle().currency);
        });
}

void CachePage::showInvalidate(bool shown)
{
    m_invalidateButton->setChecked(shown);
    if (shown == m_panel->isVisibleTo(this))
        return;
    m_panel->setVisible(shown);
    if (shown)
        m_panel->refresh();
    else
        m_table->setFocus();
}

void CachePage::showHistory(bool shown)
{
    m_historyButton->setChecked(shown);
    m_side->setCurrentWidget(shown ? static_cast<QWidget *>(m_history) : m_detail);
    if (shown)
        readHistory();
}

} // namespace cachescope::ui

#include "moc_cache_page.cpp"
