// SPDX-License-Identifier: MIT
#include "engine/attachment.h"

#include "engine/admin_client.h"
#include "storage/directory_lock.h"

#include <QEventLoop>
#include <QNetworkProxy>
#include <QNetworkReply>

#include <algorithm>

namespace cachescope::engine {

using base::ErrorCode;
using base::failure;
using base::Result;

namespace {

constexpr std::string_view statePath = "window/state";

std::string joined(const std::set<std::string> &words)
{
    std::string out;
    for (const std::string &word : words)
        out.append(out.empty() ? "" : ",").append(word);
    return out;
}

} // namespace

Attachment::Attachment(std::string dataDirectory)
    : Attachment(std::move(dataDirectory), Pace())
{ }

Attachment::Attachment(std::string dataDirectory, Pace pace)
    : m_directory(std::move(dataDirectory))
    , m_pace(pace)
{
    m_network.setProxy(QNetworkProxy::NoProxy); // It is this machine's own.
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Attachment::poll);
    m_timer.start(0);
}

Attachment::~Attachment()
{
    // Their ends are nobody's business any more.
    for (QNetworkReply *reply : m_network.findChildren<QNetworkReply *>())
        reply->disconnect(this);
}

Result<> Attachment::waitUntilDecided(std::chrono::milliseconds timeout)
{
    QEventLoop loop;
    QTimer deadline;
    deadline.setSingleShot(true);
    connect(&deadline, &QTimer::timeout, &loop, &QEventLoop::quit);
    const auto look = [this, &loop] {
        if (m_phase == Phase::Attached || m_phase == Phase::OtherVersion)
            loop.quit();
    };
    connect(this, &Attachment::phaseChanged, &loop, look);
    deadline.start(timeout);
    if (m_phase != Phase::Attached && m_phase != Phase::OtherVersion)
        loop.exec();
    if (m_phase == Phase::Attached)
        return {};
    return failure(m_phase == Phase::OtherVersion ? ErrorCode::TooNew : ErrorCode::Unavailable, m_problem);
}

QNetworkReply *Attachment::send(const cache::ControlQuestion &question, std::chrono::milliseconds patience)
{
    QNetworkRequest request = adminRequest(m_address, m_token, question);
    request.setTransferTimeout(static_cast<int>(patience.count()));
    QNetworkReply *reply = question.isPost ? m_network.post(request, QByteArray::fromStdString(question.body))
                                           : m_network.get(request);
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    return reply;
}

void Attachment::ask(const cache::ControlQuestion &question, Answered answered)
{
    if (m_phase != Phase::Attached) {
        if (answered)
            answered(failure(ErrorCode::Unavailable, m_problem));
        return;
    }
    QNetworkReply *reply = send(question, m_pace.controlPatience);
    connect(reply, &QNetworkReply::finished, this, [this, reply, answered = std::move(answered)] {
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        auto answer = status == 0
            ? Result<cache::ControlAnswer>(failure(
                ErrorCode::Unavailable,
                "The running Cachescope at " + m_address + " does not answer: " + reply->errorString().toStdString()
                    + "."))
            : readAdminAnswer(m_address, status, reply->isOpen() ? reply->readAll().toStdString() : std::string());
        if (answered)
            answered(std::move(answer));
        refresh();
    });
}

void Attachment::refresh()
{
    if (m_asking)
        m_askAgain = true;
    else
        poll();
}

/** Address and token of whoever runs there; they are others after a restart. */
bool Attachment::readFiles()
{
    auto found = findAdminAddress(m_directory);
    if (!found) {
        lose(Phase::Lost, found.error().message);
        return false;
    }
    m_address = std::move(found->address);
    m_token = std::move(found->token);
    return true;
}

void Attachment::poll()
{
    if (m_asking)
        return;
    m_timer.stop();
    m_askedAt = std::chrono::steady_clock::now();
    // While attached the files are read, too: the token may be a new one, the proxy may have moved.
    if (!readFiles())
        return schedule();
    m_asking = true;
    m_askAgain = false;
    m_tellCalls = std::exchange(m_callsEnded, false);
    cache::ControlQuestion question{ false, std::string(statePath), {}, {}, {} };
    if (const auto known = m_reader.known(); !known.empty())
        question.parameters["have"] = joined(known);
    QNetworkReply *reply = send(question, m_pace.patience);
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        m_asking = false;
        takeState(*reply);
        schedule();
    });
}

