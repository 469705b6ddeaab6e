// SPDX-License-Identifier: MIT
#include "engine/log_control.h"

#include "base/clock.h"
#include "engine/admin_client.h"
#include "engine/derived_settings.h"
#include "engine/log_jobs.h"
#include "storage/write_queue.h"

namespace cachescope::engine {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

/** The files themselves, held by nobody else. */
class LocalLog final : public LogControl
{
public:
    LocalLog(
        DataDirectory directory, std::unique_ptr<storage::WriteQueue> queue,
        std::unique_ptr<requestlog::RequestLog> log, std::shared_ptr<const providers::PriceBook> prices)
        : m_directory(std::move(directory))
        , m_queue(std::move(queue))
        , m_log(std::move(log))
        , m_jobs(*m_log, databaseFile(m_directory.path()), [prices] { return prices; })
    { }
    Result<cache::ControlAnswer> ask(const cache::ControlQuestion &question) override
    {
        return m_jobs.answer(question);
    }

private:
    DataDirectory m_directory;
    std::unique_ptr<storage::WriteQueue> m_queue;
    std::unique_ptr<requestlog::RequestLog> m_log;
    LogJobs m_jobs;
};

class RemoteLog final : public LogControl
{
public:
    explicit RemoteLog(std::unique_ptr<AdminClient> client)
        : m_client(std::move(client))
    { }
    Result<cache::ControlAnswer> ask(const cache::ControlQuestion &question) override
    {
        return m_client->ask(question);
    }

private:
    std::unique_ptr<AdminClient> m_client;
};

Result<std::unique_ptr<LogControl>> openLocal(DataDirectory directory, const std::string &configFile)
{
    auto configuration = config::load(resolveConfigFile(configFile));
    if (!configuration)
        return tl::unexpected(configuration.error());
    auto prices = loadPrices(*configuration);
    if (!prices)
        return tl::unexpected(prices.error());
    auto queue = storage::WriteQueue::start(databaseFile(directory.path()), {});
    if (!queue)
        return tl::unexpected(queue.error());
    auto log = requestlog::RequestLog::create(**queue, base::SystemClock::instance(), retentionOf(*configuration));
    if (!log)
        return tl::unexpected(log.error());
    return std::make_unique<LocalLog>(std::move(directory), std::move(*queue), std::move(*log), std::move(*prices));
}

} // namespace

Result<std::unique_ptr<LogControl>> LogControl::open(
    const std::string &dataDirectory, DataDirectory::Kind kind, const std::string &configFile)
{
    auto directory = DataDirectory::open(dataDirectory, kind);
    if (directory)
        return openLocal(std::move(*directory), configFile);
    if (directory.error().code != ErrorCode::Unavailable)
        return tl::unexpected(directory.error());
    auto client = AdminClient::find(dataDirectory);
    if (!client)
        return failure(ErrorCode::Unavailable, directory.error().message + " " + client.error().message);
    return std::make_unique<RemoteLog>(*std::move(client));
}

} // namespace cachescope::engine
