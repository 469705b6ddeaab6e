// SPDX-License-Identifier: MIT
#include "ui/requests/prefix_ruler.h"

#include "ui/format/format.h"
#include "ui/parts/painting.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr int barHeight = 8;
constexpr int captionHeight = 16;

} // namespace

PrefixRuler::PrefixRuler(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize PrefixRuler::sizeHint() const
{
    return { 200, barHeight + captionHeight + 4 };
}

void PrefixRuler::setPrefix(const prompt::CacheablePrefix &prefix, bool exact)
{
    m_prefix = prefix;
    m_about = exact ? QString() : QStringLiteral("~");
    setAccessibleName(tr("Cacheable prefix: %1 of %2 tokens, minimum %3")
                          .arg(
                              m_about + format::number(prefix.cacheableTokens),
                              m_about + format::number(prefix.totalTokens), format::number(prefix.minimumTokens)));
    setToolTip(accessibleName());
    update();
}

void PrefixRuler::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto total = static_cast<double>(std::max<std::int64_t>(1, m_prefix.totalTokens));
    const auto cacheable = static_cast<double>(m_prefix.cacheableTokens);
    paintStackedBar(
        &painter, QRectF(0, 0, width(), barHeight),
        { { cacheable, Token::Read, Fill::Solid }, { total - cacheable, Token::LineStrong, Fill::Hatched } },
        total);
    painter.setFont(Theme::font(TextStyle::Caption));
    const QFontMetricsF measure(painter.font());
    qreal free = 0; // Captions must not run into each other.
    const auto caption = [&](double tokens, const QString &words, Token ink) {
        const qreal place = tokens / total * width();
        const qreal wide = measure.horizontalAdvance(words);
        const qreal left = std::clamp(place - wide / 2, free, std::max(free, width() - wide));
        if (left + wide > width())
            return;
        painter.fillRect(QRectF(std::min<qreal>(place, width() - 1), barHeight, 1, 4), tokenColor(ink));
        painter.setPen(tokenColor(ink));
        painter.drawText(QRectF(left, barHeight + 3, wide + 1, captionHeight), Qt::AlignLeft, words);
        free = left + wide + metrics::gap;
    };
    const auto minimum = static_cast<double>(m_prefix.minimumTokens);
    const QString minimumWords = tr("minimum %1").arg(format::number(m_prefix.minimumTokens));
    const QString cacheableWords = tr("cacheable %1").arg(m_about + format::number(m_prefix.cacheableTokens));
    const bool minimumFits = minimum > 0 && minimum <= total;
    if (minimumFits && minimum <= cacheable)
        caption(minimum, minimumWords, Token::Text3);
    if (cacheable > 0)
        caption(cacheable, cacheableWords, Token::ReadText);
    if (minimumFits && minimum > cacheable)
        caption(minimum, minimumWords, Token::Text3);
    caption(total, m_about + format::number(m_prefix.totalTokens), Token::Text3);
}

} // namespace cachescope::ui

#include "moc_prefix_ruler.cpp"
