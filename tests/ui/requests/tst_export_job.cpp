// SPDX-License-Identifier: MIT
#include "page_fixture.h"

#include "ui/requests/export_job.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;
using requestlog::ExportFormat;

/** What "Export" on Requests leaves on the disk. */
class TestExportJob : public QObject
{
    Q_OBJECT

private:
    static constexpr int calls = 40;
    /** In text that people paste into prompts and in heads that a careless caller of the log wrote. */
    static inline const QByteArrayList secrets{ "sk-ant-api03-Zq81mXw03abcdefghijklmnopqrstuvwxyz0123456789-AA",
                                                "sk-proj-4Zq81mXw03abcdefghijklmnopqrstuvwx",
                                                "AIzaSyA4Zq81mXw03abcdefghijklmnopqrstuv",
                                                "ghp_4Zq81mXw03abcdefghijklmnopqrstuvwxyz" };
    PageWorld m_world;
    QTemporaryDir m_directory;

    ExportJob::Request request(ExportFormat format, const char *filter = "")
    {
        return { m_directory.filePath(QStringLiteral("calls.") + ExportJob::suffix(format)),
                 format,
                 { 0, m_world.backend.log.clock().wall() + 1 },
                 requestlog::Filter::parse(filter).value() };
    }
    QByteArray exported(const ExportJob::Request &request, qint64 expected)
    {
        ExportJob job(m_world.backend.logOpener());
        QSignalSpy finished(&job, &ExportJob::finished);
        QSignalSpy failed(&job, &ExportJob::failed);
        job.start(request);
        if (!QTest::qWaitFor([&] { return finished.count() + failed.count() > 0; }, 20'000) || finished.isEmpty())
            return {};
        QFile file(request.path);
        if (finished.front().front().toLongLong() != expected || !file.open(QIODevice::ReadOnly))
            return {};
        return file.readAll();
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto &log = m_world.backend.log;
        for (int i = 0; i < calls; ++i) {
            auto record = agentCall(log, i, calls - i);
            const std::string secret = secrets[i % secrets.size()].toStdString();
            record.end.requestHead += "x-api-key: " + secret + "\nCookie: session=" + secret + "\n";
            record.end.responseHead += "Set-Cookie: token=" + secret + "\n";
            record.end.requestBody
                = "{\"messages\":[{\"role\":\"user\",\"content\":\"my key is " + secret + ", is it safe?\"}]}";
            record.end.responseBody = "Authorization: Bearer " + secret;
            log.write(record);
        }
        log.drain();
    }

    void everyFormatHasEveryCallAndNoSecret_data()
    {
        QTest::addColumn<int>("format");
        QTest::newRow("JSON Lines") << int(ExportFormat::JsonLines);
        QTest::newRow("CSV") << int(ExportFormat::Csv);
        QTest::newRow("HAR") << int(ExportFormat::Har);
    }
    void everyFormatHasEveryCallAndNoSecret()
    {
        QFETCH(int, format);
        const auto asked = request(ExportFormat(format));
        const QByteArray content = exported(asked, calls);
        QVERIFY(content.size() > calls * 100);
        for (const QByteArray &secret : secrets)
            QVERIFY2(!content.contains(secret), secret.constData());
        QCOMPARE(QFileInfo(asked.path).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        if (ExportFormat(format) == ExportFormat::Har) {
            const auto har = QJsonDocument::fromJson(content).object().value(QLatin1String("log")).toObject();
            QCOMPARE(har.value(QLatin1String("entries")).toArray().size(), calls);
        } else {
            const int heads = ExportFormat(format) == ExportFormat::Csv ? 1 : 0;
            QCOMPARE(content.count('\n'), calls + heads);
        }
    }

    void theFilterHolds()
    {
        const auto errors = request(ExportFormat::JsonLines, "cache:error");
        const QByteArray content = exported(errors, 2);
        QCOMPARE(content.count('\n'), 2);
    }

    void aPlaceThatCannotBeWrittenIsSaid()
    {
        auto asked = request(ExportFormat::Csv);
        asked.path = m_directory.filePath(QStringLiteral("missing/folder/calls.csv"));
        ExportJob job(m_world.backend.logOpener());
        QSignalSpy failed(&job, &ExportJob::failed);
        job.start(asked);
        QVERIFY(failed.wait(10'000));
        QVERIFY(failed.front().front().toString().contains(asked.path));
    }

    void aStoppedExportLeavesNoFile()
    {
        const auto asked = request(ExportFormat::Har);
        QFile::remove(asked.path);
        {
            ExportJob job(m_world.backend.logOpener());
            job.start(asked);
            job.stop();
        }
        QVERIFY(QThreadPool::globalInstance()->waitForDone(10'000));
        QVERIFY(!QFile::exists(asked.path));
    }
};

QTEST_MAIN(TestExportJob)
#include "tst_export_job.moc"
