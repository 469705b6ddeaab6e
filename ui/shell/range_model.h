// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "base/clock.h"
#include "requestlog/query.h"

#include <QString>
#include <QVector>

#include <chrono>

namespace cachescope::ui {

/** The ranges that can be picked. Custom: zoomed or shifted to a fixed part of time. */
enum class RangePreset
{
    Minutes15,
    Hour,
    Hours6,
    Day,
    Week,
    Month,
    Custom
};

/** A range of time as charts use it: begin and end lie on whole steps. */
struct ChartRange
{
    requestlog::TimeRange time;
    std::int64_t stepMicros = 60'000'000;
    int buckets = 60;
    friend bool operator==(const ChartRange &a, const ChartRange &b)
    {
        return a.time.begin == b.time.begin && a.time.end == b.time.end && a.stepMicros == b.stepMicros;
    }
};

/** Aligns a range to steps that give at most about 100 buckets; steps are whole minutes, hours or days. */
ChartRange alignedRange(requestlog::TimeRange wanted);

/**
 * The range and refresh that all pages share. A preset ends now and moves on; a zoomed or shifted range stands
 * still. GUI thread.
 */
class RangeModel : public QObject
{
    Q_OBJECT

public:
    explicit RangeModel(const base::Clock &clock, QObject *parent = nullptr);

    RangePreset preset() const { return m_preset; }
    void setPreset(RangePreset preset);
    /** The range of this moment. */
    ChartRange current() const;
    /** What is listed: `current`, but a range that was asked for to the microsecond is not moved to whole steps. */
    requestlog::TimeRange listed() const;
    /** The range of the same length just before. */
    requestlog::TimeRange previous() const;

    bool isFixed() const { return m_preset == RangePreset::Custom; }
    bool isLive() const { return m_live && !isFixed(); }
    bool isPaused() const { return !m_live; }
    void setPaused(bool paused);
    /** How often a live range is read again; 0: by hand only. */
    std::chrono::milliseconds refreshInterval() const;

    void zoomTo(requestlog::TimeRange range); ///< Remembers where from.
    /** As zoomTo, for a figure that is to be listed exactly: a month of 31 local days is no number of equal steps.
     */
    void showExactly(requestlog::TimeRange range);
    void zoomBack(); ///< One zoom back; nothing without one.
    bool canZoomBack() const { return !m_history.isEmpty(); }
    void shift(int direction); ///< By half its length; -1 earlier, 1 later. Reaching now returns to the preset.
    void zoomByTwo(int direction); ///< -1 out, 1 in, about the middle.

    QString title() const; ///< "Last 1 h", "14:02 to 14:17".
    QString shortTitle() const; ///< "1 h" for captions ("in 1 h").
    QString beforeTitle() const; ///< "hour before", for comparisons.
    static QString presetTitle(RangePreset preset);

    /** For the session: text that `restore` reads. */
    QString save() const;
    void restore(const QString &saved);

Q_SIGNALS:
    void changed(); ///< Another range or refresh was chosen; not sent as time passes.

private:
    struct Place
    {
        RangePreset preset;
        requestlog::TimeRange fixed;
        bool exact = false;
    };
    void moveTo(Place place);

    const base::Clock &m_clock;
    RangePreset m_preset = RangePreset::Hour;
    RangePreset m_home = RangePreset::Hour; ///< The preset that a fixed range came from.
    requestlog::TimeRange m_fixed;
    bool m_exact = false; ///< `m_fixed` is listed as it is.
    QVector<Place> m_history;
    bool m_live = true;
};

} // namespace cachescope::ui
