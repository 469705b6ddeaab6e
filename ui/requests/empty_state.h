// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace cachescope::ui {

/** An area without content: icon, what, why, and one thing to do. */
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    struct Content
    {
        QString iconName, title, reason, action; ///< `action` may be empty.
        friend bool operator==(const Content &, const Content &) = default;
    };

    explicit EmptyState(QWidget *parent = nullptr);
    void setContent(const Content &content);
    const Content &content() const { return m_content; }

Q_SIGNALS:
    void actionTriggered();

private:
    Content m_content;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_reason;
    QPushButton *m_action;
};

} // namespace cachescope::ui
