// SPDX-License-Identifier: MIT
#include "ui/requests/timing_view.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/painting.h"

#include "requestlog/call_way.h"

#include <QCoreApplication>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace cachescope::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(TimingView)
};

constexpr int rowHeight = 24;
constexpr int nameWidth = 150;
constexpr int durationWidth = 90;
constexpr int axisHeight = 20;

/** A quarter of a short time needs a smaller unit than the spans, or neighbours would read the same. */
QString axisLabel(std::int64_t moment, std::int64_t total)
{
    constexpr std::int64_t shortMicros = 4000;
    if (moment == 0)
        return QStringLiteral("0");
    return total < shortMicros ? Words::tr("%1 µs").arg(format::number(moment)) : format::duration(moment);
}

QString attemptName(int number, const requestlog::CallAttempt &attempt)
{
    QString how = attempt.status > 0 ? QString::number(attempt.status) : Words::tr("no answer");
    if (!attempt.upstream.empty())
        how += QStringLiteral(", ") + format::text(attempt.upstream);
    return Words::tr("Attempt %1: %2").arg(QString::number(number), how);
}

/** Each attempt and the waits before them; where the last one ended. */
std::int64_t addAttempts(const requestlog::CallWay &way, std::int64_t total, QVector<TimeSpan> &spans)
{
    std::int64_t at = 0;
    for (std::size_t i = 0; i < way.attempts.size(); ++i) {
        const requestlog::CallAttempt &attempt = way.attempts[i];
        const std::int64_t start = std::clamp(attempt.startMicros, at, std::max(at, total));
        const std::int64_t end = std::clamp(attempt.endMicros, start, std::max(start, total));
        const QString wait = i == 0 ? Words::tr("Own queues") : Words::tr("Wait before the next");
        if (start > at)
            spans.append({ wait, at, start, Token::Write, false });
        const bool failed = attempt.status == 0 || attempt.status >= 400;
        spans.append({ attemptName(int(i) + 1, attempt), start, end, failed ? Token::Error : Token::Fresh, false });
        at = end;
    }
    return at;
}

/** What was unusual on the call's way, in words. */
QStringList wayWords(const requestlog::CallEnd &end)
{
    QStringList words;
    if (!end.way)
        return words;
    const requestlog::CallWay &way = *end.way;
    if (way.limitWaitMicros > 0)
        words << Words::tr("%1 in the queue of the limits").arg(format::duration(way.limitWaitMicros));
    if (way.gate == "led")
        words << Words::tr("went first at the warm gate");
    else if (way.gate == "followed")
        words << Words::tr("waited %1 at the warm gate for the call that writes")
                     .arg(format::duration(way.gateWaitMicros));
    else if (way.gate == "gave up")
        words << Words::tr("waited %1 at the warm gate, then went by itself")
                     .arg(format::duration(way.gateWaitMicros));
    if (!way.answeredBy.empty())
        words
            << (way.answeredModel.empty()
                    ? Words::tr("answered by the fallback %1").arg(format::text(way.answeredBy))
                    : Words::tr("answered by the fallback %1 with %2")
                          .arg(format::text(way.answeredBy), format::text(way.answeredModel)));
    if (way.retryEnd == "most")
        words << Words::tr("no further retry, for all were used");
    else if (way.retryEnd == "budget")
        words << Words::tr("no further retry, for the budget was spent");
    else if (way.retryEnd == "long wait")
        words << Words::tr("not retried, for the provider asked for a long wait");
    else if (way.retryEnd == "breaker")
        words << Words::tr("not retried, for the provider was known to be down");
    if (way.purpose == "revalidate")
        words << Words::tr("asked by Cachescope to replace a stale answer");
    else if (way.purpose == "keep_warm")
        words << Words::tr("asked by Cachescope to keep the provider's cache warm");
    else if (way.purpose == "create_cached_contents")
        words << Words::tr("asked by Cachescope: cached contents for later calls");
    else if (way.purpose == "delete_cached_contents")
        words << Words::tr("asked by Cachescope: cached contents deleted");
    else if (way.purpose == "shadow")
        words
            << (way.comparison == "same" ? Words::tr("asked by Cachescope to compare: the answer is the same")
                    : way.comparison == "different"
                    ? Words::tr("asked by Cachescope to compare: the answer differs")
                    : Words::tr("asked by Cachescope to compare"));
    return words;
}

} // namespace

QVector<TimeSpan> timeSpans(const requestlog::CallEnd &end)
{
    QVector<TimeSpan> spans;
    std::int64_t at = 0;
    const bool severalAttempts = end.way && end.way->attempts.size() > 1;
    const auto upTo = [&](const QString &name, std::int64_t to, Token color, bool light = false) {
        to = std::clamp(to, at, std::max(at, end.totalMicros));
        if (to > at)
            spans.append({ name, at, to, color, light });
        at = to;
    };
    if (severalAttempts)
        at = addAttempts(*end.way, end.totalMicros, spans);
    else
        upTo(
            end.outcome == requestlog::Outcome::Coalesced ? Words::tr("Shared call under way")
                : end.way && end.way->gateWaitMicros > 0 && end.way->limitWaitMicros == 0 ? Words::tr("Warm gate")
                                                                                          : Words::tr("Own queues"),
            end.waitMicros, Token::Write);
    if (end.connectMicros > 0 && !severalAttempts)
        upTo(Words::tr("Connecting"), at + end.connectMicros, Token::Bypass);
    if (end.firstByteMicros >= 0)
        upTo(Words::tr("To the first byte"), end.firstByteMicros, Token::Fresh);
    if (end.firstTokenMicros >= 0)
        upTo(Words::tr("To the first token"), end.firstTokenMicros, Token::Fresh);
    const bool answered = end.firstByteMicros >= 0 || end.firstTokenMicros >= 0;
    upTo(
        answered ? Words::tr("Answer") : Words::tr("No answer"), end.totalMicros,
        answered ? Token::Output : Token::Error, answered);
    return spans;
}

