// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_ruler.h"

#include "ui/format/format.h"
#include "ui/parts/painting.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace cachescope::ui {

namespace {

constexpr int barTop = 2;
constexpr int barHeight = 16;
constexpr int windowTop = 44;
constexpr int windowHeight = 6;
constexpr int sideWidth = 180; ///< Words on the right.

} // namespace

PromptRuler::PromptRuler(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(54);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Cacheable prefix to scale"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize PromptRuler::sizeHint() const
{
    return { 400, 54 };
}

void PromptRuler::setReport(std::shared_ptr<const PromptReport> report)
{
    m_report = std::move(report);
    setAccessibleDescription(words());
    update();
}

QString PromptRuler::words() const
{
    if (!m_report || m_report->layout.total == 0)
        return {};
    const auto &report = *m_report;
    return tr("stable %1, spoiled %2, tail %3 tokens; minimum %4; cacheable %5")
        .arg(
            format::number(report.strictest.stableTokens),
            format::number(report.spoiledUntil - report.strictest.stableTokens),
            format::number(report.layout.total - report.spoiledUntil),
            format::number(report.strictest.minimumTokens), format::number(report.strictest.cacheableTokens));
}

QRectF PromptRuler::bar() const
{
    return QRectF(0, barTop, std::max(100, width() - sideWidth), barHeight);
}

qreal PromptRuler::xOf(std::int64_t tokens) const
{
    const qreal share = m_report->layout.total > 0 ? qreal(tokens) / qreal(m_report->layout.total) : 0;
    return bar().left() + std::clamp(share, 0.0, 1.0) * bar().width();
}

QVector<PromptRuler::Tick> PromptRuler::ticks() const
{
    const auto &report = *m_report;
    QVector<Tick> result;
    // The most telling first: a tick without room for its label is left out.
    if (report.strictest.stableTokens < report.layout.total && report.strictest.stableTokens < report.spoiledUntil)
        result.append({ report.strictest.stableTokens,
                        tr("first difference %1").arg(format::number(report.strictest.stableTokens)),
                        Token::ErrorText, true });
    result.append({ report.layout.total, format::number(report.layout.total), Token::Text2, false });
    if (report.strictest.minimumTokens > 0)
        result.append(
            { report.strictest.minimumTokens, tr("minimum %1").arg(format::number(report.strictest.minimumTokens)),
              report.strictest.minimumTokens > report.strictest.stableTokens ? Token::WriteText : Token::Text2,
              false });
    for (const BreakpointRow &row : report.breakpoints)
        result.append(
            { report.layout.segments[row.segment].end, tr("breakpoint %1").arg(row.number), Token::Text2, false });
    return result;
}

void PromptRuler::paintZones(QPainter &painter) const
{
    const auto &report = *m_report;
    const QRectF all = bar();
    const qreal stable = xOf(report.strictest.stableTokens), spoiled = xOf(report.spoiledUntil);
    const auto zone = [&](qreal from, qreal to, Token color, Fill fill) {
        if (to > from)
            fillBar(&painter, QRectF(from, all.top(), to - from, all.height()), tokenColor(color), fill);
    };
    zone(all.left(), stable, Token::Read, Fill::Solid);
    zone(stable, spoiled, Token::Error, Fill::Hatched);
    zone(spoiled, all.right(), Token::Badge, Fill::Solid);
    painter.setFont(Theme::font(TextStyle::CaptionMedium));
    const QFontMetricsF metrics(painter.font());
    const auto label = [&](qreal from, qreal to, const QStringList &words, Token color, Token ground, bool boxed) {
        for (const QString &word : words) {
            const qreal width = metrics.horizontalAdvance(word) + 12;
            if (width > to - from)
                continue;
            if (boxed)
                painter.fillRect(QRectF(from + 4, all.top() + 1, width, all.height() - 2), tokenColor(ground));
            painter.setPen(tokenColor(color));
            painter.drawText(
                QRectF(from + (boxed ? 10 : 6), all.top(), width, all.height()), Qt::AlignLeft | Qt::AlignVCenter,
                word);
            return;
        }
    };
    const QString stableFigure = format::number(report.strictest.stableTokens);
    label(
        all.left(), stable, { tr("stable %1").arg(stableFigure), stableFigure }, Token::Panel, Token::Read, false);
    const QString spoiledFigure = format::number(report.spoiledUntil - report.strictest.stableTokens);
    label(
        stable, spoiled, { tr("spoiled %1, paid again").arg(spoiledFigure), tr("spoiled %1").arg(spoiledFigure) },
        Token::ErrorText, Token::Panel, true);
    const QString tail = format::number(report.layout.total - report.spoiledUntil);
    label(spoiled, all.right(), { tr("tail %1").arg(tail), tail }, Token::Text2, Token::Badge, false);
}

void PromptRuler::paintTicks(QPainter &painter) const
{
    const QRectF all = bar();
    QVector<QRectF> taken;
    for (const Tick &tick : ticks()) {
        const qreal x = std::floor(std::min(xOf(tick.tokens), all.right() - 1));
        painter.setFont(Theme::font(tick.medium ? TextStyle::CaptionMedium : TextStyle::Caption));
        const qreal width = QFontMetricsF(painter.font()).horizontalAdvance(tick.label) + 2;
        const qreal left = std::clamp(tick.medium ? x + 2 : x - width / 2, all.left(), all.right() - width);
        const QRectF room(left, all.bottom() + 8, width, 14);
        const bool isFree = std::none_of(taken.begin(), taken.end(), [&](const QRectF &other) {
            return other.adjusted(-6, 0, 6, 0).intersects(room);
        });
        painter.fillRect(QRectF(x, all.bottom(), 1, 7), tokenColor(tick.color));
        if (!isFree)
            continue;
        taken.append(room);
        painter.setPen(tokenColor(tick.color));
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, tick.label);
    }
}

