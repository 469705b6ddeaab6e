// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "requestlog/record.h"
#include "ui/theme/tokens.h"

#include <QVector>

#include <optional>

class QLabel;
class QVBoxLayout;

namespace cachescope::ui {

/** One stretch of a call's time, in microseconds from its start. */
struct TimeSpan
{
    QString name;
    std::int64_t from = 0, to = 0;
    Token color = Token::Fresh;
    bool light = false;
};

/** A call's time cut into what followed what; the spans cover it without gaps. */
QVector<TimeSpan> timeSpans(const requestlog::CallEnd &end);

/** The spans as a waterfall: one line each, on one scale, with its duration in words. */
class Waterfall : public QWidget
{
    Q_OBJECT

public:
    explicit Waterfall(QWidget *parent = nullptr);
    void setSpans(QVector<TimeSpan> spans, std::int64_t totalMicros);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVector<TimeSpan> m_spans;
    std::int64_t m_total = 0;
};

/** Where a call's time went; for a local hit also the call that was paid for, as "original". */
class TimingView : public QWidget
{
    Q_OBJECT

public:
    explicit TimingView(QWidget *parent = nullptr);
    void setRecord(const requestlog::CallRecord &record);
    void setOriginal(const std::optional<requestlog::CallRecord> &original);

private:
    QLabel *m_words;
    Waterfall *m_own;
    QLabel *m_originalTitle;
    Waterfall *m_original;
};

} // namespace cachescope::ui
