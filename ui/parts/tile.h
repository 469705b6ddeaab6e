// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/labels.h"

#include <QAbstractButton>
#include <QVector>

#include <optional>

namespace cachescope::ui {

/** One figure of the Overview: name, figure, a line that compares, a sparkline. A click asks for its requests. */
class Tile : public QAbstractButton
{
    Q_OBJECT

public:
    /** Everything a tile shows; a plain value. */
    struct Content
    {
        QString figure; ///< Empty: missing.
        QString caption;
        Tone captionTone = Tone::Third;
        QVector<double> trend; ///< NaN: nothing known then.
        std::optional<double> bar; ///< In place of the sparkline: a share, as a bar that ends at 1.
        std::optional<double> barMark; ///< Where the bar will be in the end.
        QString badge; ///< A quiet word on the right.
        bool stale = false; ///< Older than the last try to read: shown dimmed.
        friend bool operator==(const Content &, const Content &) = default;
    };

    Tile(const QString &name, Token trendColor, QWidget *parent = nullptr);

    void setContent(const Content &content);
    const Content &content() const { return m_content; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void paintText(QPainter &painter) const;
    void paintAside(QPainter &painter) const;
    QString elided(const QString &text, const QFont &font, int width) const;

    Token m_trendColor;
    Content m_content;
};

} // namespace cachescope::ui
