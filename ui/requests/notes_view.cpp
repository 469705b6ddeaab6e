// SPDX-License-Identifier: MIT
#include "ui/requests/notes_view.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/switch.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QTimer>

namespace cachescope::ui {

namespace {

constexpr int saveDelayMs = 600;

} // namespace

NotesView::NotesView(QWidget *parent)
    : QWidget(parent)
    , m_pin(new Switch(this))
    , m_note(new QPlainTextEdit(this))
    , m_timer(new QTimer(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(
        metrics::screenMargin, metrics::cardPadding, metrics::screenMargin, metrics::cardPadding);
    column->setSpacing(metrics::gap);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    m_pin->setAccessibleName(tr("Pin this call"));
    row->addWidget(m_pin);
    row->addWidget(makeLabel(tr("Pin this call"), TextStyle::Control, Tone::Normal, this));
    row->addWidget(makeLabel(
        tr("Pinned calls, and calls with a note, are never cleaned up."), TextStyle::Caption, Tone::Third, this));
    row->addStretch();
    column->addLayout(row);
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("A note on this call"));
    m_note->setTabChangesFocus(true);
    m_note->setMaximumWidth(900);
    column->addWidget(m_note, 1);
    m_timer->setSingleShot(true);
    m_timer->setInterval(saveDelayMs);
    connect(m_timer, &QTimer::timeout, this, &NotesView::saveNow);
    connect(m_note, &QPlainTextEdit::textChanged, m_timer, qOverload<>(&QTimer::start));
    connect(m_pin, &Switch::toggled, this, [this](bool on) {
        if (m_id > 0)
            Q_EMIT pinChanged(m_id, on);
    });
}

void NotesView::setRecord(const requestlog::CallRecord &record)
{
    if (record.start.id == m_id) { // the same call again: what is being typed stays
        const QSignalBlocker quiet(m_pin);
        m_pin->setChecked(record.pinned);
        return;
    }
    saveNow();
    m_id = record.start.id;
    m_saved = format::text(record.note);
    const QSignalBlocker quietPin(m_pin);
    const QSignalBlocker quietNote(m_note);
    m_pin->setChecked(record.pinned);
    m_note->setPlainText(m_saved);
}

void NotesView::saveNow()
{
    m_timer->stop();
    const QString text = m_note->toPlainText();
    if (m_id == 0 || text == m_saved)
        return;
    m_saved = text;
    Q_EMIT noteChanged(m_id, text);
}

} // namespace cachescope::ui
