// SPDX-License-Identifier: MIT
// `cachescope tokens`: formats, choice of the tokenizer, exit codes.
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
};

Result run(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(qEnvironmentVariable("CACHESCOPE_BIN"), QStringList(QStringLiteral("tokens")) + arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return { process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError() };
}

} // namespace

class TestCommandTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonIsOneDocument()
    {
        const Result result = run(
            { QStringLiteral("-"), QStringLiteral("--format"), QStringLiteral("json") }, "h\xC3\xA9 <|endoftext|>");
        QCOMPARE(result.code, 0);
        const auto json = nlohmann::json::parse(result.out.toStdString());
        QCOMPARE(json.at("encoding").get<std::string>(), std::string("o200k_base"));
        QCOMPARE(json.at("exact").get<bool>(), true);
        QCOMPARE(json.at("count").get<std::size_t>(), json.at("tokens").size());
        QVERIFY(json.at("tokens").size() > 3);
        QCOMPARE(json.at("tokens").front().at("start").get<int>(), 0);
        QCOMPARE(json.at("tokens").back().at("end").get<int>(), 17);
    }

    void specialTokensOnlyWhenAllowed()
    {
        const QStringList ids{ QStringLiteral("-"), QStringLiteral("--format"), QStringLiteral("ids") };
        QCOMPARE(
            run(ids + QStringList(QStringLiteral("--allow-special")), "<|endoftext|>").out, QByteArray("199999\n"));
        QCOMPARE(run(ids, "<|endoftext|>").out, QByteArray("27 91 419 1440 919 91 29\n"));
        QCOMPARE(run(ids, "").out, QByteArray("\n"));
    }

    void textShowsBordersAndBytes()
    {
        const Result result = run({ QStringLiteral("-") }, "a|b\n\t\x01\xE2\x96\x93\xF0\x9F\xAB\xA8");
        QCOMPARE(result.code, 0);
        QVERIFY2(result.out.startsWith("a|\\||b|\\n\n"), result.out.constData());
        QVERIFY(result.out.contains("\\x01"));
        QVERIFY(result.out.contains("\\xF0"));
        QVERIFY(result.out.trimmed().endsWith("tokens, o200k_base"));
    }

    void modelsChooseTheTokenizer()
    {
        const QStringList json{ QStringLiteral("-"), QStringLiteral("--format"), QStringLiteral("json"),
                                QStringLiteral("--model") };
        const auto exact
            = nlohmann::json::parse(run(json + QStringList(QStringLiteral("gpt-4")), "text").out.toStdString());
        QCOMPARE(exact.at("encoding").get<std::string>(), std::string("cl100k_base"));
        const auto estimate = nlohmann::json::parse(
            run(json + QStringList(QStringLiteral("claude-sonnet-4-6")), "text").out.toStdString());
        QCOMPARE(estimate.at("exact").get<bool>(), false);
        QVERIFY(estimate.at("estimate").at("error").get<double>() > 0);
    }

    void wrongUseEndsWith2_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char *name, const char *arguments, const char *input, const char *message) {
            QTest::newRow(name) << QString::fromUtf8(arguments).split(QLatin1Char(' ')) << QByteArray(input)
                                << QByteArray(message);
        };
        row("unknown encoding", "- --encoding o200k-base", "x", "did you mean o200k_base?");
        row("unknown format", "- --format xml", "x", "text, json or ids");
        row("two choices", "- --encoding gpt2 --model gpt-4", "x", "give one of");
        row("no file", "/nonexistent/file", "", "No such file");
        row("a folder", "/", "", "it is a folder");
        row("not UTF-8", "-", "ab\xFF", "the byte at 2");
        row("tokenizer is no JSON", "- --tokenizer /etc/hostname", "x", "/etc/hostname");
        row("tokenizer is missing", "- --tokenizer /nonexistent.json", "x", "cannot read");
        row("two files", "a b", "", "one FILE");
    }
    void wrongUseEndsWith2()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, input);
        QFETCH(QByteArray, message);
        const Result result = run(arguments, input);
        QCOMPARE(result.code, 2);
        QVERIFY2(result.err.contains(message), result.err.constData());
    }

    /** Sixteen megabytes through standard input, cut and put together again. */
    void longInput()
    {
        QByteArray line("The quick brown fox, 12345 times; 敏捷的棕色狐狸。\n");
        const Result one = run({ QStringLiteral("-"), QStringLiteral("--format"), QStringLiteral("ids") }, line);
        const auto perLine = static_cast<qsizetype>(one.out.simplified().split(' ').size());
        const qsizetype lines = 16'000'000 / line.size();
        const Result all
            = run({ QStringLiteral("-"), QStringLiteral("--format"), QStringLiteral("ids") }, line.repeated(lines));
        QCOMPARE(all.code, 0);
        QCOMPARE(all.out.count(' ') + 1, perLine * lines);
    }
};

QTEST_GUILESS_MAIN(TestCommandTokens)
#include "tst_command_tokens.moc"
