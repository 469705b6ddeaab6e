// SPDX-License-Identifier: MIT
#include "engine/alert_teller.h"

#include "insight/alert_text.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QProcess>
#include <QThread>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <deque>
#include <mutex>

namespace cachescope::engine {

namespace {

constexpr std::size_t mostPending = 100;

/** One message by one way. */
struct Message
{
    unsigned way = insight::AlertTell::webhook;
    insight::AlertNotice notice;
    int tries = 0;
};

/** Qt's own words name the address, which is a secret. */
QString networkProblem(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return QStringLiteral("its host was not found");
    case QNetworkReply::ConnectionRefusedError:
        return QStringLiteral("the connection was refused");
    case QNetworkReply::SslHandshakeFailedError:
        return QStringLiteral("the TLS handshake failed");
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        return QStringLiteral("it did not answer in time");
    default:
        return QStringLiteral("the connection failed (%1)").arg(static_cast<int>(error));
    }
}

bool isWorthAnotherTry(int status)
{
    return status == 0 || status == 408 || status == 429 || status >= 500;
}

} // namespace

/** What both threads look at. */
struct AlertTeller::Shared
{
    std::mutex mutex;
    AlertDelivery delivery;
};

/** The thread's half. */
class AlertTeller::Worker final : public QObject
{
public:
    Worker(AlertTeller &teller, std::shared_ptr<Shared> shared, Pace pace)
        : m_teller(teller)
        , m_shared(std::move(shared))
        , m_pace(pace)
        , m_again(this)
    {
        m_again.setSingleShot(true);
        connect(&m_again, &QTimer::timeout, this, [this] { sendNext(); });
    }

    void setChannels(AlertChannels channels) { m_channels = std::move(channels); }

    void add(Message message)
    {
        const bool webhook = message.way == insight::AlertTell::webhook;
        if (webhook ? m_channels.webhook.empty() : m_channels.command.empty())
            return;
        if (m_queue.size() >= mostPending) {
            finish(message, QStringLiteral("%1 messages wait already").arg(m_queue.size()));
            return;
        }
        m_queue.push_back(std::move(message));
        count();
        if (!m_busy && !m_again.isActive())
            sendNext();
    }

private:
    void sendNext()
    {
        if (m_queue.empty() || m_busy)
            return;
        m_busy = true;
        ++m_queue.front().tries;
        if (m_queue.front().way == insight::AlertTell::webhook)
            post();
        else
            run();
    }

    void post()
    {
        if (!m_network)
            m_network = new QNetworkAccessManager(this);
        const std::string_view address = m_channels.webhook.reveal();
        if (address.empty())
            return done(QStringLiteral("The webhook was taken out of the settings."), false, {});
        QNetworkRequest request(
            QUrl::fromEncoded(QByteArray(address.data(), static_cast<qsizetype>(address.size()))));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        request.setTransferTimeout(static_cast<int>(m_pace.answerTimeout.count()));
        const std::string body = insight::slackMessage(m_queue.front().notice, m_channels.currency);
        QNetworkReply *reply = m_network->post(request, QByteArray::fromStdString(body));
        connect(reply, &QNetworkReply::finished, this, [this, reply] {
            reply->deleteLater();
            answered(*reply);
        });
    }

