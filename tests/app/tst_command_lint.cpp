// SPDX-License-Identifier: MIT
// `cachescope lint`: exit codes, formats, --fix, settings, baselines.
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

namespace {

struct Result
{
    int code = -1;
    QByteArray out, err;
};

const QByteArray cleanText = "You plan menus for a school kitchen. Use seasonal vegetables and avoid nuts.\n";
const QByteArray withClock = "It is now {{now}}.\n" + cleanText;

} // namespace

class TestCommandLint : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const char *name, const QByteArray &content)
    {
        const QString path = m_folder.filePath(QString::fromUtf8(name));
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", name);
        return path;
    }

    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    Result run(const QStringList &arguments, const QByteArray &input = {})
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start(
            qEnvironmentVariable("CACHESCOPE_BIN"),
            QStringList{ QStringLiteral("lint"), QStringLiteral("--data-dir"),
                         m_folder.filePath(QStringLiteral("none")) }
                + arguments);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
            return {};
        return { process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError() };
    }

private Q_SLOTS:
    void init()
    {
        QDir(m_folder.path()).removeRecursively();
        QDir().mkpath(m_folder.path());
    }

    void exitCodes()
    {
        const QString good = write("good.md", cleanText), bad = write("bad.md", withClock);
        QCOMPARE(run({ good }).code, 0);
        QCOMPARE(run({ good, bad }).code, 1);
        QCOMPARE(run({ bad, QStringLiteral("nowhere.md") }).code, 2);
        QCOMPARE(run({}).code, 2);
        QCOMPARE(run({ bad, QStringLiteral("--format"), QStringLiteral("xml") }).code, 2);
        QCOMPARE(run({ bad, QStringLiteral("--fail-on"), QStringLiteral("fatal") }).code, 2);
        QCOMPARE(run({ QStringLiteral("-") }, withClock).code, 1);
        const QString info = write("info.md", "You plan menus. \nUse vegetables.\n");
        QCOMPARE(run({ info }).code, 0);
        QCOMPARE(run({ info, QStringLiteral("--fail-on"), QStringLiteral("info") }).code, 1);
    }

    void badInputIsNamed()
    {
        QVERIFY(run({ write("a.json", "{\"model\":") }).err.contains("a.json, line 1"));
        QVERIFY(run({ write("b.md", QByteArray("a\0b", 3)) }).err.contains("binary"));
        QVERIFY(run({ write("c.json", "{\"name\":\"left-pad\"}") }).err.contains("no request"));
        const Result unknown
            = run({ write("d.md", cleanText), QStringLiteral("--model"), QStringLiteral("made-up-9") });
        QVERIFY(unknown.err.contains("unknown model 'made-up-9'"));
        QCOMPARE(unknown.code, 0);
    }

    void oneBrokenFileHidesNoOther()
    {
        const QByteArray request
            = R"({"model":"gpt-4.1","messages":[{"role":"user","content":"It is now 12:05:01."}]})";
        const QString calls = write("calls.jsonl", request + "\n{\"model\":\"gpt-4\n" + request + "\n");
        const Result lines = run({ calls });
        QCOMPARE(lines.code, 2);
        QVERIFY(lines.err.contains("calls.jsonl, line 2"));
        QVERIFY(lines.out.contains("calls.jsonl:3:"));
        QVERIFY(lines.out.contains("1 place is not valid JSON"));
        const Result broken = run({ write("a.json", "{\"model\":}") });
        QCOMPARE(broken.code, 2);
        QVERIFY(broken.out.contains("no other problems in 1 file; 1 place is not valid JSON"));
        QCOMPARE(run({ write("b.md", QByteArray("a\0b", 3)) }).out, QByteArray("nothing was linted\n"));
    }

    void settingsThatCannotBeAreRefused_data()
    {
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char *name, const QByteArray &settings, const QByteArray &message) {
            QTest::newRow(name) << settings << message;
        };
        row("unknown", "{\"rulez\":{}}", "did you mean \"rules\"?");
        row("severity", "{\"rules\":{\"DYN001\":\"loud\"}}", "off, info, warning or error, not \"loud\"");
        row("cut", "{\n \"fail_on\":\"of", "line 2: this is not valid JSON from column");
        row("list", "[]", "this is no JSON object");
        row("twice", "{\"rules\":{\"DYN\":\"off\",\"DYN\":\"error\"}}", "stands here twice");
        row("fails unseen", "{\"show_from\":\"error\",\"fail_on\":\"info\"}", "does not show");
        row("no date", "{\"silence\":[{\"rules\":[\"DYN\"],\"until\":\"soon\"}]}", "not \"soon\"");
        row("no such day", "{\"silence\":[{\"rules\":[\"DYN\"],\"until\":\"2027-02-30\"}]}", "2027-02-30");
        row("no baseline", "{\"baseline\":\"none.json\"}", "none.json");
        row("no files", "{\"overrides\":[{\"rules\":{}}]}", "an override needs \"files\"");
    }
    void settingsThatCannotBeAreRefused()
    {
        QFETCH(const QByteArray, settings);
        QFETCH(const QByteArray, message);
        write(".cachescope.json", settings);
        const Result result = run({ write("a.md", cleanText) });
        QCOMPARE(result.code, 2);
        QVERIFY2(result.err.contains(message), result.err.constData());
        QVERIFY(result.err.contains(".cachescope.json"));
    }

    void contradictoryOptionsAreRefused()
    {
        const QString path = write("a.md", cleanText);
        const Result both = run({ path, QStringLiteral("--baseline"), QStringLiteral("x"),
                                  QStringLiteral("--write-baseline"), QStringLiteral("y") });
        QCOMPARE(both.code, 2);
        QVERIFY(both.err.contains("not both"));
        const Result noBaseline = run({ path, QStringLiteral("--baseline"), write("base.json", "{\"x\":1}") });
        QCOMPARE(noBaseline.code, 2);
        QVERIFY(noBaseline.err.contains("is no list of findings"));
        QCOMPARE(run({ path, QStringLiteral("--colour") }).code, 2);
    }

    void foldersAreSearched()
    {
        write("p/a.md", withClock);
        write("p/deep/b.j2", withClock);
        write("p/package.json", "{\"name\":\"left-pad\"}");
        write("p/.hidden/c.md", withClock);
        const Result result = run({ QStringLiteral("p"), QStringLiteral("--format"), QStringLiteral("json") });
        const auto root = nlohmann::json::parse(result.out.toStdString());
        QCOMPARE(root.at("files").get<int>(), 2);
        QCOMPARE(result.code, 1);
        QCOMPARE(root.at("findings").at(0).at("file").get<std::string>(), std::string("p/a.md"));
    }

    void fixKeepsModeAndUnsafeProblems()
    {
        const QString path = write("a.md", "It is now {{now}}. \n" + cleanText);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
        QFile::link(path, m_folder.filePath(QStringLiteral("link.md")));
        const Result result = run({ QStringLiteral("link.md"), QStringLiteral("--fix") });
        QCOMPARE(result.code, 1);
        QCOMPARE(read(path), withClock);
        QVERIFY(result.out.contains("1 fixed"));
        QVERIFY(QFileInfo(m_folder.filePath(QStringLiteral("link.md"))).isSymLink());
        QCOMPARE(
            QFile::permissions(path) & (QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther),
            QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
        QCOMPARE(run({ QStringLiteral("-"), QStringLiteral("--fix") }, withClock).code, 2);
    }

    void settingsAreFoundUpwards()
    {
        write(".cachescope.json", R"({"rules":{"DYN001":"info"},"exclude":["old/"]})");
        const QString inner = write("x/y/a.md", withClock);
        write("old/b.md", withClock);
        QCOMPARE(run({ inner }).code, 0);
        QCOMPARE(run({ m_folder.path() }).code, 0);
        QCOMPARE(run({ QStringLiteral("old") }).code, 2);
        const QString other = write("other.json", R"({"fail_on":"info"})");
        QCOMPARE(run({ inner, QStringLiteral("--config"), other }).code, 1);
        QCOMPARE(run({ inner, QStringLiteral("--config"), write("wrong.json", R"({"fail":1})") }).code, 2);
    }

    void silencesThatAreOfNoUseAreReported()
    {
        write(".cachescope.json", R"({"silence":[{"rules":["DYN001"]},{"rules":["SEC001"]}]})");
        const Result result = run({ write("a.md", withClock) });
        QCOMPARE(result.code, 1);
        QVERIFY(result.out.contains("CFG001"));
        QVERIFY(result.out.contains("SEC001"));
        QVERIFY(!result.out.contains("silenced for DYN001"));
    }

    void baselineAcceptsWhatIsKnown()
    {
        const QString path = write("a.md", withClock);
        const QString baseline = m_folder.filePath(QStringLiteral("base.json"));
        QCOMPARE(run({ path, QStringLiteral("--write-baseline"), baseline }).code, 0);
        QCOMPARE(run({ path, QStringLiteral("--baseline"), baseline }).code, 0);
        write("a.md", withClock + "Session: 7c9e6679-7425-40de-944b-e07fc1f90ae7\n" + cleanText);
        const Result result = run({ path, QStringLiteral("--baseline"), baseline });
        QCOMPARE(result.code, 1);
        QVERIFY(result.out.contains("DYN003") && !result.out.contains("DYN001"));
        QCOMPARE(run({ path, QStringLiteral("--baseline"), QStringLiteral("nowhere.json") }).code, 2);
    }

    void machineFormats()
    {
        const QString path = write("a.md", withClock);
        const Result sarif = run({ path, QStringLiteral("--format"), QStringLiteral("sarif") });
        const auto root = nlohmann::json::parse(sarif.out.toStdString());
        QCOMPARE(root.at("runs").at(0).at("results").at(0).at("ruleId").get<std::string>(), std::string("DYN001"));
        QVERIFY(
            run({ path, QStringLiteral("--format"), QStringLiteral("github") }).out.startsWith("::error file="));
        QVERIFY(!run({ path }).out.contains('\x1b'));
    }
};

QTEST_GUILESS_MAIN(TestCommandLint)
#include "tst_command_lint.moc"
