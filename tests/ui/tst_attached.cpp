// SPDX-License-Identifier: MIT
// A window on a `cachescope serve` that runs as a process of its own, as users start it.
#include "support/served.h"

#include "engine/attachment.h"
#include "engine/data_directory.h"
#include "storage/directory_lock.h"
#include "ui/cache/cache_page.h"
#include "ui/cache/entry_model.h"
#include "ui/cache/entry_table.h"
#include "ui/requests/call_model.h"
#include "ui/requests/requests_page.h"
#include "ui/shell/attached_backend.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QSettings>
#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

#include <fcntl.h>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;
using namespace std::chrono_literals;
using engine::Attachment;
using Kind = engine::ProxyState::Kind;
using Phase = AttachmentFacts::Phase;

namespace {

constexpr Attachment::Pace quick{ 100ms, 20ms, 50ms, 10'000ms, 20'000ms };

/** A window attached to it, in this process. */
struct Attached
{
    explicit Attached(const Served &served)
        : attachment(served.directory().toStdString(), quick)
        , session(served.home.filePath(QStringLiteral("window.ini")), QSettings::IniFormat)
    {
        const auto reached = attachment.waitUntilDecided(20s);
        QVERIFY2(reached, reached ? "" : reached.error().message.c_str());
        backend = std::make_unique<AttachedBackend>(attachment, [this]() -> base::Result<> {
            ++takenOver;
            return {};
        });
        window = std::make_unique<MainWindow>(*backend, session, base::SystemClock::instance());
        window->resize(1280, 820);
        window->show();
    }
    Phase phase() const { return backend->attachment()->phase; }
    CallModel &calls() const { return static_cast<RequestsPage *>(window->page(PageId::Requests))->model(); }
    CachePage &cachePage() const { return *static_cast<CachePage *>(window->page(PageId::Cache)); }

    Attachment attachment;
    QSettings session;
    std::unique_ptr<AttachedBackend> backend;
    std::unique_ptr<MainWindow> window;
    int takenOver = 0;
};

/** What a stand-in for another version answers to everything. */
struct OtherVersion
{
    QTemporaryDir directory;
    QTcpServer server;