    void answered(const QNetworkReply &reply)
    {
        const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status >= 200 && status < 300)
            return done({}, false, {});
        QString problem;
        if (status == 0)
            problem = QStringLiteral("The webhook was not reached: %1.").arg(networkProblem(reply.error()));
        else if (status < 400)
            problem
                = QStringLiteral("The webhook answered with a redirect (%1), which is not followed.").arg(status);
        else
            problem = QStringLiteral("The webhook answered %1.").arg(status);
        const int wait = reply.rawHeader("Retry-After").toInt();
        done(problem, isWorthAnotherTry(status), std::chrono::seconds(std::max(0, wait)));
    }

    void run()
    {
        auto *process = new QProcess(this);
        auto *limit = new QTimer(process);
        limit->setSingleShot(true);
        connect(limit, &QTimer::timeout, process, [process] { process->kill(); });
        const auto ended = [this, process](const QString &problem) {
            process->disconnect(this);
            process->deleteLater();
            done(problem, false, {});
        };
        connect(process, &QProcess::errorOccurred, this, [ended](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                ended(QStringLiteral("The alert command could not be started."));
        });
        connect(process, &QProcess::finished, this, [ended, limit](int code, QProcess::ExitStatus status) {
            if (status != QProcess::NormalExit)
                ended(
                    limit->isActive() ? QStringLiteral("The alert command crashed.")
                                      : QStringLiteral("The alert command took too long and was ended."));
            else
                ended(code == 0 ? QString() : QStringLiteral("The alert command ended with code %1.").arg(code));
        });
        process->setStandardOutputFile(QProcess::nullDevice());
        process->setStandardErrorFile(QProcess::nullDevice());
        QStringList arguments;
        for (std::size_t i = 1; i < m_channels.command.size(); ++i)
            arguments.append(QString::fromStdString(m_channels.command[i]));
        if (m_channels.command.empty())
            return ended(QStringLiteral("The alert command was taken out of the settings."));
        limit->start(m_pace.commandTimeout);
        process->start(QString::fromStdString(m_channels.command.front()), arguments);
        const std::string line = insight::alertNoticeJson(m_queue.front().notice, m_channels.currency) + '\n';
        process->write(QByteArray::fromStdString(line));
        process->closeWriteChannel();
    }

    /** The first message was tried: `problem` empty means it arrived. */
    void done(const QString &problem, bool tryAgain, std::chrono::milliseconds wanted)
    {
        m_busy = false;
        const Message &first = m_queue.front();
        if (!problem.isEmpty() && tryAgain && first.tries < m_pace.tries) {
            note(problem);
            const auto pause = m_pace.firstPause * (std::int64_t{ 1 } << std::min(first.tries - 1, 20));
            m_again.start(std::min(std::max(pause, wanted), m_pace.longestPause));
            return;
        }
        const Message told = first;
        m_queue.pop_front();
        finish(told, problem);
        if (!m_queue.empty())
            m_again.start(0);
    }

    void finish(const Message &message, const QString &problem)
    {
        {
            const std::lock_guard lock(m_shared->mutex);
            ++(problem.isEmpty() ? m_shared->delivery.delivered : m_shared->delivery.failed);
        }
        note(problem);
        Q_EMIT m_teller.told(
            static_cast<int>(message.way), QString::fromStdString(message.notice.rule.name), problem);
    }

    void note(const QString &problem)
    {
        {
            const std::lock_guard lock(m_shared->mutex);
            m_shared->delivery.problem = problem.toStdString();
        }
        count();
    }

    void count()
    {
        {
            const std::lock_guard lock(m_shared->mutex);
            m_shared->delivery.pending = static_cast<int>(m_queue.size());
        }
        Q_EMIT m_teller.deliveryChanged();
    }

    AlertTeller &m_teller;
    std::shared_ptr<Shared> m_shared;
    Pace m_pace;
    AlertChannels m_channels;
    QNetworkAccessManager *m_network = nullptr; ///< Made on this thread when first needed.
    std::deque<Message> m_queue;
    QTimer m_again;
    bool m_busy = false;
};

AlertTeller::AlertTeller()
    : AlertTeller(Pace())
{ }

AlertTeller::AlertTeller(Pace pace)
    : m_shared(std::make_shared<Shared>())
    , m_thread(std::make_unique<QThread>())
    , m_worker(new Worker(*this, m_shared, pace))
{
    m_worker->moveToThread(m_thread.get());
    connect(m_thread.get(), &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread->setObjectName(QStringLiteral("alert teller"));
    m_thread->start();
}

AlertTeller::~AlertTeller()
{
    m_thread->quit();
    m_thread->wait();
}

void AlertTeller::setChannels(AlertChannels channels)
{
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, channels = std::move(channels)] { worker->setChannels(channels); });
}

void AlertTeller::tell(const insight::AlertNotice &notice, unsigned ways)
{
    for (const unsigned way : { insight::AlertTell::webhook, insight::AlertTell::command }) {
        if (ways & way)
            QMetaObject::invokeMethod(
                m_worker, [worker = m_worker, message = Message{ way, notice, 0 }] { worker->add(message); });
    }
}

AlertDelivery AlertTeller::delivery() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->delivery;
}

} // namespace cachescope::engine

#include "moc_alert_teller.cpp"
