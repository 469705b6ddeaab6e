// SPDX-License-Identifier: MIT
#include "log_fixture.h"

#include "requestlog/export.h"
#include "requestlog/json_fields.h"
#include "requestlog/log_import.h"

#include <QFile>

using namespace cachescope;
using namespace cachescope::requestlog;

namespace {

const TimeRange everything{ 0, std::numeric_limits<base::UnixMicros>::max() };

std::string exported(Reader &reader, ExportFormat format)
{
    std::string text;
    const auto count = exportCalls(reader, everything, Filter(), format, [&text](std::string_view piece) {
        text += piece;
        return true;
    });
    if (!count)
        qFatal("%s", count.error().message.c_str());
    return text;
}

/** A log with calls of all kinds, contents included; ids with gaps, as clean-up leaves them. */
void fill(LogFixture &fixture, int calls)
{
    RandomCalls random(21);
    std::int64_t paid = 0;
    for (int i = 0; i < calls; ++i) {
        CallRecord record = random.next(1'790'000'000'000'000 + i * 1'000'003LL);
        record.end.hitOf = record.end.outcome == Outcome::Hit ? paid : 0;
        record.end.requestHead = "Host: api\nAuthorization: Bearer sk-verysecretverysecretverysecret1\n";
        record.end.responseHead = "Content-Type: application/json\n";
        record.end.requestBody = "{\"model\":\"gpt-5\",\"messages\":[{\"role\":\"user\",\"content\":\"call "
            + std::to_string(i) + "\"}]}";
        record.end.responseBody = i % 5 == 0 ? std::string("\x1f\x8b\x00\xff", 4) : "{\"choices\":[]}";
        record.start.requestBytes = static_cast<std::int64_t>(record.end.requestBody.size());
        record.end.responseBytes = static_cast<std::int64_t>(record.end.responseBody.size());
        const std::int64_t id = fixture.write(record);
        if (record.end.outcome == Outcome::Miss)
            paid = id;
        if (i % 7 == 0)
            fixture.log().setPinned(id, true);
        if (i % 11 == 0)
            fixture.log().setNote(id, "note " + std::to_string(i));
    }
    fixture.drain();
}

class TextFile
{
public:
    TextFile(const char *name, std::string_view text)
        : m_path(m_directory.filePath(QString::fromLatin1(name)))
    {
        QFile file(m_path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) < 0)
            qFatal("cannot write");
    }
    std::string path() const { return m_path.toStdString(); }

private:
    QTemporaryDir m_directory;
    QString m_path;
};

ImportReport importInto(
    LogFixture &fixture, const std::string &path,
    std::shared_ptr<const providers::PriceBook> book = providers::PriceBook::shipped())
{
    LogImport import(fixture.log(), std::move(book));
    const auto done = import.file(path);
    if (!done)
        qFatal("%s", done.error().message.c_str());
    return import.report();
}

constexpr const char *foreignHar
    = "{\"log\":{\"version\":\"1.2\",\"entries\":[{"
      " \"startedDateTime\":\"2026-10-24T10:00:00.250+02:00\",\"time\":1234.5,"
      " \"request\":{\"method\":\"POST\",\"url\":\"https://api.openai.com/v1/chat/completions\","
      "\"headers\":["
      "   {\"name\":\"User-Agent\",\"value\":\"OpenAI/Python 1.2\"},{\"name\":\"Authorization\","
      "\"value\":\"Bearer sk-abcdefabcdefabcdefabcdef12\"}],"
      "   \"postData\":{\"mimeType\":\"application/json\",\"text\":\"{\\\"model\\\":\\\"gpt-4.1"
      "\\\",\\\"messages\\\":[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"hi\\\"}]}\"}},"
      " \"response\":{\"status\":200,\"headers\":[{\"name\":\"Content-Type\",\"value\":\"applicat"
      "ion/json\"}],"
      "   \"content\":{\"mimeType\":\"application/json\",\"text\":\"{\\\"model\\\":\\\"gpt-4.1-20"
      "25-04-14\\\",\\\"choices\\\":[{\\\"index\\\":0,\\\"finish_reason\\\":\\\"stop\\\",\\\"mess"
      "age\\\":{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"ho\\\"}}],\\\"usage\\\":{\\\"p"
      "rompt_tokens\\\":2000,\\\"completion_tokens\\\":100,\\\"total_tokens\\\":2100,\\\"prompt_t"
      "okens_details\\\":{\\\"cached_tokens\\\":1024}}}\"}},"
      " \"timings\":{\"wait\":400}}]}}";

} // namespace

class TestLogImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exportImportExportIsEqual_data()
    {
        QTest::addColumn<int>("format");
        QTest::newRow("JSON Lines") << int(ExportFormat::JsonLines);
        QTest::newRow("HAR") << int(ExportFormat::Har);
    }
    void exportImportExportIsEqual()
    {
        QFETCH(int, format);
        LogFixture from;
        fill(from, 600);
        const std::string before = exported(*from.reader(), static_cast<ExportFormat>(format));
        const TextFile file("calls", before);
        LogFixture to;
        // The made-up prices of the calls have holes that a book would fill.
        const ImportReport report = importInto(to, file.path(), nullptr);
        QCOMPARE(report.problems, std::vector<std::string>());
        QCOMPARE(report.imported, 600);
        const std::string after = exported(*to.reader(), static_cast<ExportFormat>(format));
        QVERIFY(after.size() > 100'000);
        QVERIFY(after == before);
        // The sums came with the rows.
        const auto one = from.reader()->spendTotal(everything);
        const auto two = to.reader()->spendTotal(everything);
        QVERIFY(one && two && *one == *two);
        const auto totals = from.reader()->totals({ 0, 1'800'000'000'000'000 }, Filter());
        const auto again = to.reader()->totals({ 0, 1'800'000'000'000'000 }, Filter());
        QVERIFY(totals && again && sameTotals(*totals, *again));
    }

    void asSecondTimeChangesNothing()
    {
        LogFixture from;
        fill(from, 40);
        const TextFile file("calls.jsonl", exported(*from.reader(), ExportFormat::JsonLines));
        LogFixture to;
        importInto(to, file.path());
        const std::string first = exported(*to.reader(), ExportFormat::JsonLines);
        const ImportReport second = importInto(to, file.path());
        QCOMPARE(second.imported, 0);
        QCOMPARE(second.known, 40);
        QVERIFY(exported(*to.reader(), ExportFormat::JsonLines) == first);
        // Into the log it came from, too.
        QCOMPARE(importInto(from, file.path()).known, 40);
    }

    void hitsLeadToTheCallThatPaid()
    {
        LogFixture from;
        fill(from, 60);
        const TextFile file("calls.jsonl", exported(*from.reader(), ExportFormat::JsonLines));
        LogFixture to;
        RandomCalls random(3);
        to.write(random.next(1'790'000'000'000'000 - 5)); // Numbers are taken already.
        to.drain();
        importInto(to, file.path());
        const auto same = [](const char *sql, LogFixture &log) { return log.count(sql); };
        constexpr const char *paid
            = "SELECT sum(h.started_at % 1000003) FROM request AS r JOIN request AS h ON h.id = r.hit_of";
        QVERIFY(same(paid, from) > 0);
        QCOMPARE(same(paid, to), same(paid, from));
    }

    void badLinesAreToldAndTheOthersImported()
    {
        LogFixture from;
        fill(from, 3);
        std::string text = exported(*from.reader(), ExportFormat::JsonLines);
        std::vector<std::string> lines;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = text.find('\n', at);
            lines.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        const auto changed = [&](const std::string &from_, const std::string &to_) {
            std::string line = lines[0];
            const std::size_t at = line.find(from_);
            if (at == std::string::npos)
                qFatal("%s", from_.c_str());
            return line.replace(at, from_.size(), to_);
        };
        const std::string deep(100'000, '[');
        const TextFile file(
            "calls.jsonl",
            lines[0] + "\n\nnot json\n[1,2]\n" + changed("\"id\":\"", "\"id\":\"xx") + "\n"
                + changed("\"status\":", "\"status\":-1,\"x\":") + "\n"
                + changed("\"stream\":", "\"stream\":7,\"x\":") + "\n" + deep + "\n"
                + changed("\"started_at\":\"2026", "\"started_at\":\"1826") + "\n" + lines[1] + "\r\n" + lines[2]);
        LogFixture to;
        const ImportReport report = importInto(to, file.path());
        QCOMPARE(report.imported, 3);
        QCOMPARE(report.refused, 7);
        QCOMPARE(QString::fromStdString(report.problems.at(0)), QStringLiteral("calls.jsonl, line 3: is no JSON."));
        QCOMPARE(
            QString::fromStdString(report.problems.at(3)),
            QStringLiteral("calls.jsonl, line 6: \"status\" is no whole number from 0 to 2^53."));
        QCOMPARE(
            QString::fromStdString(report.problems.at(5)),
            QStringLiteral("calls.jsonl, line 8: the JSON is nested too deeply."));
        QCOMPARE(to.count("SELECT count(*) FROM request"), 3);
    }

    void filesThatAreNeitherAreRefused()
    {
        LogFixture fixture;
        LogImport import(fixture.log(), providers::PriceBook::shipped());
        QCOMPARE(import.file("/nowhere/at/all").error().code, base::ErrorCode::Unreadable);
        const TextFile other("x.har", "{\"log\":{\"entries\":7}}");
        QCOMPARE(import.file(other.path()).error().code, base::ErrorCode::InvalidInput);
        const TextFile broken("y.har", "{\"log\":{\n\"entries\":[");
        QCOMPARE(import.file(broken.path()).error().code, base::ErrorCode::InvalidInput);
    }

    void bodiesAreLeftOutWhereTheLogKeepsNone()
    {
        LogFixture from;
        fill(from, 4);
        const TextFile file("calls.jsonl", exported(*from.reader(), ExportFormat::JsonLines));
        Retention retention = keepAll;
        retention.bodies = false;
        LogFixture to(retention);
        QCOMPARE(importInto(to, file.path()).imported, 4);
        QCOMPARE(to.count("SELECT count(*) FROM body"), 0);
    }

    void anotherProgramsHarIsReadAsTheProxyReads()
    {
        const TextFile file("browser.har", foreignHar);
        LogFixture fixture;
        QCOMPARE(importInto(fixture, file.path()).imported, 1);
        QCOMPARE(importInto(fixture, file.path()).known, 1);
        const auto reader = fixture.reader();
        const auto rows = reader->rows({ 1 });
        QVERIFY(rows && rows->size() == 1);
        const CallRecord &call = rows->front();
        QCOMPARE(call.start.startedAt, *parseIsoTime("2026-10-24T08:00:00.25Z"));
        QCOMPARE(QString::fromStdString(call.start.upstream), QStringLiteral("openai"));
        QCOMPARE(QString::fromStdString(call.start.model), QStringLiteral("gpt-4.1"));
        QCOMPARE(QString::fromStdString(call.start.target), QStringLiteral("/v1/chat/completions"));
        QVERIFY(call.start.api == providers::Api::OpenAiChat);
        QVERIFY(call.end.outcome == Outcome::Bypass);
        QCOMPARE(call.end.totalMicros, 1'234'500);
        QCOMPARE(call.end.usage.tokens.cacheRead, 1024);
        // gpt-4.1: 2 dollars a million in, 0.5 read, 8 out.
        QCOMPARE(
            QString::fromStdString(call.end.billed->toDecimal()),
            QString::fromStdString(
                base::Money::fromPico(976LL * 2'000'000 + 1024LL * 500'000 + 100LL * 8'000'000).toDecimal()));
        const auto contents = reader->contents(1);
        QVERIFY(contents);
        QVERIFY(contents->requestHead.find("sk-abcdef") == std::string::npos);
        QVERIFY(contents->requestBody.find("gpt-4.1") != std::string::npos);
    }

    void times()
    {
        QCOMPARE(*parseIsoTime("1970-01-01T00:00:00Z"), 0);
        QCOMPARE(
            *parseIsoTime("2026-10-24T10:00:00.123456789+02:00"), *parseIsoTime("2026-10-24T08:00:00.123456Z"));
        for (const char *wrong : { "", "2026-10-24", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
                                   "2026-10-24T10:00:00", "2026-10-24T25:00:00Z", "9999-01-01T00:00:00Z",
                                   "2026-10-24T10:00:00.Z", "-026-10-24T10:00:00Z", "2026-10-24T10:00:00Zx" })
            QVERIFY2(!parseIsoTime(wrong), wrong);
    }
};

QTEST_GUILESS_MAIN(TestLogImport)
#include "tst_log_import.moc"
