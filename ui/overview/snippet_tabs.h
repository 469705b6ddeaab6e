// SPDX-License-Identifier: MIT
#pragma once

#include "ui/overview/snippets.h"

#include <QFrame>

class QPushButton;
class QTabWidget;

namespace cachescope::ui {

/** The lines to copy, in tabs; each with a button that says for two seconds that it worked. */
class SnippetTabs : public QFrame
{
    Q_OBJECT

public:
    explicit SnippetTabs(QWidget *parent = nullptr);
    void setAddress(const QString &address);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makePage(const SnippetGroup &group);
    enum class Ending
    {
        Lined,
        Last
    };
    QWidget *makeRow(const Snippet &snippet, Ending ending);
    void copy(const QString &code, QPushButton *button);

    QTabWidget *m_tabs;
    QString m_address;
};

} // namespace cachescope::ui
