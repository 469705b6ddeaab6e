// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace cachescope::ui {

/** A numbered step of the first-run page: open, the one to do now, done, or in trouble. */
class SetupStep : public QWidget
{
    Q_OBJECT

public:
    enum class State
    {
        Open,
        Current,
        Done,
        Trouble
    };
    explicit SetupStep(int number, QWidget *parent = nullptr);
    void setContent(State state, const QString &title, const QString &text, const QString &linkText = {});
    State state() const { return m_state; }

Q_SIGNALS:
    void linkClicked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_number;
    State m_state = State::Open;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_link;
};

} // namespace cachescope::ui
