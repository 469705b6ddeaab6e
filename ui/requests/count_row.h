// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "ui/requests/call_sums.h"

class QLabel;
class QPushButton;

namespace cachescope::ui {

class MiniHistogram;

/** The line above the table: how many of how many, for how much, how quickly; and what can be done with the list.
 */
class CountRow : public QWidget
{
    Q_OBJECT

public:
    /** What it says; a plain value. */
    struct Content
    {
        bool searching = false, stopped = false, failed = false, capped = false;
        bool filtered = false;
        std::int64_t matching = 0, all = 0;
        std::optional<base::Money> matchingCost, allCost;
        std::int64_t unpriced = 0;
        std::int64_t searchMicros = 0;
        bool following = true, canFollow = true; ///< Not with a fixed range or another order.
        std::int64_t waiting = 0;
        QString frozenBy; ///< Column that orders a list that stands still; empty by time.
        std::string currency = "USD";
    };

    explicit CountRow(QWidget *parent = nullptr);

    void setContent(const Content &content);
    void setSeries(std::vector<requestlog::SeriesPoint> points);
    QString countText() const; ///< As shown.
    QString costText() const;
    QString searchText() const;

Q_SIGNALS:
    void followRequested();
    void byTimeRequested();
    void columnsRequested(QPushButton *anchor);
    void exportRequested(QPushButton *anchor);

private:
    static QString countWords(const Content &content);
    static QString costWords(const Content &content);
    static QString searchWords(const Content &content);

    QLabel *m_count;
    QLabel *m_cost;
    QLabel *m_search;
    MiniHistogram *m_histogram;
    QPushButton *m_follow;
    QPushButton *m_export;
    QPushButton *m_byTime;
};

} // namespace cachescope::ui
