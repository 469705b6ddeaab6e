// SPDX-License-Identifier: MIT
// `cachescope budget`, `chunk` and `efficiency`: results, gates, exit codes, bad input.
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

namespace {

struct Result
{
    int code = -1;
    QByteArray out;
    QByteArray err;
    nlohmann::json json() const { return nlohmann::json::parse(out.toStdString(), nullptr, false); }
};

Result run(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(qEnvironmentVariable("CACHESCOPE_BIN"), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return { process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError() };
}

QStringList words(const char *line)
{
    return QString::fromLatin1(line).split(QLatin1Char(' '));
}

QByteArray call(const QByteArray &system, const QByteArray &user)
{
    return "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"system\",\"content\":\"" + system
        + "\"},{\"role\":\"user\",\"content\":\"" + user + "\"}]}";
}

} // namespace

class TestPromptTools : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    QString write(const char *name, const QByteArray &content)
    {
        const QString path = m_directory.filePath(QString::fromLatin1(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write");
        return path;
    }

private Q_SLOTS:
    void budgetIsOneDocument()
    {
        const auto result = run(words("budget - --model gpt-4.1 --format json"), "alpha alpha alpha");
        QCOMPARE(result.code, 0);
        const auto json = result.json();
        QCOMPARE(json.at("tokens").get<int>(), 3);
        QCOMPARE(json.at("exact").get<bool>(), true);
        QCOMPARE(
            json.at("room_left").get<int>(), json.at("context_window").get<int>() - json.at("tokens").get<int>());
        QCOMPARE(json.at("safe_max_tokens").get<int>(), json.at("max_output").get<int>());
    }

    void budgetFailsWhenTheReserveDoesNotFit()
    {
        const auto result = run(words("budget - --model gpt-4.1 --reserve-output 2000000"), "alpha");
        QCOMPARE(result.code, 1);
        QVERIFY2(result.err.contains("does not leave room for 2000000"), result.err.constData());
        QVERIFY(result.out.contains("safe max_tokens"));
    }

    void badInputIsNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char *name, const char *line, const QByteArray &input, const char *message) {
            QTest::newRow(name) << words(line) << input << QByteArray(message);
        };
        row("unknown model", "budget - --model gpt-4.9", "a", "Did you mean 'gpt-4.1'?");
        row("no number", "budget - --model gpt-4.1 --reserve-output x", "a",
            "--reserve-output wants a whole number");
        row("no file", "budget /nowhere --model gpt-4.1", {}, "/nowhere");
        row("broken JSON", "budget - --model gpt-4.1", "{\"model\":", "not valid JSON");
        row("JSON Lines", "budget - --model gpt-4.1", call("a", "b") + "\n" + call("a", "c"), "wants one prompt");
        row("binary", "budget - --model gpt-4.1", QByteArray("a\0b", 3), "NUL");
        row("format", "budget - --model gpt-4.1 --format xml", "a", "--format is text or json");
        row("no budget file", "budget --model gpt-4.1", {}, "wants one file");
        row("small chunk", "chunk - --max-tokens 3", "a", "too small");
        row("large overlap", "chunk - --max-tokens 100 --overlap 51", "a", "does not fit");
        row("top-k alone", "chunk - --top-k 2", "a", "wants a --query");
        row("empty query", "chunk - --query ?!", "a", "no word");
        row("not UTF-8", "chunk -", "ab\xff", "the byte at 2");
        row("folder", "chunk /", {}, "it is a folder");
        row("encoding", "chunk - --encoding o201k", "a", "o200k_base");
        row("both", "chunk - --encoding o200k_base --model gpt-4", "a", "not both");
        row("no prompt", "efficiency -", " \n", "-: there is nothing in it");
        row("shift", "efficiency - --max-shift much", "a", "--max-shift wants a share");
        row("shift from what", "efficiency - --max-shift 5%", "a", "give --baseline FILE");
        row("baseline", "efficiency - --baseline /nowhere", "a", "/nowhere");
        row("no files", "efficiency", {}, "wants files");
        row("efficiency, broken JSON", "efficiency -", "{\"model\":", "not valid JSON");
        row("efficiency, binary", "efficiency -", QByteArray("a\0b", 3), "NUL");
        row("chunk, no configuration", "chunk - --model gpt-4 --config /nowhere.json", "a", "/nowhere.json");
        row("tokens, no configuration", "tokens - --config /nowhere.json", "a", "/nowhere.json");
        row("tokens, encoding", "tokens - --encoding o201k", "a", "o200k_base");
        row("tokens, two", "tokens - --encoding gpt2 --model gpt-4", "a", "not more");
        row("tokens, not UTF-8", "tokens -", "ab\xff", "the byte at 2");
        row("prefix, one file", "prefix -", "a", "wants two files");
        row("prefix, one input for two", "prefix - -", "a", "only one of the two");
        row("prefix, no file", "prefix - /nowhere", "a", "/nowhere");
        row("prefix, broken JSON", "prefix - /dev/null", "{\"model\":", "not valid JSON from here on");
        row("prefix, JSON Lines", "prefix - /dev/null", call("a", "b") + "\n" + call("a", "c"), "wants one prompt");
        row("prefix, binary", "prefix - /dev/null", QByteArray("a\0b", 3), "NUL");
        row("prefix, format", "prefix - - --format ids", "a", "--format is text or json");
        row("unknown option", "prefix a b --modell gpt-4", "a", "Unknown option 'modell'");
    }
    void badInputIsNamed()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, input);
        QFETCH(const QByteArray, message);
        const auto result = run(arguments, input);
        QCOMPARE(result.code, 2);
        QVERIFY2(result.err.contains(message), result.err.constData());
    }

    void unknownModelsSayWhoseRulesApply()
    {
        for (const char *line : { "prefix - /dev/null --model made-up-9", "efficiency - --model made-up-9",
                                  "lint - --model made-up-9" }) {
            const auto result = run(words(line), "You plan menus for a school kitchen.\n");
            QCOMPARE(result.code, 0);
            const QByteArray message = "unknown model 'made-up-9': the caching rules of openai apply instead";
            QVERIFY2(result.err.contains(message), result.err.constData());
        }
    }

    void aPromptAloneSharesAllOfItself()
    {
        const auto json = run(words("efficiency - --format json"), "You plan menus for a school kitchen.\n").json();
        QCOMPARE(json.at("shared_tokens").get<double>(), json.at("average_tokens").get<double>());
    }

    void chunksCoverStandardInput()
    {
        const QByteArray text = QByteArray("A line of words that go on.\n\n").repeated(200);
        const auto json = run(words("chunk - --max-tokens 64 --overlap 8 --format json"), text).json();
        QVERIFY(json.is_object());
        QCOMPARE(json.at("chunks").size(), json.at("count").get<std::size_t>());
        QVERIFY(json.at("chunks").size() > 10);
        std::size_t covered = 0;
        for (const auto &chunk : json.at("chunks")) {
            const auto begin = chunk.at("begin").get<std::size_t>();
            const auto end = chunk.at("end").get<std::size_t>();
            QVERIFY(begin <= covered && end > covered);
            QVERIFY(chunk.at("tokens").get<int>() <= 64);
            QCOMPARE(
                chunk.at("text").get<std::string>(),
                text.mid(static_cast<qsizetype>(begin), static_cast<qsizetype>(end - begin)).toStdString());
            covered = end;
        }
        QCOMPARE(covered, static_cast<std::size_t>(text.size()));
    }

    void queryPicksTheBestChunk()
    {
        QByteArray text;
        for (int i = 0; i < 40; ++i)
            text += "## Part\n\nNothing but common words that say little, over and over again.\n\n";
        text.insert(
            text.indexOf("## Part", text.size() / 2), "## Giraffes\n\nThe giraffe eats leaves of the acacia.\n\n");
        for (const QString &from : { QStringLiteral("-"), write("animals.md", text) }) {
            const auto json
                = run({ QStringLiteral("chunk"), from, QStringLiteral("--max-tokens"), QStringLiteral("80"),
                        QStringLiteral("--query"), QStringLiteral("acacia GIRAFFE"), QStringLiteral("--top-k"),
                        QStringLiteral("1"), QStringLiteral("--format"), QStringLiteral("json") },
                      text)
                      .json();
            QCOMPARE(json.at("chunks").size(), std::size_t{ 1 });
            QVERIFY(json.at("chunks")[0].at("text").get<std::string>().find("giraffe eats") != std::string::npos);
            QVERIFY(json.at("chunks")[0].at("score").get<double>() > 0);
        }
    }

    void efficiencyPassesAndFailsAgainstABaseline()
    {
        const QByteArray system = QByteArray("steady ").repeated(300);
        const QString calls = write("calls.jsonl", call(system, "one") + "\n" + call(system, "two") + "\n");
        const QString baseline = m_directory.filePath(QStringLiteral("baseline.json"));
        const auto written
            = run({ QStringLiteral("efficiency"), calls, QStringLiteral("--write-baseline"), baseline });
        QCOMPARE(written.code, 0);
        const QStringList against{ QStringLiteral("--baseline"), baseline, QStringLiteral("--format"),
                                   QStringLiteral("json") };
        const auto same = run(QStringList{ QStringLiteral("efficiency"), calls } + against);
        QCOMPARE(same.code, 0);
        QCOMPARE(same.json().at("prompts").get<int>(), 2);
        QCOMPARE(same.json().at("shifts").at(0).at("shift").get<double>(), 0.0);

        const QString clock
            = write("clock.jsonl", call("12:01 " + system, "one") + "\n" + call("12:02 " + system, "two") + "\n");
        const auto shifted = run(QStringList{ QStringLiteral("efficiency"), clock } + against);
        QCOMPARE(shifted.code, 1);
        QVERIFY2(shifted.err.contains("shifted by -100.0 %, more than the 10 % allowed"), shifted.err.constData());
        const auto allowed = run(
            QStringList{ QStringLiteral("efficiency"), clock, QStringLiteral("--max-shift"),
                         QStringLiteral("200%") }
            + against);
        QCOMPARE(allowed.code, 0);
        // The whole result serves as a baseline, too.
        const QString result = write("result.json", shifted.out);
        const auto again = run({ QStringLiteral("efficiency"), clock, QStringLiteral("--baseline"), result });
        QCOMPARE(again.code, 0);
    }

    void truncatedLinesAreNamedAndTheRestMeasured()
    {
        const auto result = run(
            words("efficiency - --format json"), call("a", "b") + "\n" + call("a", "c") + "\n{\"model\":\"gpt");
        QCOMPARE(result.code, 2);
        QVERIFY2(result.err.contains("-:3: This line is not valid JSON"), result.err.constData());
        QCOMPARE(result.json().at("prompts").get<int>(), 2);
    }

    void theirHelpNamesTheOptions()
    {
        for (const char *command : { "budget --help", "chunk --help", "efficiency --help" }) {
            const auto result = run(words(command));
            QCOMPARE(result.code, 0);
            QVERIFY(result.out.contains("--format"));
        }
    }
};

QTEST_GUILESS_MAIN(TestPromptTools)
#include "tst_prompt_tools.moc"
