// SPDX-License-Identifier: MIT
#include "ui/prompt/recovery.h"

#include "ui/format/format.h"
#include "ui/prompt/prompt_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QThreadPool>
#include <QUuid>

namespace cachescope::ui {

namespace {

const auto textEnding = QLatin1String(".text");
const auto factsEnding = QLatin1String(".json");

QByteArray factsOf(const PromptSession::Origin &origin)
{
    QJsonObject facts;
    facts.insert(QStringLiteral("path"), origin.path);
    facts.insert(QStringLiteral("title"), origin.title);
    facts.insert(QStringLiteral("call"), static_cast<qint64>(origin.callId));
    facts.insert(QStringLiteral("upstream"), format::text(origin.upstream));
    facts.insert(QStringLiteral("target"), format::text(origin.target));
    return QJsonDocument(facts).toJson();
}

base::Result<> writePrivately(const QString &path, const std::string &bytes)
{
    auto written = writePromptBytes(path, bytes);
    if (written)
        QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return written;
}

} // namespace

Recovery::Recovery(QString folder, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
{ }

std::vector<RecoveredPrompt> Recovery::found() const
{
    std::vector<RecoveredPrompt> prompts;
    if (m_folder.isEmpty())
        return prompts;
    const QDir folder(m_folder);
    for (const QFileInfo &file :
         folder.entryInfoList({ QStringLiteral("*.text") }, QDir::Files, QDir::Time | QDir::Reversed)) {
        RecoveredPrompt prompt;
        prompt.copy = folder.filePath(file.completeBaseName());
        auto bytes = readPromptBytes(file.filePath());
        QFile facts(prompt.copy + factsEnding);
        if (!bytes || !facts.open(QIODevice::ReadOnly))
            continue;
        const QJsonObject object = QJsonDocument::fromJson(facts.readAll()).object();
        prompt.bytes = std::move(*bytes);
        prompt.origin.path = object.value(QStringLiteral("path")).toString();
        prompt.origin.title = object.value(QStringLiteral("title")).toString();
        prompt.origin.callId = object.value(QStringLiteral("call")).toInteger();
        prompt.origin.upstream = format::utf8(object.value(QStringLiteral("upstream")).toString());
        prompt.origin.target = format::utf8(object.value(QStringLiteral("target")).toString());
        prompts.push_back(std::move(prompt));
    }
    return prompts;
}

Recovery::Watched *Recovery::find(const PromptSession &session)
{
    const auto found = std::find_if(
        m_watched.begin(), m_watched.end(), [&](const Watched &watched) { return watched.session == &session; });
    return found == m_watched.end() ? nullptr : &*found;
}

void Recovery::watch(PromptSession &session, const QString &copy)
{
    if (m_folder.isEmpty())
        return;
    auto *timer = new QTimer(this);
    timer->setSingleShot(true);
    timer->setInterval(delayMs);
    const QString name
        = copy.isEmpty() ? m_folder + u'/' + QUuid::createUuid().toString(QUuid::WithoutBraces) : copy;
    m_watched.push_back({ &session, name, timer });
    connect(timer, &QTimer::timeout, this, [this, &session] { writeNow(session); });
    connect(&session.document(), &PromptDocument::versionChanged, this, [this, &session] { onChange(session); });
    connect(&session, &PromptSession::stateChanged, this, [this, &session] { onChange(session); });
    connect(&session, &QObject::destroyed, this, [this, gone = &session] {
        std::erase_if(m_watched, [gone](const Watched &watched) {
            if (watched.session == gone)
                watched.timer->deleteLater();
            return watched.session == gone;
        });
    });
}

void Recovery::onChange(PromptSession &session)
{
    Watched *watched = find(session);
    if (!watched)
        return;
    if (session.isModified()) {
        // Not restarted: who types without a pause is covered, too.
        if (!watched->timer->isActive())
            watched->timer->start();
    } else {
        watched->timer->stop();
        remove(watched->copy);
    }
}

void Recovery::writeNow(PromptSession &session)
{
    Watched *watched = find(session);
    if (!watched || !session.isModified())
        return;
    watched->timer->stop();
    const QPointer<Recovery> self(this);
    QThreadPool::globalInstance()->start(
        [self, folder = m_folder, copy = watched->copy, snapshot = session.document().snapshot(),
         facts = factsOf(session.origin()), session = QPointer<PromptSession>(&session)] {
            QDir().mkpath(folder);
            QFile::setPermissions(folder, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
            auto result = writePrivately(copy + factsEnding, facts.toStdString());
            if (result)
                result = writePrivately(copy + textEnding, snapshot.fileBytes());
            QMetaObject::invokeMethod(qApp, [self, result, session, copy] {
                if (!self)
                    return;
                // Saved or closed while it was being written: the copy is not wanted any more.
                const Watched *still = session ? self->find(*session) : nullptr;
                if (!still || !session->isModified())
                    self->remove(copy);
                if (!result && !std::exchange(self->m_told, true))
                    Q_EMIT self->failed(
                        tr("No recovery copy could be written: %1").arg(format::text(result.error().message)));
                Q_EMIT self->written();
            });
        });
}

void Recovery::flush()
{
    for (const Watched &watched : m_watched) {
        if (!watched.session->isModified())
            continue;
        QDir().mkpath(m_folder);
        // Nobody is left to tell; what the last copy held is still there.
        if (writePrivately(watched.copy + factsEnding, factsOf(watched.session->origin()).toStdString()))
            (void)writePrivately(watched.copy + textEnding, watched.session->document().fileBytes());
    }
}

void Recovery::forget(PromptSession &session)
{
    if (Watched *watched = find(session)) {
        watched->timer->stop();
        remove(watched->copy);
        std::erase_if(m_watched, [&](const Watched &other) { return other.session == &session; });
    }
}

void Recovery::remove(const QString &copy)
{
    QFile::remove(copy + textEnding);
    QFile::remove(copy + factsEnding);
}

} // namespace cachescope::ui

#include "moc_recovery.cpp"
