// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

#include "ui/prompt/prompt_report.h"
#include "ui/theme/tokens.h"

namespace cachescope::ui {

/**
 * How much of a prompt can be cached, to scale: stable, spoiled, tail; the provider's minimum and step,
 * breakpoints, the first difference, and how much of the model's window is used. A click asks for the place in the
 * text.
 */
class PromptRuler : public QWidget
{
    Q_OBJECT

public:
    explicit PromptRuler(QWidget *parent = nullptr);

    void setReport(std::shared_ptr<const PromptReport> report); ///< Null: nothing is known.
    QSize sizeHint() const override;
    /** The same in words. */
    QString words() const;

Q_SIGNALS:
    void tokensClicked(std::int64_t tokens);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Tick
    {
        std::int64_t tokens = 0;
        QString label;
        Token color = Token::Text3;
        bool medium = false;
    };
    QVector<Tick> ticks() const;
    QRectF bar() const;
    qreal xOf(std::int64_t tokens) const;
    void paintZones(QPainter &painter) const;
    void paintTicks(QPainter &painter) const;
    void paintWindow(QPainter &painter) const;

    std::shared_ptr<const PromptReport> m_report;
};

} // namespace cachescope::ui
