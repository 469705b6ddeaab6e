// SPDX-License-Identifier: MIT
#include "storage/database.h"

#include "storage/private_files.h"

#include <sqlite3.h>

#include <unordered_map>
#include <utility>

namespace cachescope::storage {

namespace {

using base::ErrorCode;

ErrorCode errorCodeOf(int status)
{
    switch (status & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorCode::Corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:
        return ErrorCode::Unavailable;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return ErrorCode::Unreadable;
    case SQLITE_INTERRUPT:
        return ErrorCode::Cancelled;
    case SQLITE_TOOBIG:
        return ErrorCode::LimitExceeded;
    default:
        return ErrorCode::Internal;
    }
}

std::string_view adviceFor(int status)
{
    switch (status & 0xff) {
    case SQLITE_FULL:
        return "; free space on that disk";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "; close the other program that uses it";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return "; check the permissions of the file and its directory";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return "; restart to set the file aside and begin a fresh one";
    default:
        return "";
    }
}

base::Error errorOf(sqlite3 *handle, int status, const char *words)
{
    const char *file = sqlite3_db_filename(handle, "main");
    std::string message = file != nullptr && *file != '\0' ? file : "The in-memory database";
    message.append(": ").append(words).append(" (SQLite ").append(std::to_string(status)).append(")");
    message.append(adviceFor(status));
    return { errorCodeOf(status), std::move(message) };
}

struct TextHash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

// synchronous NORMAL: in WAL mode a crash of the program loses nothing, a power cut at most the last commits.
// temp_store MEMORY: what a sort spills never reaches a file outside the data directory.
constexpr const char *commonPragmas = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                                      "PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF;"
                                      "PRAGMA cell_size_check = ON;";
// page_size (of new files): a body's 2 to 4 KB waste a third of a page of 4 KB, and each page costs two system
// calls on its way into the write-ahead log.
constexpr const char *writerPragmas
    = "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;"
      "PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864;"
      "PRAGMA cache_size = -16384;";
constexpr const char *readerPragmas = "PRAGMA query_only = ON; PRAGMA cache_size = -6144;";
/** SQLite counts its memory under a lock at each allocation; nobody reads that count, and writers and readers are
 * several threads. */
void configureLibrary()
{
    static const bool once = [] {
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        return true;
    }();
    (void)once;
}

constexpr int readerBusyMillis = 5000;
constexpr int writerBusyMillis = 1000;

} // namespace

struct Database::State
{
    sqlite3 *handle = nullptr;
    std::string path;
    std::unordered_map<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>> statements;
    std::unique_ptr<Memory> bodyMemory;

    State() = default;
    State(const State &) = delete;
    State &operator=(const State &) = delete;
    ~State()
    {
        statements.clear();
        sqlite3_close_v2(handle);
    }
};

Statement::Statement(Statement &&other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr))
    , m_status(other.m_status)
{ }

