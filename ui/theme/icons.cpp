// SPDX-License-Identifier: MIT
#include "ui/theme/icons.h"

#include "ui/theme/theme.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <cmath>

namespace cachescope::ui::icons {

namespace {

/** The text of an icon's file, read once. */
const QByteArray &source(const QString &name)
{
    static QHash<QString, QByteArray> sources;
    auto found = sources.find(name);
    if (found == sources.end()) {
        QFile file(QStringLiteral(":/cachescope/icons/") % name % QStringLiteral(".svg"));
        if (!file.open(QIODevice::ReadOnly))
            qWarning("no icon named %s", qPrintable(name));
        found = sources.insert(name, file.readAll());
    }
    return *found;
}

QPixmap render(const QString &name, const QColor &color, int logicalSize, qreal ratio, const QColor &ground)
{
    QByteArray text = source(name);
    text.replace("currentColor", color.name().toLatin1());
    text.replace("#fff", ground.name().toLatin1());
    const int pixels = static_cast<int>(std::lround(logicalSize * ratio));
    QPixmap result(pixels, pixels);
    result.fill(Qt::transparent);
    QSvgRenderer renderer(text);
    QPainter painter(&result);
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    result.setDevicePixelRatio(ratio);
    return result;
}

/** Draws in the theme's colours of the moment, so icons need no rebuilding when the theme changes. */
class TokenIconEngine final : public QIconEngine
{
public:
    TokenIconEngine(QString name, Token off, Token on)
        : m_name(std::move(name))
        , m_off(off)
        , m_on(on)
    { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        icons::paint(painter, rect, m_name, color(mode, state), logicalSize(rect.width()));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return icons::pixmap(m_name, color(mode, state), size.width(), 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        const int logical = static_cast<int>(std::lround(size.width() / scale));
        return icons::pixmap(m_name, color(mode, state), logical, scale);
    }
    QIconEngine *clone() const override { return new TokenIconEngine(m_name, m_off, m_on); }
    QString key() const override { return QStringLiteral("cachescope-token"); }

private:
    static int logicalSize(int width) { return width < 16 ? 14 : 16; }
    QColor color(QIcon::Mode mode, QIcon::State state) const
    {
        if (mode == QIcon::Disabled)
            return tokenColor(Token::TextOff);
        return tokenColor(state == QIcon::On ? m_on : m_off);
    }

    QString m_name;
    Token m_off;
    Token m_on;
};

} // namespace

QIcon icon(const QString &name, Token color)
{
    return icon(name, color, color);
}

QIcon icon(const QString &name, Token color, Token on)
{
    return QIcon(new TokenIconEngine(name, color, on));
}

QPixmap pixmap(const QString &name, const QColor &color, int logicalSize, qreal ratio, const QColor &ground)
{
    const QString key = QStringLiteral("cachescope/%1/%2/%3/%4/%5")
                            .arg(name, color.name(), ground.name())
                            .arg(logicalSize)
                            .arg(ratio);
    QPixmap result;
    if (!QPixmapCache::find(key, &result)) {
        result = render(name, color, logicalSize, ratio, ground);
        QPixmapCache::insert(key, result);
    }
    return result;
}

void paint(
    QPainter *painter, const QRectF &rect, const QString &name, const QColor &color, int logicalSize,
    const QColor &ground)
{
    const qreal ratio = painter->device()->devicePixelRatioF();
    const QPointF corner(
        std::round(rect.center().x() - logicalSize / 2.0), std::round(rect.center().y() - logicalSize / 2.0));
    painter->drawPixmap(corner, pixmap(name, color, logicalSize, ratio, ground));
}

} // namespace cachescope::ui::icons
