// SPDX-License-Identifier: MIT
#include "engine/cache_control.h"

#include "base/clock.h"
#include "cache/invalidator.h"
#include "cache/response_cache.h"
#include "engine/admin_client.h"
#include "engine/data_directory.h"
#include "engine/entry_filter.h"
#include "storage/directory_lock.h"
#include "storage/write_queue.h"

#include <QFile>

namespace cachescope::engine {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

/** The files themselves, held by nobody else. */
class LocalControl final : public CacheControl
{
public:
    LocalControl(
        storage::DirectoryLock lock, std::unique_ptr<storage::WriteQueue> queue,
        std::unique_ptr<cache::ResponseCache> responses)
        : m_lock(std::move(lock))
        , m_queue(std::move(queue))
        , m_cache(std::move(responses))
        , m_invalidator(*m_cache, *m_queue, base::SystemClock::instance())
    {
        m_invalidator.setFilterReader(entryFilterReader(m_queue->path()));
    }
    Result<cache::ControlAnswer> ask(const cache::ControlQuestion &question) override
    {
        return cache::answerControl(m_invalidator, question, base::SystemClock::instance().wall());
    }

private:
    storage::DirectoryLock m_lock;
    std::unique_ptr<storage::WriteQueue> m_queue;
    std::unique_ptr<cache::ResponseCache> m_cache;
    cache::Invalidator m_invalidator;
};

/** The admin API of the program that runs. */
class RemoteControl final : public CacheControl
{
public:
    explicit RemoteControl(std::unique_ptr<AdminClient> client)
        : m_client(std::move(client))
    { }
    Result<cache::ControlAnswer> ask(const cache::ControlQuestion &question) override
    {
        return m_client->ask(question);
    }

private:
    std::unique_ptr<AdminClient> m_client;
};

Result<std::unique_ptr<CacheControl>> openLocal(const std::string &directory, storage::DirectoryLock lock)
{
    auto queue = storage::WriteQueue::start(databaseFile(directory), {});
    if (!queue)
        return tl::unexpected(queue.error());
    auto responses = cache::ResponseCache::create(**queue, base::SystemClock::instance(), {});
    if (!responses)
        return tl::unexpected(responses.error());
    return std::make_unique<LocalControl>(std::move(lock), std::move(*queue), std::move(*responses));
}

} // namespace

Result<std::unique_ptr<CacheControl>> CacheControl::open(const std::string &dataDirectory)
{
    const std::string file = databaseFile(dataDirectory);
    if (!QFile::exists(QString::fromStdString(file)))
        return failure(
            ErrorCode::NotFound, "There is no cache in " + dataDirectory + ". Name its directory with --data-dir.");
    auto lock = storage::DirectoryLock::acquire(dataDirectory);
    if (lock)
        return openLocal(dataDirectory, std::move(*lock));
    if (lock.error().code != ErrorCode::Unavailable)
        return tl::unexpected(lock.error());
    auto client = AdminClient::find(dataDirectory);
    if (!client)
        return failure(ErrorCode::Unavailable, lock.error().message + " " + client.error().message);
    return std::make_unique<RemoteControl>(*std::move(client));
}

} // namespace cachescope::engine