    explicit OtherVersion(const QByteArray &answer)
    {
        server.listen(QHostAddress::LocalHost);
        QObject::connect(&server, &QTcpServer::newConnection, &server, [this, answer] {
            QTcpSocket *peer = server.nextPendingConnection();
            QObject::connect(peer, &QTcpSocket::readyRead, peer, [peer, answer] {
                if (peer->readAll().contains("\r\n\r\n"))
                    peer->write(answer);
            });
        });
        const std::string path = directory.path().toStdString();
        QVERIFY(engine::writePrivateFile(
            engine::addressFile(path), "127.0.0.1:" + std::to_string(server.serverPort()) + "\n"));
        QVERIFY(engine::writePrivateFile(path + "/admin-token", "token\n"));
    }
    static QByteArray json(int status, const QByteArray &body)
    {
        return "HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Type: application/json\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }
    /** `longest` is waited for an answer that never attaches. */
    base::Error refusal(std::chrono::milliseconds longest) const
    {
        Attachment attachment(directory.path().toStdString(), quick);
        const auto reached = attachment.waitUntilDecided(longest);
        return reached ? base::Error{} : reached.error();
    }
};

bool mentions(const std::vector<std::string> &sentences, const char *words)
{
    return std::any_of(sentences.begin(), sentences.end(), [words](const std::string &sentence) {
        return sentence.find(words) != std::string::npos;
    });
}

} // namespace

class AttachedWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::install(Theme::Preference::Light); }

    void callsArriveAsTheyEnd()
    {
        Served served;
        Attached window(served);
        const auto facts = window.backend->attachment();
        QCOMPARE(facts->phase, Phase::Attached);
        QCOMPARE(facts->process, served.process->processId());
        QVERIFY(!facts->toWindow);
        QVERIFY(window.window->statusText().startsWith(
            QStringLiteral("attached to serve, process %1").arg(served.process->processId())));
        QCOMPARE(
            QByteArray("http://" + QByteArray::fromStdString(window.backend->proxyState().address)), served.url);
        window.window->openPage(PageId::Requests);
        served.call(QStringLiteral("one"));
        QTRY_COMPARE_WITH_TIMEOUT(window.calls().rowCount(), 1, patienceMs);
        served.call(QStringLiteral("two"));
        served.call(QStringLiteral("one"));
        QTRY_COMPARE_WITH_TIMEOUT(window.calls().rowCount(), 3, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(window.backend->upstreamHealth().contains("openai"), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(window.backend->cacheStatus().memoryEntries == 2, patienceMs);
    }

    void nothingIsHeldButTheLogForReading()
    {
        Served served;
        Attached window(served);
        served.call(QStringLiteral("one"));
        window.window->openPage(PageId::Requests);
        QTRY_COMPARE_WITH_TIMEOUT(window.calls().rowCount(), 1, patienceMs);
        const QString database = QString::fromStdString(window.backend->databasePath());
        int opened = 0;
        for (const QFileInfo &one :
             QDir(QStringLiteral("/proc/self/fd")).entryInfoList(QDir::Files | QDir::System)) {
            QVERIFY(!one.symLinkTarget().endsWith(QStringLiteral("/lock")));
            if (one.symLinkTarget() != database)
                continue;
            ++opened;
            // A connection that cannot write the file cannot checkpoint into it either.
            QCOMPARE(::fcntl(one.fileName().toInt(), F_GETFL) & O_ACCMODE, O_RDONLY);
        }
        QVERIFY(opened > 0);
    }

    void entriesAreInvalidatedByTheServe()
    {
        Served served;
        Attached window(served);
        served.call(QStringLiteral("one"));
        QVERIFY(served.cacheStatusOf(QStringLiteral("one")).contains("; hit"));
        window.window->openPage(PageId::Cache);
        CachePage &page = window.cachePage();
        QTRY_VERIFY_WITH_TIMEOUT(page.model().rowCount() == 1 && page.model().row(0) != nullptr, patienceMs);
        QVERIFY(QTest::qWaitForWindowActive(window.window.get(), patienceMs));
        page.table().selectionModel()->setCurrentIndex(
            page.model().index(0, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        page.table().setFocus();
        QTest::keyClick(&page.table(), Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(page.model().index(0, 0).data(EntryModel::StaleRole).toBool(), patienceMs);
        const auto calls = served.provider->callCount();
        QVERIFY(served.cacheStatusOf(QStringLiteral("one")).contains("fwd=stale"));
        QCOMPARE(served.provider->callCount(), calls + 1);
        const auto past = window.backend->invalidator()->history(5);
        QVERIFY(past);
        QCOMPARE(past->size(), std::size_t{ 1 });
        QCOMPARE(past->front().origin, std::string("window"));
    }

    void entriesAreAskedAndChangedAsInTheOwnProcess()
    {
        Served served;
        Attached window(served);
        served.call(QStringLiteral("one"));
        served.call(QStringLiteral("two"));
        cache::EntryControl &entries = *window.backend->invalidator();
        cache::EntryIds ids;
        const auto read = [&] {
            auto found = entries.entryIds({}, cache::EntrySort::Newest, cache::SortOrder::Descending);
            ids = found ? *std::move(found) : cache::EntryIds();
            return ids.ids.size();
        };
        QTRY_COMPARE_WITH_TIMEOUT(read(), std::size_t{ 2 }, patienceMs);
        const auto rows = entries.entryRows(ids.ids);
        QVERIFY(rows);
        const std::string key = base::toHex(rows->front().canonical);
        const auto shown = entries.entry(key);
        QVERIFY(shown);
        QVERIFY(!shown->entry.body.empty());
        QVERIFY(entries.setPinned(key, true));
        cache::Selector all;
        all.all = true;
        const auto effect = entries.preview(all, cache::InvalidateAction::Remove);
        QVERIFY(effect);
        QCOMPARE(effect->entries, std::int64_t{ 1 });
        QCOMPARE(effect->pinnedKept, std::int64_t{ 1 });
        QCOMPARE(effect->allEntries, std::int64_t{ 2 });
        QCOMPARE(effect->versions.size(), std::size_t{ 1 });
        cache::Selector filtered;
        filtered.filter = "model:gpt-5-mini";
        const auto done = entries.apply(filtered, cache::InvalidateAction::Remove, "window");
        QVERIFY2(done, done ? "" : done.error().message.c_str());
        QCOMPARE(done->effect.entries, std::int64_t{ 1 });
        QVERIFY(done->undoUntil > done->at);
        using Undone = cache::UndoResult::Kind;
        const auto undone = entries.undo(done->id);
        QVERIFY(undone);
        QCOMPARE(undone->kind, Undone::Done);
        QCOMPARE(undone->restored, std::int64_t{ 1 });
        QCOMPARE(entries.undo(done->id)->kind, Undone::AlreadyUndone);
        QCOMPARE(entries.undo("01JQZ0000000000000000000ZZ")->kind, Undone::Unknown);
        QCOMPARE(entries.preview({}, cache::InvalidateAction::Stale).error().code, base::ErrorCode::InvalidInput);
        QCOMPARE(entries.setPinned("00000000", true).error().code, base::ErrorCode::NotFound);
    }

    void controlsReachTheServe()
    {
        Served served;
        Attached window(served);
        window.backend->setMode(proxy::ProxyServer::Mode::Paused);
        QCOMPARE(window.backend->proxyState().kind, Kind::Paused); // At once, before the answer.
        QTRY_COMPARE_WITH_TIMEOUT(window.attachment.state().proxy.kind, Kind::Paused, patienceMs);
        QCOMPARE(served.statusOf(QStringLiteral("one")), 503);
        window.backend->setMode(proxy::ProxyServer::Mode::On);
        QTRY_COMPARE_WITH_TIMEOUT(window.attachment.state().proxy.kind, Kind::On, patienceMs);
        QCOMPARE(served.statusOf(QStringLiteral("one")), 200);
        QTRY_COMPARE_WITH_TIMEOUT(window.backend->proxyState().kind, Kind::On, patienceMs);

        window.window->openPage(PageId::Requests);
        QTRY_COMPARE_WITH_TIMEOUT(window.calls().rowCount(), 2, patienceMs);
        const auto source = *openLogSource(window.backend->databasePath());
        const std::int64_t newest = *source->newestId();
        window.backend->setPinned(newest, true);
        window.backend->setNote(newest, "worth keeping");
        QTRY_VERIFY_WITH_TIMEOUT(source->rows({ newest })->front().pinned, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(source->rows({ newest })->front().note, std::string("worth keeping"), patienceMs);

        const std::string token = window.backend->adminToken();
        QVERIFY(window.backend->renewAdminToken());
        QTRY_VERIFY_WITH_TIMEOUT(window.backend->adminToken() != token, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(window.attachment.token(), window.backend->adminToken(), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(window.phase(), Phase::Attached, patienceMs);

        insight::AlertRule rule = insight::suggestedAlertRules().front();
        QSignalSpy noticed(window.backend.get(), &Backend::alertNoticed);
        window.backend->sendTestAlert(rule);
        QTRY_COMPARE_WITH_TIMEOUT(noticed.count(), 1, patienceMs);
        QCOMPARE(noticed.front().front().value<insight::AlertNotice>().rule.name, rule.name);
        QVERIFY(window.backend->notices().empty());
    }

    void settingsAreThoseOfTheServe()
    {
        Served served;
        Attached window(served);
        QSignalSpy changed(window.backend.get(), &Backend::configurationChanged);
        QVERIFY(window.backend->changeSetting("cache.ttl_s", "120"));
        QCOMPARE(window.backend->configuration().cache.ttl.count(), 120);
        QCOMPARE(changed.count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(served.configuration().contains("120"), patienceMs);
        // The state says so, too: who attaches now reads the same.
        QTRY_VERIFY_WITH_TIMEOUT(!window.attachment.state().configured.digest.empty(), patienceMs);
        QCOMPARE(window.backend->configuration().cache.ttl.count(), 120);
        QVERIFY(window.backend->notices().empty());

        const auto wrong = window.backend->changeSetting("cache.ttl_s", "\"long\"");
        QVERIFY(!wrong);
        QCOMPARE(window.backend->configuration().cache.ttl.count(), 120);

        // Right in itself, and refused by the one who has to do it.
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        QVERIFY(window.backend->changeSetting("listen.port", std::to_string(taken.serverPort())));
        QTRY_VERIFY_WITH_TIMEOUT(mentions(window.backend->notices(), "listen.port was not changed"), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(window.backend->configuration().listen.port, std::uint16_t{ 0 }, patienceMs);
        QCOMPARE(served.statusOf(QStringLiteral("still here")), 200);

        // Changed behind its back: said, not guessed.
        QFile file(served.configFile());
        QVERIFY(file.open(QIODevice::Append));
        file.write("\n// by hand\n");
        file.close();
        Attached second(served);
        QVERIFY(mentions(second.backend->notices(), "was changed after"));
    }

    void theProxyMayMoveToAnotherPort()
    {
        Served served;
        Attached window(served);
        const std::string before = window.backend->proxyState().address;
        quint16 port = 0;
        {
            QTcpServer probe;
            QVERIFY(probe.listen(QHostAddress::LocalHost));
            port = probe.serverPort();
        }
        QVERIFY(window.backend->changeSetting("listen.port", std::to_string(port)));
        const std::string wanted = "127.0.0.1:" + std::to_string(port);
        QTRY_COMPARE_WITH_TIMEOUT(window.attachment.state().proxy.address, wanted, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(window.phase(), Phase::Attached, patienceMs);
        QVERIFY(before != wanted);
        QCOMPARE(window.backend->configuration().listen.port, port);
        served.url = "http://" + QByteArray::fromStdString(wanted);
        window.window->openPage(PageId::Requests);
        QCOMPARE(served.statusOf(QStringLiteral("one")), 200);
        QTRY_COMPARE_WITH_TIMEOUT(window.calls().rowCount(), 1, patienceMs);
    }

    void theServeMayDieAndComeBack()
    {
        Served served;
        Attached window(served);
        window.window->openPage(PageId::Requests);
        served.call(QStringLiteral("one"));
        QTRY_COMPARE_WITH_TIMEOUT(window.calls().rowCount(), 1, patienceMs);
        const auto first = served.process->processId();
        served.kill();
        QTRY_COMPARE_WITH_TIMEOUT(window.phase(), Phase::Lost, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(window.backend->attachment()->directoryFree, patienceMs);
        QCOMPARE(window.backend->proxyState().kind, Kind::Stopped);
        QVERIFY(window.backend->upstreamHealth().empty());
        QVERIFY2(
            window.window->statusText().startsWith(QStringLiteral("serve has ended; reconnecting")),
            qPrintable(window.window->statusText()));
        const auto refused = window.backend->changeSetting("cache.ttl_s", "120");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, base::ErrorCode::Unavailable);
        QCOMPARE(window.backend->configuration().cache.ttl.count(), 24 * 3600);
        // The log is still there to be read.
        QCOMPARE(*(*openLogSource(window.backend->databasePath()))->newestId(), 1);
        served.start();
        QTRY_COMPARE_WITH_TIMEOUT(window.phase(), Phase::Attached, patienceMs);
        QVERIFY(window.backend->attachment()->process != first);
        served.call(QStringLiteral("two"));
        QTRY_COMPARE_WITH_TIMEOUT(window.calls().rowCount(), 2, patienceMs);
        QVERIFY(window.backend->changeSetting("cache.ttl_s", "120"));
    }

    void aServeThatEndsInPeaceIsNotHeldUp()
    {
        Served served;
        Attached window(served);
        served.process->terminate();
        QTRY_COMPARE_WITH_TIMEOUT(served.process->state(), QProcess::NotRunning, patienceMs);
        QCOMPARE(served.process->exitCode(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(window.phase(), Phase::Lost, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(window.backend->attachment()->directoryFree, patienceMs);
        // Whoever wants the proxy here can have it.
        QVERIFY(window.backend->runProxyHere());
        QCOMPARE(window.takenOver, 1);
    }

    void closingTheWindowLeavesTheServe()
    {
        Served served;
        {
            Attached window(served);
            QSignalSpy finished(window.window.get(), &MainWindow::finished);
            window.window->close();
            QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patienceMs);
        }
        QCOMPARE(served.statusOf(QStringLiteral("one")), 200);
    }

    /** The program itself, as it is started from a menu, twice. */
    void aSecondStartComesToTheAttachedWindow()
    {
        Served served;
        const auto first = served.launch(served.arguments({}));
        QVERIFY(first->waitForStarted());
        const QString socket = QDir(served.directory()).filePath(QStringLiteral("window.socket"));
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(socket), patienceMs);
        const auto second
            = served.launch(served.arguments({}) << QStringLiteral("--show") << QStringLiteral("requests"));
        QVERIFY(second->waitForFinished(patienceMs));
        QCOMPARE(second->exitCode(), 0);
        QCOMPARE(first->state(), QProcess::Running);
        first->terminate();
        QVERIFY(first->waitForFinished(patienceMs));
        QCOMPARE(first->exitCode(), 0);
        QCOMPARE(served.process->state(), QProcess::Running);
        QCOMPARE(served.statusOf(QStringLiteral("one")), 200);
    }

    void otherVersionsAreNamed()
    {
        const OtherVersion older(OtherVersion::json(404, R"({"status":404,"code":"not_found","detail":"no"})"));
        QCOMPARE(older.refusal(20s).code, base::ErrorCode::TooNew);
        QVERIFY(older.refusal(20s).message.find("older than this window") != std::string::npos);
        const OtherVersion newer(
            OtherVersion::json(200, R"({"format":99,"schema":8,"version":"7.3","process":1})"));
        QCOMPARE(newer.refusal(20s).code, base::ErrorCode::TooNew);
        QVERIFY(newer.refusal(20s).message.find("7.3") != std::string::npos);
        const OtherVersion nonsense(OtherVersion::json(200, R"({"format":1,"schema":"x"})"));
        QCOMPARE(nonsense.refusal(500ms).code, base::ErrorCode::Unavailable);
        const OtherVersion stranger(OtherVersion::json(200, "hello"));
        QCOMPARE(stranger.refusal(500ms).code, base::ErrorCode::Unavailable);
    }
};

QTEST_MAIN(AttachedWindowTest)
#include "tst_attached.moc"
