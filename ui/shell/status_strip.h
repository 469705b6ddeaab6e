// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/tokens.h"

#include <QString>
#include <QVector>
#include <QWidget>

namespace cachescope::ui {

/** The status bar: short facts with lines between them, the date on the right. */
class StatusStrip : public QWidget
{
    Q_OBJECT

public:
    struct Part
    {
        QString words;
        Token color = Token::Text2;
        bool dot = false; ///< A disc in `color` before the words.
        QString toolTip;
        QString iconName{}; ///< Before the words, in their colour.
        friend bool operator==(const Part &, const Part &) = default;
    };

    explicit StatusStrip(QWidget *parent = nullptr);
    void setParts(const QVector<Part> &parts);
    void setRight(const QString &words);
    QString text() const; ///< All of it, for tests and screen readers.

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    int partWidth(const Part &part) const;

    QVector<Part> m_parts;
    QString m_right;
};

} // namespace cachescope::ui
