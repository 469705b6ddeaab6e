// SPDX-License-Identifier: MIT
#pragma once

#include <QTabBar>

namespace cachescope::ui {

/** Tabs of open prompts: icon, name, a dot when there is something to save, a button to close. */
class PromptTabs : public QTabBar
{
    Q_OBJECT

public:
    explicit PromptTabs(QWidget *parent = nullptr);

    void addTabFor(int index, const QString &name);
    void setTab(int index, const QString &name, const QString &iconName, bool modified, const QString &toolTip);

protected:
    QSize tabSizeHint(int index) const override;
    QSize minimumTabSizeHint(int index) const override;
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    int m_hovered = -1;
};

} // namespace cachescope::ui
