// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "insight/insight_facts.h"
#include "requestlog/query.h"
#include "ui/requests/call_text.h"

#include <QVector>

#include <optional>

class QGridLayout;
class QLabel;
class QPushButton;

namespace cachescope::ui {

class Badge;

/** What the left side of the Why pane says. */
struct WhyAnswer
{
    requestlog::CallRecord record;
    std::optional<requestlog::CallInsight> insight;
    insight::Facts facts;
    std::optional<base::UnixMicros> comparedAt; ///< Start of the call it was compared with.
    requestlog::ReasonSum today; ///< All calls of this reason since local midnight.
};

/** Reason, certainty and figures of one call, with links to the calls and rules they name. */
class WhyFacts : public QWidget
{
    Q_OBJECT

public:
    explicit WhyFacts(QWidget *parent = nullptr);
    void setAnswer(const WhyAnswer &answer, const CallTextStyle &style);
    void setMessage(const QString &title, const QString &words);

Q_SIGNALS:
    void callRequested(qint64 callId);
    void reasonRequested(int reason); ///< All calls of today with it.
    void fixRequested();
    void diffRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Row
    {
        QLabel *name, *value;
    };
    void setRow(int index, const QString &name, const QString &richValue);
    void setRows(const WhyAnswer &answer, const CallTextStyle &style);
    void setButtons(const WhyAnswer &answer);
    void fitFix();

    QLabel *m_icon, *m_title, *m_story;
    Badge *m_certainty;
    QGridLayout *m_grid;
    QVector<Row> m_rows;
    QPushButton *m_fix, *m_diff;
    QString m_fixWords; ///< In full; the button shows what it has room for.
};

} // namespace cachescope::ui
