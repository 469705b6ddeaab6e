// SPDX-License-Identifier: MIT
#include "engine/cache_control.h"

#include "base/clock.h"
#include "base/text.h"
#include "cache/invalidator.h"
#include "cache/response_cache.h"
#include "engine/data_directory.h"
#include "engine/entry_filter.h"
#include "storage/directory_lock.h"
#include "storage/write_queue.h"

#include <nlohmann/json.hpp>

#include <QEventLoop>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QUrlQuery>

namespace cachescope::engine {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

/** Beyond the patience that the controls have with the disk. */
constexpr int answerTimeoutMs = 30'000;

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
    RemoteControl(std::string address, std::string token)
        : m_address(std::move(address))
        , m_token(std::move(token))
    {
        m_network.setProxy(QNetworkProxy::NoProxy); // It is this machine's own.
        m_network.setTransferTimeout(answerTimeoutMs);
    }

    Result<cache::ControlAnswer> ask(const cache::ControlQuestion &question) override
    {
        QUrl url(QString::fromStdString("http://" + m_address + "/_cachescope/" + question.path));
        QUrlQuery query;
        for (const auto &[name, value] : question.parameters)
            query.addQueryItem(
                QString::fromStdString(name),
                QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(value))));
        url.setQuery(query);
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", QByteArray("Bearer ") + QByteArray::fromStdString(m_token));
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        if (question.isPost)
            request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        const std::unique_ptr<QNetworkReply> reply(
            question.isPost ? m_network.post(request, QByteArray::fromStdString(question.body))
                            : m_network.get(request));
        QEventLoop loop;
        QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const std::string body = reply->readAll().toStdString();
        if (status == 0)
            return failure(
                ErrorCode::Unavailable,
                "The running Cachescope at " + m_address + " does not answer: " + reply->errorString().toStdString()
                    + ".");
        return read(status, body);
    }

private:
    Result<cache::ControlAnswer> read(int status, const std::string &body) const
    {
        const auto document = nlohmann::json::parse(body, nullptr, false);
        if (!document.is_object())
            return failure(ErrorCode::Unavailable, "What answers at " + m_address + " is no Cachescope.");
        if (status < 400)
            return cache::ControlAnswer{ status, body, {}, {} };
        return cache::ControlAnswer{ status, {}, document.value("code", ""), document.value("detail", "") };
    }

    std::string m_address, m_token;
    QNetworkAccessManager m_network;
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
    const auto address = readSmallFile(addressFile(dataDirectory));
    const auto token = readSmallFile(dataDirectory + "/admin-token");
    if (!address || !token)
        return failure(
            ErrorCode::Unavailable,
            lock.error().message + " Its proxy cannot be asked either: "
                + (address ? token.error().message : address.error().message));
    return std::make_unique<RemoteControl>(
        std::string(base::trim(std::string_view(*address).substr(0, address->find('\n')))),
        std::string(base::trim(std::string_view(*token).substr(0, token->find('\n')))));
}

} // namespace cachescope::engine
