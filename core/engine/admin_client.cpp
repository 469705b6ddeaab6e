// SPDX-License-Identifier: MIT
#include "engine/admin_client.h"

#include "base/text.h"
#include "engine/data_directory.h"

#include <nlohmann/json.hpp>

#include <QEventLoop>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QUrlQuery>

namespace cachescope::engine {

using base::ErrorCode;
using base::failure;
using base::Result;

namespace {
/** Beyond the patience that the program has with the disk. */
constexpr int answerTimeoutMs = 30'000;

std::string firstLine(const std::string &text)
{
    return std::string(base::trim(std::string_view(text).substr(0, text.find('\n'))));
}
} // namespace

AdminClient::AdminClient(std::string address, std::string token)
    : m_address(std::move(address))
    , m_token(std::move(token))
{
    m_network.setProxy(QNetworkProxy::NoProxy); // It is this machine's own.
    m_network.setTransferTimeout(answerTimeoutMs);
}

Result<AdminAddress> findAdminAddress(const std::string &dataDirectory)
{
    const auto address = readSmallFile(addressFile(dataDirectory));
    const auto token = readSmallFile(dataDirectory + "/admin-token");
    if (!address || !token)
        return failure(
            ErrorCode::Unavailable,
            "Its proxy cannot be asked either: " + (address ? token.error().message : address.error().message));
    return AdminAddress{ firstLine(*address), firstLine(*token) };
}

QNetworkRequest adminRequest(
    const std::string &address, const std::string &token, const cache::ControlQuestion &question)
{
    QUrl url(QString::fromStdString("http://" + address + "/_cachescope/" + question.path));
    QUrlQuery query;
    for (const auto &[name, value] : question.parameters)
        query.addQueryItem(
            QString::fromStdString(name),
            QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(value))));
    url.setQuery(query);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", QByteArray("Bearer ") + QByteArray::fromStdString(token));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    if (question.isPost)
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    return request;
}

Result<cache::ControlAnswer> readAdminAnswer(const std::string &address, int status, const std::string &body)
{
    const auto document = nlohmann::json::parse(body, nullptr, false);
    if (!document.is_object())
        return failure(ErrorCode::Unavailable, "What answers at " + address + " is no Cachescope.");
    if (status < 400)
        return cache::ControlAnswer{ status, body, {}, {} };
    return cache::ControlAnswer{ status, {}, document.value("code", ""), document.value("detail", "") };
}

Result<std::unique_ptr<AdminClient>> AdminClient::find(const std::string &dataDirectory)
{
    auto found = findAdminAddress(dataDirectory);
    if (!found)
        return tl::unexpected(found.error());
    return std::unique_ptr<AdminClient>(new AdminClient(std::move(found->address), std::move(found->token)));
}

Result<cache::ControlAnswer> AdminClient::ask(const cache::ControlQuestion &question)
{
    const QNetworkRequest request = adminRequest(m_address, m_token, question);
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
    return readAdminAnswer(m_address, status, body);
}

} // namespace cachescope::engine
