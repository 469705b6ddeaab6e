// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

namespace cachescope::ui {

enum class BadgeKind
{
    Neutral,
    Good,
    Warning,
    Error,
    Info
};

/** Paints a badge with its left edge at `rect.left()`, centred on the height. Returns its width. */
int paintBadge(QPainter *painter, const QRectF &rect, BadgeKind kind, const QString &word);
int badgeWidth(const QString &word);

/** A small tinted word, 18 high ("certain", "3 errors"). */
class Badge : public QWidget
{
    Q_OBJECT

public:
    Badge(BadgeKind kind, const QString &word, QWidget *parent = nullptr);
    void setContent(BadgeKind kind, const QString &word);
    QString word() const { return m_word; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    BadgeKind m_kind;
    QString m_word;
};

} // namespace cachescope::ui
