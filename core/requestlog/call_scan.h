// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "requestlog/filter.h"
#include "requestlog/names.h"
#include "requestlog/query.h"
#include "requestlog/record.h"
#include "storage/chunk_cache.h"
#include "storage/database.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace cachescope::requestlog {

/**
 * Reads ended calls in the order of their starts, for work over many of them: only what a replay needs is in the
 * records (times, names, outcome, key, usage, money; no heads, texts or errors). One read-only connection, one
 * thread; works beside a running proxy.
 */
class CallScan
{
public:
    static base::Result<CallScan> open(const std::string &databasePath);

    struct Row
    {
        CallRecord record;
        std::int64_t requestBody = 0; ///< For BodyFetcher; 0: there was none, below 0: it was cleaned up.
    };
    enum class Next
    {
        GoOn,
        Stop
    };
    /** Calls `visit` for each match, oldest first, until it says Stop. */
    base::Result<> run(TimeRange range, const Filter &filter, const std::function<Next(Row &&)> &visit);
    /** Number of matching ended calls. */
    base::Result<std::int64_t> count(TimeRange range, const Filter &filter);

private:
    explicit CallScan(storage::Database database)
        : m_database(std::move(database))
    { }
    base::Result<storage::Statement> prepare(
        const std::string &columns, const std::string &order, TimeRange range, const Filter &filter);
    base::Result<Row> read(const storage::Statement &statement);

    storage::Database m_database;
    NameReader m_names;
};

/** Reads request bodies by the number that a CallScan gave, over a connection of its own; one thread. Several may
 * share what they read lately. */
class BodyFetcher
{
public:
    static base::Result<BodyFetcher> open(
        const std::string &databasePath, std::shared_ptr<storage::ChunkCache> shared = nullptr);
    /** NotFound when it was cleaned up meanwhile, Corrupt when it is damaged. */
    base::Result<std::string> get(std::int64_t body);

private:
    BodyFetcher(storage::Database database, std::shared_ptr<storage::ChunkCache> shared)
        : m_database(std::move(database))
        , m_shared(std::move(shared))
    { }
    storage::Database m_database;
    std::shared_ptr<storage::ChunkCache> m_shared;
};

} // namespace cachescope::requestlog
