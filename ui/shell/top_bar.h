// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QMenu;

namespace cachescope::ui {

class Backend;
class Badge;
class ChipButton;
class Navigator;
class Page;
class RangeModel;
class RangePicker;

/** Title of the open page, state of proxy and cache, range and refresh (or the page's own part). */
class TopBar : public QWidget
{
    Q_OBJECT

public:
    TopBar(Backend &backend, RangeModel &range, Navigator &navigator, QWidget *parent = nullptr);

    void showPage(Page *page);
    void openRangeMenu();
    /** Starts the proxy on the next free port above the configured one; the message bar says which. */
    void useNextFreePort();
    void tryPortAgain();
    void setBypass(bool bypass);
    void showState(); ///< Reads proxy and cache state again.

Q_SIGNALS:
    void runProxyHereAsked(); ///< See Backend::runProxyHere.

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void buildProxyMenu();
    void buildCacheMenu();
    void showProxy();
    void showAttachment();
    QString whyNoControl() const;
    void addReason(QMenu *menu);
    void showPortMessage();
    void showCache();
    void showLive();
    void copyAddress();

    Backend &m_backend;
    RangeModel &m_range;
    Navigator &m_navigator;
    QLabel *m_title;
    ChipButton *m_proxy;
    ChipButton *m_cache;
    Badge *m_attached; ///< Hidden while the proxy runs in this window.
    Badge *m_demo;
    RangePicker *m_picker;
    ChipButton *m_live;
    QHBoxLayout *m_pagePart;
    QMenu *m_proxyMenu;
    QMenu *m_cacheMenu;
};

} // namespace cachescope::ui
