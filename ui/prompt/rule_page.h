// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class QListWidget;
class QTextBrowser;

namespace cachescope::ui {

/** The linter's rules, each with its page; they come with the program and need no network. */
class RulePage : public QDialog
{
    Q_OBJECT

public:
    explicit RulePage(QWidget *parent = nullptr);
    void showRule(const QString &id);
    QString shownText() const;

private:
    QListWidget *m_rules;
    QTextBrowser *m_page;
};

} // namespace cachescope::ui