Waterfall::Waterfall(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Where the time went"));
}

void Waterfall::setSpans(QVector<TimeSpan> spans, std::int64_t totalMicros)
{
    m_spans = std::move(spans);
    m_total = totalMicros;
    QStringList words;
    for (const auto &span : m_spans)
        words << span.name + QLatin1Char(' ') + format::duration(span.to - span.from);
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize Waterfall::sizeHint() const
{
    return { 480, int(m_spans.size()) * rowHeight + axisHeight };
}

void Waterfall::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const qreal left = nameWidth;
    const qreal room = std::max(60, width() - nameWidth - durationWidth);
    const auto x = [&](std::int64_t micros) {
        return left + room * double(micros) / double(std::max<std::int64_t>(1, m_total));
    };
    painter.setFont(Theme::font(TextStyle::Caption));
    for (int i = 0; i <= 4; ++i) {
        const std::int64_t moment = m_total * i / 4;
        const qreal at = std::round(x(moment));
        painter.fillRect(QRectF(at, axisHeight, 1, height() - axisHeight), tokenColor(Token::Grid));
        painter.setPen(tokenColor(Token::Text3));
        const Qt::Alignment side = i == 0 ? Qt::AlignLeft : i == 4 ? Qt::AlignRight : Qt::AlignHCenter;
        const QRectF label(i == 0 ? at : i == 4 ? at - 80 : at - 40, 0, 80, axisHeight);
        painter.drawText(label, int(side | Qt::AlignVCenter), axisLabel(moment, m_total));
    }
    painter.setFont(Theme::font(TextStyle::Control));
    for (int i = 0; i < m_spans.size(); ++i) {
        const TimeSpan &span = m_spans[i];
        const qreal top = axisHeight + i * rowHeight;
        painter.setPen(tokenColor(Token::Text2));
        painter.drawText(QRectF(0, top, nameWidth - 8, rowHeight), Qt::AlignVCenter | Qt::AlignLeft, span.name);
        QColor color = tokenColor(span.color);
        if (span.light)
            color.setAlphaF(0.55F);
        const qreal wide = std::max(2.0, x(span.to) - x(span.from));
        fillBar(&painter, QRectF(x(span.from), top + 7, wide, 10), color);
        painter.setPen(tokenColor(Token::Text));
        painter.drawText(
            QRectF(left + room, top, durationWidth, rowHeight), Qt::AlignVCenter | Qt::AlignRight,
            format::duration(span.to - span.from));
    }
}

TimingView::TimingView(QWidget *parent)
    : QWidget(parent)
    , m_words(makeLabel({}, TextStyle::Control, Tone::Second, this))
    , m_own(new Waterfall(this))
    , m_originalTitle(makeLabel({}, TextStyle::CardTitle, Tone::Normal, this))
    , m_original(new Waterfall(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(
        metrics::screenMargin, metrics::cardPadding, metrics::screenMargin, metrics::cardPadding);
    column->setSpacing(metrics::gap);
    m_words->setWordWrap(true);
    for (QWidget *part : { static_cast<QWidget *>(m_words), static_cast<QWidget *>(m_own),
                           static_cast<QWidget *>(m_originalTitle), static_cast<QWidget *>(m_original) }) {
        part->setMaximumWidth(900);
        column->addWidget(part);
    }
    column->addStretch();
    setOriginal({});
}

void TimingView::setRecord(const requestlog::CallRecord &record)
{
    const auto &end = record.end;
    QStringList words;
    words << tr("%1 in all").arg(format::duration(end.totalMicros));
    if (end.overheadMicros > 0)
        words << tr("of this %1 own work").arg(format::duration(end.overheadMicros));
    if (end.connectMicros == 0)
        words << tr("connection was open already");
    if (end.attempts > 1)
        words << tr("%1 attempts").arg(end.attempts);
    words << wayWords(end);
    m_words->setText(words.join(QStringLiteral(", ")) + QLatin1Char('.'));
    m_own->setSpans(timeSpans(end), end.totalMicros);
    setOriginal({});
}

void TimingView::setOriginal(const std::optional<requestlog::CallRecord> &original)
{
    m_originalTitle->setVisible(original.has_value());
    m_original->setVisible(original.has_value());
    if (!original)
        return;
    m_originalTitle->setText(
        tr("Original: call %1, the one that was paid for").arg(format::number(original->start.id)));
    m_original->setSpans(timeSpans(original->end), original->end.totalMicros);
}

} // namespace cachescope::ui