void PromptRuler::paintWindow(QPainter &painter) const
{
    const auto &report = *m_report;
    const QRectF all = bar();
    painter.setFont(Theme::font(TextStyle::Caption));
    painter.setPen(tokenColor(Token::Text2));
    const qreal side = all.right() + 16;
    const auto words = [&](qreal top, const QString &text) {
        const QString fitting = QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, width() - side);
        painter.drawText(QRectF(side, top, width() - side, 16), Qt::AlignLeft | Qt::AlignVCenter, fitting);
    };
    words(barTop, tr("stable, spoiled, tail"));
    const QString step = report.rules.incrementTokens > 1
        ? tr("cached in steps of %1").arg(format::number(report.rules.incrementTokens))
        : report.rules.mode == providers::CachingMode::Explicit ? tr("cached up to a breakpoint")
        : report.rules.mode == providers::CachingMode::None     ? tr("no prefix cache known")
                                                                : tr("cached to the token");
    const std::int64_t dearer = report.priceStep.value_or(0);
    words(
        barTop + 18,
        dearer == 0                        ? step
            : dearer > report.layout.total ? tr("next price step %1").arg(format::number(dearer))
                                           : tr("dearer from %1 tokens on").arg(format::number(dearer)));
    if (!report.window || *report.window <= 0)
        return;
    const double share = double(report.layout.total) / double(*report.window);
    const QRectF window(all.left(), windowTop, all.width(), windowHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokenColor(Token::Grid));
    painter.drawRoundedRect(window, 2, 2);
    painter.setBrush(tokenColor(share > 1 ? Token::Error : share > 0.85 ? Token::Write : Token::Text3));
    painter.drawRoundedRect(
        QRectF(window.left(), window.top(), std::max(3.0, window.width() * std::min(1.0, share)), windowHeight), 2,
        2);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(tokenColor(share > 1 ? Token::ErrorText : Token::Text2));
    words(windowTop - 5, tr("window %1 of %2").arg(format::percent(share, 1), format::number(*report.window)));
}

void PromptRuler::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!m_report || m_report->layout.total == 0) {
        fillBar(&painter, bar(), tokenColor(Token::Grid));
        painter.setFont(Theme::font(TextStyle::Caption));
        painter.setPen(tokenColor(Token::Text3));
        painter.drawText(
            bar().adjusted(8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
            m_report && !m_report->error.isEmpty() ? m_report->error
                : m_report                         ? tr("an empty prompt")
                                                   : tr("counting\u2026"));
        return;
    }
    paintZones(painter);
    paintTicks(painter);
    paintWindow(painter);
}

void PromptRuler::mousePressEvent(QMouseEvent *event)
{
    if (!m_report || m_report->layout.total == 0 || event->position().x() > bar().right())
        return;
    const qreal share = (event->position().x() - bar().left()) / bar().width();
    Q_EMIT tokensClicked(static_cast<std::int64_t>(share * double(m_report->layout.total)));
}

bool PromptRuler::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && m_report) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), words(), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace cachescope::ui

#include "moc_prompt_ruler.cpp"