Statement &Statement::operator=(Statement &&other) noexcept
{
    if (this != &other) {
        sqlite3_finalize(m_statement);
        m_statement = std::exchange(other.m_statement, nullptr);
        m_status = other.m_status;
    }
    return *this;
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

void Statement::reset()
{
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    m_status = SQLITE_OK;
}

void Statement::note(int status)
{
    if (status != SQLITE_OK)
        m_status = status;
}

void Statement::bind(int index, std::int64_t value)
{
    note(sqlite3_bind_int64(m_statement, index, value));
}

void Statement::bind(int index, double value)
{
    note(sqlite3_bind_double(m_statement, index, value));
}

void Statement::bind(int index, std::string_view text)
{
    // A null pointer would bind NULL, not the empty text.
    const char *data = text.data() == nullptr ? "" : text.data();
    note(sqlite3_bind_text64(m_statement, index, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bindBlob(int index, std::string_view bytes)
{
    const char *data = bytes.data() == nullptr ? "" : bytes.data();
    note(sqlite3_bind_blob64(m_statement, index, data, bytes.size(), SQLITE_TRANSIENT));
}

void Statement::bindInPlace(int index, std::string_view text)
{
    const char *data = text.data() == nullptr ? "" : text.data();
    note(sqlite3_bind_text64(m_statement, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bindBlobInPlace(int index, std::string_view bytes)
{
    const char *data = bytes.data() == nullptr ? "" : bytes.data();
    note(sqlite3_bind_blob64(m_statement, index, data, bytes.size(), SQLITE_STATIC));
}

void Statement::bindNull(int index)
{
    note(sqlite3_bind_null(m_statement, index));
}

bool Statement::step()
{
    if (m_status != SQLITE_OK && m_status != SQLITE_ROW)
        return false;
    m_status = sqlite3_step(m_statement);
    return m_status == SQLITE_ROW;
}

base::Result<> Statement::run()
{
    while (step()) { }
    if (ok()) {
        reset();
        return {};
    }
    base::Error failed = error();
    reset();
    return tl::unexpected(std::move(failed));
}

bool Statement::ok() const
{
    return m_status == SQLITE_OK || m_status == SQLITE_ROW || m_status == SQLITE_DONE;
}

base::Error Statement::error() const
{
    sqlite3 *handle = sqlite3_db_handle(m_statement);
    const int extended = sqlite3_extended_errcode(handle);
    const bool current = (extended & 0xff) == (m_status & 0xff);
    return errorOf(
        handle, current ? extended : m_status, current ? sqlite3_errmsg(handle) : sqlite3_errstr(m_status));
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

double Statement::real(int column) const
{
    return sqlite3_column_double(m_statement, column);
}

std::string_view Statement::text(int column) const
{
    const auto *data = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return data == nullptr
        ? std::string_view()
        : std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)));
}

std::string_view Statement::blob(int column) const
{
    const auto *data = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return data == nullptr
        ? std::string_view()
        : std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)));
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

Database::Database(std::unique_ptr<State> state)
    : m_state(std::move(state))
{ }

Database::Database(Database &&) noexcept = default;
Database &Database::operator=(Database &&) noexcept = default;
Database::~Database() = default;

base::Result<Database> Database::open(const std::string &path, OpenMode mode)
{
    configureLibrary();
    std::string resolved = ":memory:";
    if (mode != OpenMode::InMemory) {
        // SQLite's NOFOLLOW refuses links anywhere in a path; home directories may well lie behind one. Only the
        // file itself must be none.
        auto real = resolveDirectory(path);
        if (!real)
            return tl::unexpected(real.error());
        resolved = *std::move(real);
    }
    if (mode == OpenMode::ReadWrite)
        if (auto prepared = preparePrivateFile(resolved); !prepared)
            return tl::unexpected(prepared.error());
    auto state = std::make_unique<State>();
    state->path = path;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
    flags |= mode == OpenMode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int status = sqlite3_open_v2(resolved.c_str(), &state->handle, flags, nullptr);
    if (status != SQLITE_OK) {
        if (mode == OpenMode::ReadOnly && !fileExists(resolved))
            return base::failure(ErrorCode::NotFound, path + ": there is no log here yet.");
        const char *words = state->handle != nullptr ? sqlite3_errmsg(state->handle) : sqlite3_errstr(status);
        return base::failure(errorCodeOf(status), path + ": " + words + std::string(adviceFor(status)) + ".");
    }
    sqlite3_busy_timeout(state->handle, mode == OpenMode::ReadOnly ? readerBusyMillis : writerBusyMillis);
    sqlite3_db_config(state->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (mode == OpenMode::ReadOnly)
        sqlite3_db_config(state->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    Database database(std::move(state));
    const std::string pragmas
        = std::string(commonPragmas) + (mode == OpenMode::ReadOnly ? readerPragmas : writerPragmas);
    if (auto done = database.execute(pragmas); !done)
        return tl::unexpected(done.error());
    return database;
}

base::Result<> Database::execute(std::string_view sql)
{
    const std::string text(sql);
    const int status = sqlite3_exec(m_state->handle, text.c_str(), nullptr, nullptr, nullptr);
    if (status != SQLITE_OK)
        return tl::unexpected(lastError());
    return {};
}

base::Result<Statement> Database::prepare(std::string_view sql)
{
    Statement statement;
    const int status = sqlite3_prepare_v3(
        m_state->handle, sql.data(), static_cast<int>(sql.size()), 0, &statement.m_statement, nullptr);
    if (status != SQLITE_OK)
        return tl::unexpected(lastError());
    return statement;
}

base::Result<Statement *> Database::cached(std::string_view sql)
{
    if (const auto found = m_state->statements.find(sql); found != m_state->statements.end()) {
        found->second->reset();
        return found->second.get();
    }
    auto statement = std::make_unique<Statement>();
    const int status = sqlite3_prepare_v3(
        m_state->handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
        &statement->m_statement, nullptr);
    if (status != SQLITE_OK)
        return tl::unexpected(lastError());
    return m_state->statements.emplace(std::string(sql), std::move(statement)).first->second.get();
}

base::Result<std::optional<std::int64_t>> Database::integer(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    std::optional<std::int64_t> value;
    if (statement->step() && !statement->isNull(0))
        value = statement->integer(0);
    if (!statement->ok())
        return tl::unexpected(statement->error());
    return value;
}

std::int64_t Database::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_state->handle);
}

std::int64_t Database::changes() const
{
    return sqlite3_changes64(m_state->handle);
}

base::Error Database::lastError() const
{
    return errorOf(m_state->handle, sqlite3_extended_errcode(m_state->handle), sqlite3_errmsg(m_state->handle));
}

base::Result<> Database::syncLog()
{
    // In WAL mode SQLite's name for the log's file is "journal". Its own methods, not a descriptor of ours: closing
    // one would give up the locks that SQLite holds on the file.
    sqlite3_file *log = nullptr;
    if (sqlite3_file_control(m_state->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) != SQLITE_OK
        || log == nullptr || log->pMethods == nullptr)
        return {};
    const int status = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
    if (status != SQLITE_OK)
        return tl::unexpected(errorOf(m_state->handle, status, sqlite3_errstr(status)));
    return {};
}

bool Database::isReplaced()
{
    int moved = 0;
    return sqlite3_file_control(m_state->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

void Database::interrupt()
{
    sqlite3_interrupt(m_state->handle);
}

std::unique_ptr<Database::Memory> &Database::bodyMemory()
{
    return m_state->bodyMemory;
}

const std::string &Database::path() const
{
    return m_state->path;
}

sqlite3 *Database::handle() const
{
    return m_state->handle;
}

base::Result<> rollBackJournal(const std::string &path)
{
    auto real = resolveDirectory(path);
    if (!real)
        return tl::unexpected(real.error());
    if (!fileExists(*real + "-journal"))
        return {};
    sqlite3 *handle = nullptr;
    int status = sqlite3_open_v2(
        real->c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE, nullptr);
    if (status == SQLITE_OK) // Any look at the file does it.
        status = sqlite3_exec(handle, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
    base::Result<> done;
    if (status != SQLITE_OK)
        done = tl::unexpected(errorOf(handle, status, sqlite3_errmsg(handle)));
    sqlite3_close_v2(handle);
    return done;
}

} // namespace cachescope::storage
