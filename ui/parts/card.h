// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace cachescope::ui {

/** A panel with radius 8 and a 1 px border; with a title it has a head 36 high. Flat: no shadow. */
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(QWidget *parent = nullptr);
    explicit Card(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setCaption(const QString &caption); ///< Beside the title, quieter.
    QHBoxLayout *head(); ///< Right side of the head: legends, buttons. Made on first use.
    int titleWidth() const; ///< What the title needs.
    int headTextWidth() const; ///< What title and caption need.
    void setCaptionVisible(bool visible);
    QVBoxLayout *body(); ///< Below the head, without margins inside the border.

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void ensureHead();

    QVBoxLayout *m_layout;
    QVBoxLayout *m_body;
    QWidget *m_headWidget = nullptr;
    QHBoxLayout *m_head = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_caption = nullptr;
};

} // namespace cachescope::ui
