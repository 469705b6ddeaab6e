// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "proxy/proxy_server.h"
#include "ui/data/saved_views.h"
#include "ui/shell/page.h"

#include <QHash>

class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace cachescope::ui {

class SideRow;

/** Navigation, saved views, upstreams with their health, and the way to the command palette. Folds to 48 px. */
class SideBar : public QWidget
{
    Q_OBJECT

public:
    /** One upstream as it is shown. */
    struct Upstream
    {
        QString name;
        proxy::UpstreamHealth health;
    };

    explicit SideBar(QWidget *parent = nullptr);

    void addPage(PageId page, const QString &title, const QString &iconName);
    void setAlarm(PageId page, int count); ///< A tinted figure at the page's row; 0: none.
    void setCurrentPage(PageId page);
    /** How many things wait on a page; 0 shows nothing. */
    void setPageCount(PageId page, int count);
    void setViews(const QVector<SavedView> &views);
    /** How many calls a view finds in the range; -1 while unknown. */
    void setViewCount(const QString &name, std::int64_t count);
    void setUpstreams(const QVector<Upstream> &upstreams);
    void setFolded(bool folded);
    bool isFolded() const { return m_folded; }

Q_SIGNALS:
    void pageClicked(PageId page);
    void viewClicked(const QString &filter);
    void viewRemoved(const QString &name);
    void upstreamClicked(const QString &name);
    void paletteClicked();
    void foldToggled();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeHead();
    void showDetails();
    static void showHealth(SideRow *row, const proxy::UpstreamHealth &health);

    QVBoxLayout *m_pages;
    QLabel *m_viewsTitle;
    QVBoxLayout *m_views;
    QLabel *m_upstreamsTitle;
    QVBoxLayout *m_upstreams;
    SideRow *m_commands;
    QWidget *m_logo = nullptr;
    QLabel *m_name = nullptr;
    QPushButton *m_fold = nullptr;
    QHash<int, SideRow *> m_pageRows;
    QHash<QString, SideRow *> m_viewRows;
    QHash<QString, SideRow *> m_upstreamRows;
    bool m_folded = false;
};

} // namespace cachescope::ui
