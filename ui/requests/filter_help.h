// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>

namespace cachescope::ui {

/** The filter language on one card: forms, examples to try, and every field. Opens below a widget; Esc closes. */
class FilterHelp : public QFrame
{
    Q_OBJECT

public:
    explicit FilterHelp(QWidget *parent = nullptr);
    void openBelow(const QWidget *anchor);

Q_SIGNALS:
    void exampleChosen(const QString &filter);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace cachescope::ui