void Attachment::takeState(QNetworkReply &reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const std::string body = reply.isOpen() ? reply.readAll().toStdString() : std::string();
    if (status == 0 || reply.error() == QNetworkReply::OperationCanceledError)
        return lose(
            Phase::Lost,
            "The running Cachescope at " + m_address + " does not answer: " + reply.errorString().toStdString()
                + ".");
    const auto answer = readAdminAnswer(m_address, status, body);
    if (!answer)
        return lose(Phase::Lost, answer.error().message);
    if (answer->status == 404)
        return lose(
            Phase::OtherVersion,
            "The running Cachescope is older than this window and cannot be shown by it; restart it with this "
            "version.");
    if (answer->json.empty())
        return lose(Phase::Lost, "The running Cachescope refuses this window: " + answer->detail + ".");
    auto read = m_reader.read(answer->json);
    if (!read)
        return lose(
            read.error().code == ErrorCode::TooNew ? Phase::OtherVersion : Phase::Lost, read.error().message);
    m_state = std::move(read->state);
    if (m_phase != Phase::Attached) {
        m_phase = Phase::Attached;
        m_problem.clear();
        m_directoryFree = false;
        Q_EMIT phaseChanged();
    }
    if (!read->changed.empty())
        Q_EMIT stateChanged(read->changed);
    if (std::exchange(m_tellCalls, false))
        Q_EMIT callsEnded();
    if (m_events == nullptr)
        openEvents();
}

/** The stream of calls that end. What it says is in the log, too: only that it speaks is of interest. */
void Attachment::openEvents()
{
    m_events = send({ false, "events", {}, {}, {} }, std::chrono::milliseconds(0));
    QNetworkReply *stream = m_events;
    connect(stream, &QNetworkReply::readyRead, this, [this, stream] {
        if (stream->readAll().contains("event:"))
            wakeUp();
    });
    connect(stream, &QNetworkReply::finished, this, [this] {
        m_events = nullptr;
        if (m_phase == Phase::Attached)
            refresh(); // Most likely it has ended: the state tells.
    });
}

/** Calls have ended: the state is wanted soon, but not more often than the pace allows. */
void Attachment::wakeUp()
{
    m_callsEnded = true;
    if (m_asking)
        return;
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    const auto passed = duration_cast<milliseconds>(std::chrono::steady_clock::now() - m_askedAt);
    const auto wait = std::max(milliseconds(0), m_pace.busy - passed);
    if (!m_timer.isActive() || m_timer.remainingTimeAsDuration() > wait)
        m_timer.start(wait);
}

void Attachment::lose(Phase phase, const std::string &problem)
{
    const bool isFree = !storage::DirectoryLock::holder(m_directory).has_value();
    const bool news = m_phase != phase || m_problem != problem || m_directoryFree != isFree;
    // Until something has answered for the first time the window is still to open.
    const Phase before = m_phase;
    m_phase = before == Phase::Connecting && phase == Phase::Lost ? before : phase;
    m_problem = problem;
    m_directoryFree = isFree;
    m_state.live.clear();
    m_state.openCalls = 0;
    if (m_events != nullptr)
        m_events->abort();
    if (news)
        Q_EMIT phaseChanged();
}

void Attachment::schedule()
{
    if (std::exchange(m_askAgain, false) && m_phase == Phase::Attached)
        return m_timer.start(0);
    if (m_phase != Phase::Attached)
        return m_timer.start(m_phase == Phase::Connecting ? std::min(m_pace.retry, m_pace.busy) : m_pace.retry);
    const bool busy = m_callsEnded || m_state.openCalls > 0;
    m_timer.start(busy ? m_pace.busy : m_pace.idle);
}

} // namespace cachescope::engine

#include "moc_attachment.cpp"
