// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "requestlog/record.h"

class QPlainTextEdit;
class QTimer;

namespace cachescope::ui {

class Switch;

/** The user's own words on a call, and its pin. Saved a moment after the last key; kept through clean-up. */
class NotesView : public QWidget
{
    Q_OBJECT

public:
    explicit NotesView(QWidget *parent = nullptr);
    void setRecord(const requestlog::CallRecord &record);
    void saveNow(); ///< Before another call is shown.

Q_SIGNALS:
    void pinChanged(qint64 callId, bool pinned);
    void noteChanged(qint64 callId, const QString &note);

private:
    std::int64_t m_id = 0;
    QString m_saved;
    Switch *m_pin;
    QPlainTextEdit *m_note;
    QTimer *m_timer;
};

} // namespace cachescope::ui
