// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "cache/invalidator.h"
#include "ui/cache/entry_columns.h"
#include "ui/data/log_service.h"

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace cachescope::ui {

/** What a list of entries shows, and in which order. */
struct EntryQuery
{
    cache::Selector selector; ///< Empty: all.
    cache::EntrySort sort = cache::EntrySort::LastUse;
    cache::SortOrder order = cache::SortOrder::Descending;
};

/**
 * The cache's entries as a table: row ids in memory (eight bytes each), rows in pages on demand. `data()` never
 * asks for anything; the view tells what it shows by `setVisibleRows`. Also answers the roles of
 * ui/parts/row_delegate.h. GUI thread.
 */
class EntryModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role
    {
        IdRole = Qt::UserRole + 1, ///< qint64
        PinnedRole, ///< bool
        StaleRole, ///< bool: stale or expired.
    };
    enum class State
    {
        Idle,
        Reading,
        Complete,
        Failed,
    };
    static constexpr int pageSize = 200;

    /** `invalidator` may be null: then every question fails. It outlives the model. */
    EntryModel(LogService &log, cache::EntryControl *invalidator, QObject *parent = nullptr);

    /** Reads the list anew; the rows before stay until the new ones come. */
    void setQuery(const EntryQuery &query);
    const EntryQuery &query() const { return m_query; }
    /** Looks for what has changed. While `frozen`, rows keep their places: new ones wait and are counted. */
    void refresh();
    void setFrozen(bool frozen);
    int waiting() const { return m_waiting; }

    void setTextStyle(const EntryTextStyle &style);
    const EntryTextStyle &textStyle() const { return m_style; }
    State state() const { return m_state; }
    const QString &error() const { return m_error; }
    bool isWrongQuestion() const { return m_wrongQuestion; } ///< The error is the query's, not the cache's.
    const cache::EntryIds::Sums &matching() const { return m_matching; }
    const cache::EntryIds::Sums &all() const { return m_all; }

    void setVisibleRows(int first, int last);
    const cache::EntryRow *row(int row) const; ///< Null while it is not read yet.
    const cache::EntryRow *rowById(std::int64_t id) const;
    std::int64_t idAt(int row) const;
    std::optional<int> rowOf(std::int64_t id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void stateChanged(); ///< Also after each refresh.
    void rowsRead();

private:
    void ask();
    void onIds(base::Result<cache::EntryIds> ids);
    void show(std::vector<std::int64_t> ids);
    void requestPage(int page);
    void onRows(const std::vector<std::int64_t> &asked, base::Result<std::vector<cache::EntryRow>> rows);
    void forgetFarRows();

    LogService &m_log;
    cache::EntryControl *m_invalidator;
    LatestQuestion m_question;
    EntryQuery m_query;
    EntryTextStyle m_style;
    State m_state = State::Idle;
    QString m_error;
    bool m_wrongQuestion = false;
    bool m_fresh = true; ///< Nothing of the newest query has come yet.
    bool m_frozen = false;
    int m_waiting = 0;
    quint64 m_generation = 0; ///< Of the rows in hand: those read before a refresh are read again.
    cache::EntryIds::Sums m_matching, m_all;
    std::vector<std::int64_t> m_ids;
    struct Held
    {
        cache::EntryRow row;
        quint64 generation = 0;
    };
    std::unordered_map<std::int64_t, Held> m_rows;
    std::unordered_set<std::int64_t> m_asked;
    int m_firstVisible = 0, m_lastVisible = 0;
};

} // namespace cachescope::ui
