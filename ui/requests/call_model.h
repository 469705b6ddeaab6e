// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "ui/data/log_service.h"
#include "ui/requests/call_query.h"
#include "ui/requests/call_text.h"
#include "ui/requests/id_list.h"
#include "ui/requests/newer_calls.h"
#include "ui/requests/record_cache.h"
#include "ui/requests/row_scales.h"

#include <optional>
#include <unordered_set>
#include <vector>

namespace cachescope::ui {

/** What a bucket bar paints. */
struct InputShares
{
    std::int64_t read = 0, write = 0, fresh = 0;
    std::int64_t scale = 1; ///< Tokens at full width; the same for all rows.
    bool local = false; ///< Nothing was sent: a dashed outline.
    bool known = false;
};

/** What a latency bar paints, in microseconds. */
struct LatencyParts
{
    std::int64_t firstToken = -1, total = 0;
    std::int64_t scale = 1;
    bool known = false;
};

/**
 * The calls of a query as a table over the log: ids in memory (four bytes a row), rows in pages of 200 on demand.
 * `data()` never asks for anything; the view tells what it shows by `setVisibleRows`. While `following`, calls that
 * end appear on top; else they wait and are counted (`waiting`). Also answers the roles of ui/parts/row_delegate.h.
 * GUI thread.
 */
class CallModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role
    {
        OutcomeRole = Qt::UserRole + 1, ///< requestlog::Outcome as int; invalid while the row is not read yet
        SharesRole, ///< InputShares
        LatencyRole, ///< LatencyParts
        IdRole, ///< qint64
    };
    enum class State
    {
        Idle,
        Searching,
        Complete,
        Stopped,
        Failed
    };
    static constexpr int pageSize = 200;
    static constexpr int maxRows = 50'000'000; ///< A table's height in pixels overflows near 97 million rows of 22.

    explicit CallModel(LogService &log, QObject *parent = nullptr);

    /** Starts a search. The rows before stay until the first new ones come. `open`: calls under way now. */
    void setQuery(const CallQuery &query, CallIds open = {});
    const CallQuery &query() const { return m_query; }
    void stop(); ///< Keeps what was found so far.
    void setTextStyle(const CallTextStyle &style);
    const CallTextStyle &textStyle() const { return m_style; }

    State state() const { return m_state; }
    const QString &searchError() const { return m_searchError; } ///< With State::Failed.
    std::int64_t searchMicros() const
    {
        return m_searchMicros;
    } ///< How long the search took; with State::Complete.
    bool isCapped() const { return m_capped; } ///< More matched than the table can hold.
    const QString &readError() const
    {
        return m_readError;
    } ///< Why rows could not be read; empty when all is well.

    bool isFollowing() const { return m_following; }
    void setFollowing(bool following); ///< True also shows what waits.
    std::int64_t waiting() const { return std::int64_t(m_waiting.size()); }
    /** Looks for calls that have ended since; for the ticks of a live list. */
    void lookForNewer();
    /** Calls were analysed: reads the rows in view again that had no reason yet. */
    void lookForInsights();

    void setVisibleRows(int first, int last);
    const requestlog::CallRecord *record(int row) const; ///< Null while it is not read yet.
    std::int64_t idAt(int row) const;
    std::optional<int> rowOf(std::int64_t id) const;
    /** The pin or note of a call was changed here; the log follows in its own time. */
    void setMark(std::int64_t id, bool pinned, const std::string &note);

    std::int64_t latencyScale() const
    {
        return m_scales.latencyMicros();
    } ///< Microseconds at full width; 0: not known yet.

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void stateChanged();
    void waitingChanged();
    void readErrorChanged();
    /** Calls that joined the result (shown or waiting), for running sums. */
    void callsAdded(const cachescope::ui::CallRows &records);

private:
    struct Found
    {
        std::int64_t newest = 0; ///< When the search began.
        std::int64_t micros = 0;
    };
    static base::Result<Found> search(
        LogSource &source, JobControl &control, const CallQuery &query, CallModel *self);
    void onIdsFound(CallIds ids);
    void readFirstScreen();
    void showHeld(CallRows rows);
    void showFound(const CallIds &ids);
    void onSearchEnded(const base::Result<Found> &found);
    void onRowsRead(const CallIds &asked, base::Result<CallRows> rows);
    void onNewerRead(base::Result<NewerCalls> newer);

    void clearRows();
    void appendIds(std::span<const std::int64_t> ids);
    void insertNewest(CallIds ids);
    void requestPage(int page);
    void setScales(const CallRows &rows);
    void announceRow(std::int64_t id);
    std::unordered_set<std::int64_t> knownAmong(const CallRows &records) const;
    std::optional<int> rowNearView(std::int64_t id) const;
    void setReadError(const QString &error);
    QVariant barData(const requestlog::CallRecord &record, int role) const;

    LogService &m_log;
    LatestQuestion m_search;
    LatestQuestion m_firstScreen;
    LatestQuestion m_look;
    CallQuery m_query;
    CallTextStyle m_style;
    quint64 m_generation = 0; ///< Of the newest query; rows read for another one are late.
    State m_state = State::Idle;
    QString m_searchError;
    std::int64_t m_searchMicros = 0;
    bool m_fresh = true; ///< Nothing of the newest search has come yet: the rows are the ones before.
    std::vector<CallIds> m_held; ///< Found first, and not shown before their rows are read.
    std::optional<base::Result<Found>> m_heldEnd; ///< The search ended meanwhile.
    bool m_capped = false;
    QString m_readError;

    // Rows are m_head, then m_tail. New rows go into the head, which stays short enough to insert into.
    std::vector<std::int64_t> m_head;
    IdList m_tail;
    mutable RecordCache m_records;
    std::unordered_set<std::int64_t> m_asked; ///< Rows under way.
    int m_firstVisible = 0, m_lastVisible = 0;

    bool m_following = true;
    CallIds m_waiting; ///< Newest last; shown when following again.
    CallIds m_open; ///< Calls that had not ended when they were last looked at.
    std::int64_t m_newest = 0; ///< Calls above this number have not been looked at.
    std::int64_t m_newestAtSearch = 0; ///< Only calls up to this one can be in the list already.

    RowScales m_scales; ///< Of this query.
};

} // namespace cachescope::ui

Q_DECLARE_METATYPE(cachescope::ui::InputShares)
Q_DECLARE_METATYPE(cachescope::ui::LatencyParts)
