// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "ui/data/log_service.h"
#include "ui/overview/overview_frames.h"
#include "ui/shell/range_model.h"

#include <QTimer>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::ui {

/** One reading of the log for the shared range; status bar and Overview show the same one, so they agree. */
struct Dashboard
{
    ChartRange range;
    QString rangeTitle; ///< "1 h", "this range".
    QString beforeTitle; ///< "hour before".
    base::UnixMicros readAt = 0;
    requestlog::Totals totals;
    std::optional<base::UnixMicros> newest; ///< The newest call in the whole log.
    bool detailed = false; ///< False: what follows was not asked for.
    requestlog::Totals previous; ///< The range of the same length before.
    OverviewFrames frames;
    std::vector<requestlog::Group> models;
    std::vector<requestlog::ReasonSum> reasons; ///< Of the prefix cache.
    std::vector<requestlog::CallRecord> problems; ///< Newest first.
    std::vector<requestlog::Annotation> annotations; ///< Oldest first.
};

/** The filter that lists calls that failed or arrived incomplete, in the language of the filter bar. */
QString problemFilter();

/**
 * Reads the log for status bar and Overview, at the pace of the range, one question at a time: a tick that finds
 * the last one still running is skipped. GUI thread.
 */
class DashboardFeed : public QObject
{
    Q_OBJECT

public:
    DashboardFeed(LogService &log, RangeModel &range, const base::Clock &clock, QObject *parent = nullptr);

    /** With charts and tables, while the Overview is in view. */
    void setDetailed(bool detailed);
    /** Stops asking while nothing of the window is to be seen. */
    void setAwake(bool awake);
    void setCurrency(std::string currency) { m_currency = std::move(currency); }
    void refresh();

    /** The last good reading; null before the first. */
    std::shared_ptr<const Dashboard> current() const { return m_current; }
    const QString &error() const { return m_error; } ///< Why the last try failed; empty when it did not.

Q_SIGNALS:
    void updated();
    void failed(); ///< See `error`; `current` stays.

private:
    void schedule();
    void start();

    RangeModel &m_range;
    const base::Clock &m_clock;
    LatestQuestion m_question;
    QTimer m_timer;
    std::string m_currency = "USD";
    std::shared_ptr<const Dashboard> m_current;
    QString m_error;
    bool m_detailed = false;
    bool m_awake = false; ///< Until the window is shown.
};

} // namespace cachescope::ui
