// SPDX-License-Identifier: MIT
// What the Cache page does to entries.
#include "ui/cache/cache_page.h"

#include "ui/cache/entry_detail.h"
#include "ui/cache/entry_model.h"
#include "ui/cache/entry_table.h"
#include "ui/cache/history_pane.h"
#include "ui/cache/invalidate_panel.h"
#include "ui/cache/selector_form.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/shell/attachment_text.h"
#include "ui/shell/backend.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>

namespace cachescope::ui {

using cache::InvalidateAction;
using cache::Selector;

namespace {

const QString messageKey = QStringLiteral("cache.action");

} // namespace

void CachePage::report(const base::Error &error)
{
    m_context.navigator.showMessage(messageKey, MessageKind::Error, format::coreText(error.message));
}

/** One key, or several as a filter: one invalidation, so that one undo takes it back. */
Selector CachePage::selectedSelector() const
{
    Selector selector;
    std::string keys;
    const auto ids = m_table->selectedIds();
    for (const std::int64_t id : ids) {
        const cache::EntryRow *row = m_model->rowById(id);
        if (row == nullptr)
            continue;
        if (ids.size() == 1)
            selector.key = base::toHex(row->canonical);
        keys += (keys.empty() ? "" : ",") + row->key();
    }
    if (ids.size() > 1 && !keys.empty())
        selector.filter = "key:" + keys;
    return selector;
}

void CachePage::invalidateSelected(InvalidateAction action)
{
    if (const Selector selector = selectedSelector(); !selector.isEmpty())
        apply(selector, action);
}

void CachePage::markSelectedStale()
{
    invalidateSelected(InvalidateAction::Stale);
}

void CachePage::removeSelected()
{
    invalidateSelected(InvalidateAction::Remove);
}

void CachePage::showControls()
{
    const QString why = attachmenttext::whyNoControl(m_context.backend, m_context.clock.wall());
    m_invalidateButton->setEnabled(why.isEmpty());
    m_invalidateButton->setToolTip(
        why.isEmpty() ? tr("Set cached answers aside by conditions (Ctrl+Shift+I)") : why);
}

void CachePage::apply(const Selector &selector, InvalidateAction action)
{
    cache::EntryControl *invalidator = m_context.backend.invalidator();
    if (invalidator == nullptr || m_actionQuestion.isActive())
        return;
    m_panel->button()->setEnabled(false);
    m_actionQuestion.ask(
        Lane::Cache, this,
        [invalidator, selector, action](LogSource &) { return invalidator->apply(selector, action, "window"); },
        [this](const base::Result<cache::Invalidation> &done) {
            if (!done)
                report(done.error());
            else if (done->effect.entries == 0)
                m_context.navigator.showMessage(
                    messageKey, MessageKind::Info,
                    done->effect.pinnedKept > 0 ? tr("Nothing was invalidated: what matches is pinned.")
                                                : tr("Nothing was invalidated: no fresh entry matches."));
            else
                m_context.navigator.hideMessage(messageKey);
            readHistory();
            search();
            if (m_panel->isVisibleTo(this))
                m_panel->refresh();
        });
}

void CachePage::undo(const QString &id)
{
    cache::EntryControl *invalidator = m_context.backend.invalidator();
    if (invalidator == nullptr || m_actionQuestion.isActive())
        return;
    m_actionQuestion.ask(
        Lane::Cache, this, [invalidator, id = format::utf8(id)](LogSource &) { return invalidator->undo(id); },
        [this](const base::Result<cache::UndoResult> &done) {
            using Kind = cache::UndoResult::Kind;
            if (!done)
                report(done.error());
            else if (done->kind == Kind::Done)
                m_context.navigator.showMessage(
                    messageKey, MessageKind::Good,
                    tr("%1 entries are back. Those that were stored anew meanwhile stay as they are.")
                        .arg(format::number(done->restored)));
            else
                m_context.navigator.showMessage(
                    messageKey, MessageKind::Warning,
                    done->kind == Kind::TooLate ? tr("The ten minutes for an undo are over.")
                                                : tr("This has been undone already."));
            readHistory();
            search();
            if (m_panel->isVisibleTo(this))
                m_panel->refresh();
        });
}

void CachePage::pinSelected()
{
    cache::EntryControl *invalidator = m_context.backend.invalidator();
    std::vector<std::string> keys;
    bool allPinned = true;
    for (const std::int64_t id : m_table->selectedIds()) {
        if (const cache::EntryRow *row = m_model->rowById(id)) {
            keys.push_back(base::toHex(row->canonical));
            allPinned = allPinned && row->pinned;
        }
    }
    if (keys.empty() || invalidator == nullptr)
        return;
    m_pinQuestion.ask(
        Lane::Cache, this,
        [invalidator, keys, pinned = !allPinned](LogSource &) -> base::Result<> {
            for (const std::string &key : keys) {
                if (auto done = invalidator->setPinned(key, pinned); !done)
                    return done;
            }
            return {};
        },
        [this](const base::Result<> &done) {
            if (!done)
                report(done.error());
            m_model->refresh();
        });
}

/** Space: a look at the answer, and back to where one was. */
void CachePage::previewSelected()
{
    showHistory(false);
    m_detail->openTab(
        m_detail->currentTab() == EntryDetail::Response ? EntryDetail::KeyParts : EntryDetail::Response);
}

void CachePage::copyKey()
{
    if (const cache::EntryRow *row = m_model->rowById(m_table->currentId()))
        QGuiApplication::clipboard()->setText(format::text(row->key()));
}

void CachePage::openStoringCall()
{
    if (const cache::EntryRow *row = m_model->rowById(m_table->currentId()); row && row->filledBy > 0)
        m_context.navigator.openCall(row->filledBy);
}

void CachePage::toggleInvalidate()
{
    const bool show = !m_panel->isVisibleTo(this);
    if (show && !m_search->text().trimmed().isEmpty() && m_model->state() == EntryModel::State::Complete) {
        const Selector &searched = m_model->query().selector;
        if (searched.filter)
            m_panel->form().setCondition(QStringLiteral("filter"), format::text(*searched.filter));
        else if (searched.key)
            m_panel->form().setCondition(QStringLiteral("key"), format::text(*searched.key));
    }
    showInvalidate(show);
}

void CachePage::toggleHistory()
{
    showHistory(m_side->currentWidget() != m_history);
}

void CachePage::selectKey(const QString &key)
{
    m_wantedKey = key;
    setSearch(key);
}

void CachePage::showEntryMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [this, menu](const QString &text, const QKeySequence &keys, void (CachePage::*slot)()) {
        QAction *action = menu->addAction(text);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, slot);
        return action;
    };
    const int selected = int(m_table->selectedIds().size());
    add(tr("Mark %n stale", nullptr, selected), QKeySequence(Qt::Key_Delete), &CachePage::markSelectedStale);
    add(tr("Remove %n", nullptr, selected), QKeySequence(Qt::SHIFT | Qt::Key_Delete), &CachePage::removeSelected);
    add(tr("Pin or unpin"), QKeySequence(Qt::CTRL | Qt::Key_M), &CachePage::pinSelected);
    menu->addSeparator();
    add(tr("Show the answer"), QKeySequence(Qt::Key_Space), &CachePage::previewSelected);
    add(tr("Copy the key"), {}, &CachePage::copyKey);
    add(tr("Open the call that stored it"), {}, &CachePage::openStoringCall);
    menu->popup(at);
}

} // namespace cachescope::ui
