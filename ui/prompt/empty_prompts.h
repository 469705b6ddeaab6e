// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace cachescope::ui {

/** Prompts without an open one: what the screen is for, five ways to begin, and the files of last time. */
class EmptyPrompts : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyPrompts(QWidget *parent = nullptr);
    void setRecentFiles(const QStringList &paths);

Q_SIGNALS:
    void newAsked();
    void openAsked();
    void callAsked();
    void pasteAsked();
    void sampleAsked();
    void fileAsked(const QString &path);

private:
    QLabel *m_recentTitle;
    QVBoxLayout *m_recent;
};

} // namespace cachescope::ui
