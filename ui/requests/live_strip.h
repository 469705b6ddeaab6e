// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "requestlog/request_log.h"

#include <vector>

namespace cachescope::ui {

/**
 * The calls under way, above the table: program, model, phase, seconds. As many as fit, the oldest first, and a
 * count of the rest. Always of one height, so that nothing below it moves when calls come and go.
 */
class LiveStrip : public QWidget
{
    Q_OBJECT

public:
    explicit LiveStrip(QWidget *parent = nullptr);

    /** `now` is wall time; `typicalMicros` (0: unknown) is what a full progress line stands for. */
    void setCalls(std::vector<requestlog::LiveCall> calls, base::UnixMicros now, std::int64_t typicalMicros);
    /** "streaming, 214 tokens"; "waiting, 2 joined" … */
    static QString phaseText(const requestlog::LiveCall &call);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    int shownCount() const;
    QRectF cardRect(int index, int count) const;
    void paintCard(QPainter &painter, const QRectF &card, const requestlog::LiveCall &call) const;

    std::vector<requestlog::LiveCall> m_calls;
    base::UnixMicros m_now = 0;
    std::int64_t m_typical = 0;
};

} // namespace cachescope::ui
