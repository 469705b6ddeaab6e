// SPDX-License-Identifier: MIT
#include "ui/settings/storage_bar.h"

#include "ui/format/format.h"
#include "ui/parts/painting.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr int margin = 16;
constexpr int barTop = 42;
constexpr int barHeight = 16;
constexpr int legendTop = 64;
constexpr int wholeHeight = 92;

} // namespace

StorageBar::StorageBar(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Room in use"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StorageBar::setSizes(
    const requestlog::Reader::StorageSizes &sizes, std::int64_t bodyLimit, std::int64_t cacheLimit)
{
    m_sizes = sizes;
    m_bodyLimit = bodyLimit;
    m_cacheLimit = cacheLimit;
    m_failure.clear();
    m_known = true;
    setAccessibleDescription(words());
    update();
}

void StorageBar::setFailure(const QString &message)
{
    m_failure = message;
    update();
}

QSize StorageBar::sizeHint() const
{
    return { 400, wholeHeight };
}

std::int64_t StorageBar::limit() const
{
    return m_sizes.rowBytes + m_bodyLimit + m_cacheLimit;
}

QString StorageBar::effect() const
{
    const std::int64_t over = m_sizes.bodyBytes - m_bodyLimit;
    return over > 0 ? tr("removes %1 of bodies within ten minutes, the oldest first").arg(format::bytes(over))
                    : QString();
}

QString StorageBar::words() const
{
    if (!m_failure.isEmpty())
        return m_failure;
    const std::int64_t used = m_sizes.rowBytes + m_sizes.bodyBytes + m_sizes.cacheBytes;
    const QString text = tr("%1 of %2 used: %3 in %4 rows, %5 bodies, %6 cache")
                             .arg(
                                 format::bytes(used), format::bytes(limit()), format::bytes(m_sizes.rowBytes),
                                 format::number(m_sizes.rows), format::bytes(m_sizes.bodyBytes),
                                 format::bytes(m_sizes.cacheBytes));
    return effect().isEmpty() ? text : QString(text + QStringLiteral("; ") + effect());
}

void StorageBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRectF room = QRectF(rect()).adjusted(margin, 0, -margin, 0);
    painter.setFont(Theme::font(TextStyle::CardTitle));
    painter.setPen(tokenColor(Token::Text));
    painter.drawText(
        QRectF(room.left(), 12, room.width(), 20), Qt::AlignVCenter | Qt::AlignLeft, tr("Effect of these three"));
    painter.setFont(Theme::font(TextStyle::Control));
    painter.setPen(tokenColor(m_failure.isEmpty() ? Token::Text2 : Token::ErrorText));
    const std::int64_t used = m_sizes.rowBytes + m_sizes.bodyBytes + m_sizes.cacheBytes;
    const QString head = !m_failure.isEmpty() ? m_failure
        : m_known                             ? tr("%1 of %2 used").arg(format::bytes(used), format::bytes(limit()))
                                              : tr("measuring …");
    painter.drawText(QRectF(room.left(), 12, room.width(), 20), Qt::AlignVCenter | Qt::AlignRight, head);
    const double scale = double(std::max({ limit(), used, std::int64_t{ 1 } }));
    paintStackedBar(
        &painter, QRectF(room.left(), barTop, room.width(), barHeight),
        { { double(m_sizes.rowBytes), Token::Read, Fill::Solid },
          { double(m_sizes.bodyBytes), Token::Fresh, Fill::Solid },
          { double(m_sizes.cacheBytes), Token::Output, Fill::Solid } },
        scale);
    painter.setFont(Theme::font(TextStyle::Caption));
    qreal x = room.left();
    const auto legend = [&](Token color, const QString &text) {
        fillBar(&painter, QRectF(x, legendTop + 5, 8, 8), tokenColor(color));
        painter.setPen(tokenColor(Token::Text2));
        const qreal wide = QFontMetricsF(painter.font()).horizontalAdvance(text);
        painter.drawText(QRectF(x + 12, legendTop, wide + 2, 18), Qt::AlignVCenter | Qt::AlignLeft, text);
        x += 12 + wide + margin;
    };
    legend(Token::Read, tr("request rows %1").arg(format::bytes(m_sizes.rowBytes)));
    legend(Token::Fresh, tr("bodies %1").arg(format::bytes(m_sizes.bodyBytes)));
    legend(Token::Output, tr("cache %1").arg(format::bytes(m_sizes.cacheBytes)));
    legend(Token::Grid, tr("free %1").arg(format::bytes(std::max<std::int64_t>(0, limit() - used))));
    painter.setFont(Theme::font(TextStyle::Control));
    painter.setPen(tokenColor(Token::WriteText));
    painter.drawText(QRectF(room.left(), legendTop, room.width(), 18), Qt::AlignVCenter | Qt::AlignRight, effect());
}

} // namespace cachescope::ui
