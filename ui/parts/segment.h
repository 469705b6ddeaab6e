// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace cachescope::ui {

/** A row of choices of which one is on ("Lines | Tokens"). Arrow keys move inside it. */
class Segment : public QWidget
{
    Q_OBJECT

public:
    explicit Segment(const QStringList &choices, QWidget *parent = nullptr);

    int current() const;
    void setCurrent(int index);

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QButtonGroup *m_group;
};

} // namespace cachescope::ui
