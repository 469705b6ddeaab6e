// SPDX-License-Identifier: MIT
#include "ui/requests/live_strip.h"

#include "ui/format/format.h"
#include "ui/parts/painting.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace cachescope::ui {

using requestlog::LiveCall;

namespace {

constexpr int cardHeight = 26;
constexpr int narrowestCard = 300;
constexpr int restWidth = 72;

QString nameOf(const LiveCall &call)
{
    return call.start.client.empty() ? format::text(call.start.upstream) : format::text(call.start.client);
}

} // namespace

LiveStrip::LiveStrip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Calls under way"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

QString LiveStrip::phaseText(const LiveCall &call)
{
    QString text;
    switch (call.phase) {
    case LiveCall::Phase::Waiting:
        text = tr("waiting");
        break;
    case LiveCall::Phase::Connecting:
        text = tr("connecting");
        break;
    case LiveCall::Phase::WaitingForFirstByte:
        text = tr("waiting for first token");
        break;
    case LiveCall::Phase::Streaming:
        text = call.chunks == 1 ? tr("streaming, 1 token")
            : call.chunks > 1   ? tr("streaming, %1 tokens").arg(format::number(call.chunks))
                                : tr("receiving, %1").arg(format::bytes(call.receivedBytes));
        break;
    }
    return call.joined > 0 ? tr("%1, %2 joined").arg(text).arg(call.joined) : text;
}

void LiveStrip::setCalls(std::vector<LiveCall> calls, base::UnixMicros now, std::int64_t typicalMicros)
{
    m_calls = std::move(calls);
    m_now = now;
    m_typical = typicalMicros;
    setAccessibleDescription(tr("%1 calls under way").arg(m_calls.size()));
    update();
}

QSize LiveStrip::sizeHint() const
{
    return { 600, cardHeight };
}

QSize LiveStrip::minimumSizeHint() const
{
    return { narrowestCard, cardHeight };
}

int LiveStrip::shownCount() const
{
    const int all = int(m_calls.size());
    const int room = std::max(1, width() / narrowestCard);
    if (all <= room)
        return all;
    return std::max(1, (width() - restWidth) / narrowestCard);
}

QRectF LiveStrip::cardRect(int index, int count) const
{
    // Three places at least, so that one call alone does not stretch over the window.
    const bool rest = count < int(m_calls.size());
    const int places = std::max(count, rest ? count : std::min(3, std::max(1, width() / narrowestCard)));
    const double room = width() - (rest ? restWidth : 0) - metrics::gap * (places - 1);
    const double cardWidth = std::floor(room / places);
    return { index * (cardWidth + metrics::gap), 0, cardWidth, double(cardHeight) };
}

void LiveStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_calls.empty()) {
        painter.setFont(Theme::font(TextStyle::Control));
        painter.setPen(tokenColor(Token::Text3));
        painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, tr("No call under way"));
        return;
    }
    const int count = shownCount();
    for (int i = 0; i < count; ++i)
        paintCard(painter, cardRect(i, count), m_calls[std::size_t(i)]);
    if (count < int(m_calls.size())) {
        painter.setFont(Theme::font(TextStyle::Control));
        painter.setPen(tokenColor(Token::Text2));
        painter.drawText(
            rect(), Qt::AlignVCenter | Qt::AlignRight, tr("+%1 more").arg(int(m_calls.size()) - count));
    }
}

void LiveStrip::paintCard(QPainter &painter, const QRectF &card, const LiveCall &call) const
{
    paintRoundedPanel(&painter, card, tokenColor(Token::Panel), tokenColor(Token::Line), metrics::controlRadius);
    const std::int64_t age = std::max<std::int64_t>(0, m_now - call.start.startedAt);
    if (m_typical > 0) {
        const double share = std::clamp(double(age) / double(m_typical), 0.02, 1.0);
        const qreal inset = metrics::controlRadius - 2;
        fillBar(
            &painter, QRectF(card.left() + inset, card.bottom() - 2, (card.width() - 2 * inset) * share, 2),
            tokenColor(Token::Fresh));
    }
    icons::paint(
        &painter, QRectF(card.left() + 8, card.top(), 14, card.height()), QStringLiteral("outcome-miss"),
        tokenColor(Token::Fresh), 14, tokenColor(Token::Panel));
    QRectF room = card.adjusted(26, 0, -10, 0);
    const auto fromRight = [&](const QString &text, TextStyle style, Token color) {
        const QFont font = Theme::font(style);
        painter.setFont(font);
        painter.setPen(tokenColor(color));
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignRight, text);
        room.setRight(room.right() - QFontMetricsF(font).horizontalAdvance(text) - metrics::gap);
    };
    fromRight(format::seconds(age, 1), TextStyle::ControlMedium, Token::Text);
    fromRight(phaseText(call), TextStyle::Control, Token::Text2);
    const auto fromLeft = [&](const QString &text, TextStyle style, Token color) {
        const QFont font = Theme::font(style);
        const QFontMetricsF measure(font);
        painter.setFont(font);
        painter.setPen(tokenColor(color));
        painter.drawText(
            room, Qt::AlignVCenter | Qt::AlignLeft, measure.elidedText(text, Qt::ElideRight, room.width()));
        room.setLeft(std::min(room.right(), room.left() + measure.horizontalAdvance(text) + metrics::gap));
    };
    fromLeft(nameOf(call), TextStyle::ControlMedium, Token::Text);
    fromLeft(format::text(call.start.model), TextStyle::Control, Token::Text2);
}

bool LiveStrip::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        QStringList lines;
        for (const auto &call : m_calls)
            lines << tr("%1 %2, %3, %4")
                         .arg(
                             nameOf(call), format::text(call.start.model), phaseText(call),
                             format::seconds(std::max<std::int64_t>(0, m_now - call.start.startedAt), 1));
        constexpr qsizetype mostLines = 30;
        QToolTip::showText(
            static_cast<QHelpEvent *>(event)->globalPos(), lines.mid(0, mostLines).join(QLatin1Char('\n')), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace cachescope::ui
