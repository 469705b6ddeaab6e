// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace cachescope::storage {

class Database;

/**
 * A prepared statement. Belongs to its Database and to that one's thread. Bind indices and columns as in SQLite
 * (1-based and 0-based). Typical use: `stmt.reset(); stmt.bind(1, x); while (stmt.step()) … ; if (!stmt.ok()) …`.
 * A statement that is left before its last row keeps a snapshot open: reset it.
 */
class Statement
{
public:
    Statement() = default;
    Statement(Statement &&) noexcept;
    Statement &operator=(Statement &&) noexcept;
    ~Statement();

    explicit operator bool() const { return m_statement != nullptr; }
    void reset(); ///< Also clears the bindings.
    void bind(int index, std::int64_t value);
    void bind(int index, double value);
    void bind(int index, std::string_view text); ///< Copied.
    void bindBlob(int index, std::string_view bytes); ///< Copied.
    /** Not copied: must stay as they are until `reset` or `run` has returned. */
    void bindInPlace(int index, std::string_view text);
    void bindBlobInPlace(int index, std::string_view bytes);
    void bindNull(int index);
    template <typename T> void bindOptional(int index, const std::optional<T> &value)
    {
        if (value)
            bind(index, *value);
        else
            bindNull(index);
    }

    /** True: a row is there. False: done, or failed (see ok()). */
    bool step();
    /** Runs to the end, rows ignored, and resets. */
    base::Result<> run();
    bool ok() const; ///< The last step and all bindings before it did not fail.
    base::Error error() const;

    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string_view text(int column) const; ///< Valid until the next step or reset.
    std::string_view blob(int column) const; ///< Valid until the next step or reset.
    bool isNull(int column) const;

private:
    friend class Database;
    void note(int status);
    sqlite3_stmt *m_statement = nullptr;
    int m_status = 0;
};

enum class OpenMode
{
    ReadWrite, ///< Creates the file (mode 0600) when missing. Only the writer thread opens this way.
    ReadOnly, ///< For readers; fails when the file is missing. Never checkpoints.
    InMemory, ///< For tests.
};

/**
 * One SQLite connection (C interface; QtSql was a sixth as fast). WAL, NOFOLLOW, busy time-out 5 s (readers),
 * foreign keys on, no memory map. One thread at a time. Errors name the file and SQLite's words.
 *
 * What SQLite's codes become: CORRUPT, NOTADB: Corrupt. BUSY, LOCKED, FULL, IOERR, READONLY, PROTOCOL, NOMEM:
 * Unavailable (may work later). CANTOPEN, PERM, AUTH: Unreadable, or NotFound when the file is missing. INTERRUPT:
 * Cancelled. TOOBIG: LimitExceeded. All others: Internal.
 */
class Database
{
public:
    static base::Result<Database> open(const std::string &path, OpenMode mode);
    Database(Database &&) noexcept;
    Database &operator=(Database &&) noexcept;
    ~Database();

    base::Result<> execute(std::string_view sql); ///< One or more statements without results.
    base::Result<Statement> prepare(std::string_view sql);
    /** Prepared once per connection and kept, for hot paths; comes reset. The reference lives as long as the
     * Database. */
    base::Result<Statement *> cached(std::string_view sql);
    /** The one integer that a query gives; nothing when it gives no row. */
    base::Result<std::optional<std::int64_t>> integer(std::string_view sql);

    std::int64_t lastInsertId() const;
    std::int64_t changes() const;
    base::Error lastError() const;
    /** Brings what was committed to the write-ahead log onto the disk itself: a power failure cannot take it then.
     */
    base::Result<> syncLog();
    /** Whether another file, or none, lies under the path by now: removed, moved, set aside as damaged. */
    bool isReplaced();
    /** From another thread: makes the running statement stop with ErrorCode::Cancelled. */
    void interrupt();
    /** Something that a user of the connection remembers about the file, and that ends with the connection. Nothing
     * tells it of transactions that were rolled back. */
    class Memory
    {
    public:
        virtual ~Memory() = default;
    };
    std::unique_ptr<Memory> &bodyMemory(); ///< BodyStore's.
    const std::string &path() const;
    sqlite3 *handle() const; ///< For what this class does not wrap (progress handler, backup).

private:
    struct State;
    explicit Database(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/**
 * Takes back what a kill left half done before the file had a write-ahead log, that is while it was being made:
 * SQLite's older kind of journal lies beside it then, and readers may not act on it. Nothing else is changed.
 */
base::Result<> rollBackJournal(const std::string &path);

} // namespace cachescope::storage
