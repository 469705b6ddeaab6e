// SPDX-License-Identifier: MIT
#include "log_fixture.h"
#include "naughty_strings.h"
#include "requestlog/export.h"
#include "requestlog/record_json.h"

using namespace cachescope;
using namespace cachescope::requestlog;

namespace {

std::string exported(LogFixture &fixture, ExportFormat format, const char *filter = "")
{
    std::string text;
    const auto reader = fixture.reader();
    const auto count
        = exportCalls(*reader, always, *Filter::parse(filter), format, [&text](std::string_view piece) {
              text += piece;
              return true;
          });
    if (!count)
        qFatal("%s", count.error().message.c_str());
    return text;
}

/** RFC 4180, section 2. */
std::vector<std::vector<std::string>> parseCsv(const std::string &text)
{
    std::vector<std::vector<std::string>> lines(1, std::vector<std::string>(1));
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"')
            lines.back().back().push_back(text[++i]);
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && text[i] == ',')
            lines.back().emplace_back();
        else if (!quoted && text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
            lines.emplace_back(1), ++i;
        else
            lines.back().back().push_back(text[i]);
    }
    lines.pop_back();
    return lines;
}

const std::vector<std::string> &plantedSecrets()
{
    static const std::vector<std::string> secrets = {
        "sk-proj-AAAA1111bbbb2222CCCC3333dddd4444",
        "sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789",
        "sk-or-v1-0123456789abcdef0123456789abcdef",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "github_pat_11ABCDEFG0aBcDeFgHiJkLmNoP",
        "xoxb-123456789012-abcdefghijkl",
        "AKIAIOSFODNN7EXAMPLE",
        "gsk_abcdefghijklmnopqrstuvwxyz012345",
        "xai-abcdefghijklmnopqrstuvwxyz012345",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9Pl",
    };
    return secrets;
}

} // namespace

class ExportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonLinesHoldEverything()
    {
        LogFixture fixture;
        RandomCalls calls(1);
        std::vector<CallRecord> written;
        for (int i = 0; i < 450; ++i) {
            written.push_back(calls.next(fixture.clock().wall() + i));
            CallEnd &end = written.back().end;
            end.requestHead = "Host: h\nX-A: b\n";
            end.requestBody = R"({"n":)" + std::to_string(i) + "}";
            end.responseBody = i % 3 == 0 ? std::string("\xff\x00\x01", 3) : "answer";
            fixture.write(written.back());
        }
        fixture.drain();
        const std::string text = exported(fixture, ExportFormat::JsonLines);
        std::size_t line = 0;
        for (std::size_t at = 0; at < text.size(); ++line) {
            const std::size_t end = text.find('\n', at);
            const Json json = Json::parse(text.substr(at, end - at));
            at = end + 1;
            const CallRecord &record = written[line];
            QCOMPARE(json["id"].get<std::string>(), record.start.uid.toString());
            QCOMPARE(json["model"].get<std::string>(), record.start.model);
            QCOMPARE(json["tags"].get<std::vector<std::string>>(), record.start.tags);
            QCOMPARE(json["outcome"].get<std::string>(), std::string(outcomeName(record.end.outcome)));
            QCOMPARE(json["usd"]["billed"].is_null(), !record.end.billed.has_value());
            if (record.end.billed)
                QCOMPARE(json["usd"]["billed"].get<std::string>(), record.end.billed->toDecimal());
            QCOMPARE(json["ms"]["first_token"].is_null(), record.end.firstTokenMicros < 0);
            QCOMPARE(json["usage"].is_null(), record.end.usage.source == providers::UsageSource::None);
            const Json &contents = json["contents"];
            QCOMPARE(contents["request_body"].get<std::string>(), record.end.requestBody);
            QCOMPARE(contents["response_body"].get<std::string>(), line % 3 == 0 ? std::string("/wAB") : "answer");
            QCOMPARE(contents.contains("response_body_encoding"), line % 3 == 0);
            QCOMPARE(contents["request_head"].get<std::string>(), record.end.requestHead);
        }
        QCOMPARE(line, written.size());
    }

    void csvReadsBack()
    {
        LogFixture fixture;
        int expected = 1;
        for (const std::string &naughty : naughtyStrings()) {
            CallRecord record;
            record.start.uid = base::Uid::create(1);
            record.start.startedAt = expected++;
            record.start.model = naughty;
            record.start.firstText = naughty;
            record.end.errorMessage = naughty;
            fixture.write(record);
        }
        fixture.drain();
        const auto lines = parseCsv(exported(fixture, ExportFormat::Csv));
        QCOMPARE(static_cast<int>(lines.size()), expected);
        const auto column = [&](const char *name) {
            return static_cast<std::size_t>(std::find(lines[0].begin(), lines[0].end(), name) - lines[0].begin());
        };
        std::size_t number = 1;
        for (const std::string &naughty : naughtyStrings()) {
            const auto &line = lines[number++];
            QCOMPARE(line.size(), lines[0].size());
            const bool formula = std::string("=+-@\t\r").find(naughty.front()) != std::string::npos;
            QVERIFY(line[column("model")] == (formula ? "'" + naughty : naughty));
            QVERIFY(line[column("first_text")] == line[column("model")]);
        }
    }

    void harHasWhatReadersNeed()
    {
        LogFixture fixture;
        RandomCalls calls(3);
        for (int i = 0; i < 30; ++i) {
            CallRecord record = calls.next(fixture.clock().wall() + i);
            record.start.target = "/v1/x?alt=sse&key=secret&n=1";
            record.end.requestHead = "POST /v1/x HTTP/1.1\nContent-Type: application/json\nX-B: c: d\n";
            record.end.requestBody = "{}";
            record.end.responseBody = i == 0 ? std::string("\xfe", 1) : "text";
            fixture.write(record);
        }
        fixture.drain();
        const Json har = Json::parse(exported(fixture, ExportFormat::Har));
        QCOMPARE(har["log"]["version"].get<std::string>(), std::string("1.2"));
        QCOMPARE(har["log"]["entries"].size(), std::size_t{ 30 });
        for (const Json &entry : har["log"]["entries"]) {
            for (const char *member : { "startedDateTime", "time", "request", "response", "cache", "timings" })
                QVERIFY(entry.contains(member));
            for (const char *member :
                 { "method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize" })
                QVERIFY(entry["request"].contains(member));
            for (const char *member : { "status", "statusText", "httpVersion", "cookies", "headers", "content",
                                        "redirectURL", "headersSize", "bodySize" })
                QVERIFY(entry["response"].contains(member));
            double sum = 0;
            for (const char *member : { "blocked", "connect", "send", "wait", "receive" })
                sum += std::max(entry["timings"][member].get<double>(), 0.0);
            for (const char *member : { "send", "wait", "receive" })
                QVERIFY(entry["timings"][member].get<double>() >= 0);
            QVERIFY(std::abs(sum - entry["time"].get<double>()) < 0.01);
            QCOMPARE(entry["request"]["headers"].size(), std::size_t{ 2 });
            QCOMPARE(entry["request"]["headers"][1]["value"].get<std::string>(), std::string("c: d"));
            QCOMPARE(entry["request"]["postData"]["mimeType"].get<std::string>(), std::string("application/json"));
            QCOMPARE(entry["request"]["queryString"][1]["value"].get<std::string>(), std::string("[redacted]"));
        }
        QCOMPARE(
            har["log"]["entries"][0]["response"]["content"]["encoding"].get<std::string>(), std::string("base64"));
        LogFixture empty;
        empty.drain();
        QVERIFY(Json::parse(exported(empty, ExportFormat::Har))["log"]["entries"].empty());
    }

    void plantedSecretsAreInNoExport()
    {
        LogFixture fixture;
        for (const std::string &secret : plantedSecrets()) {
            CallRecord record;
            record.start.uid = base::Uid::create(1);
            record.start.startedAt = 1;
            record.start.target = "/v1/x?key=plain-secret-1&x=" + secret;
            record.start.firstText = "my key is " + secret;
            record.end.errorMessage = "refused " + secret;
            record.end.errorKind = "upstream_status";
            record.end.usage.source = providers::UsageSource::Reported;
            record.end.usage.rawJson = "{\"k\":\"" + secret + "\"}";
            record.end.diagnosticsJson = "{\"k\":\"" + secret + "\"}";
            record.end.requestHead = "Authorization: Bearer plain-secret-2\nX-Api-Key: plain-secret-3\n"
                                     "x-goog-api-key: plain-secret-4\nCookie: s=plain-secret-5\nX-Other: "
                + secret + "\n";
            record.end.responseHead = "Set-Cookie: s=plain-secret-6\n";
            record.end.requestBody = "{\"messages\":\"use " + secret + " please\"}";
            record.end.responseBody = "data: " + secret + "\n\n";
            const std::int64_t id = fixture.write(record);
            fixture.log().setNote(id, "key: " + secret);
        }
        fixture.drain();
        for (const ExportFormat format : { ExportFormat::JsonLines, ExportFormat::Csv, ExportFormat::Har }) {
            const std::string text = exported(fixture, format);
            QVERIFY(text.find("[redacted]") != std::string::npos);
            QVERIFY(text.find("plain-secret") == std::string::npos);
            for (const std::string &secret : plantedSecrets())
                QVERIFY2(text.find(secret) == std::string::npos, secret.c_str());
        }
    }

    void exportsWhatTheFilterFindsUntilStopped()
    {
        LogFixture fixture;
        RandomCalls calls(5);
        for (int i = 0; i < 300; ++i)
            fixture.write(calls.next(fixture.clock().wall() + i));
        fixture.drain();
        const auto all = parseCsv(exported(fixture, ExportFormat::Csv, "upstream:openai"));
        QCOMPARE(
            static_cast<std::int64_t>(all.size()) - 1,
            fixture.reader()->totals(always, *Filter::parse("upstream:openai"))->requests());
        int pieces = 0;
        const auto reader = fixture.reader();
        const auto count
            = exportCalls(*reader, always, Filter(), ExportFormat::JsonLines, [&pieces](std::string_view) {
                  return ++pieces < 10;
              });
        QVERIFY(*count < 10);
    }

    void statsHaveTheNamesOfTheContract()
    {
        LogFixture fixture;
        CallRecord record;
        record.start.startedAt = 1'790'000'000'000'000;
        record.start.model = "gpt-5";
        const auto write = [&](Outcome outcome, std::int64_t total) {
            record.start.uid = base::Uid::create(1);
            record.end.outcome = outcome;
            record.end.totalMicros = total;
            fixture.write(record);
        };
        record.end.usage.source = providers::UsageSource::Reported;
        record.end.usage.tokens = { 1'000, 3'000, 500, 250, 250, 700, 70 };
        record.end.billed = base::Money::parse("0.0225");
        record.end.withoutCache = base::Money::parse("0.03");
        record.end.firstTokenMicros = 20;
        write(Outcome::Miss, 30);
        record.end.billed = record.end.withoutCache = {};
        write(Outcome::Bypass, 10);
        record.end.avoided = base::Money::parse("0.0225");
        write(Outcome::Hit, 1);
        const TimeRange range{ 1'790'000'000'000'000, 1'790'000'000'000'001 };
        fixture.drain();
        const auto reader = fixture.reader();
        const Json stats = Json::parse(*statsJson(*reader, range, GroupBy::Model));
        const Json expected = Json::parse(
            "{ "
            "\"since\": \"2026-09-21T14:13:20.000000Z\", \"until\": \"2026-09-21T14:13:20.000001Z\", "
            "\"requests\": 3, \"hits\": 1, \"coalesced\": 0, \"misses\": 1, \"bypassed\": 1, \"errors\": 0, "
            "\"hit_rate\": 0.5, \"prefix_read_rate\": 0.6, "
            "\"latency_ms\": {\"p50\": 0.01, \"p95\": 0.03, \"p99\": 0.03}, \"ttft_ms\": {\"p50\": 0.02, \"p95\": "
            "0.02, \"p99\": 0.02}, "
            "\"tokens\": {\"fresh\": 2000, \"cache_read\": 6000, \"cache_write\": 2000, \"output\": 1400, "
            "\"reasoning\": 140}, "
            "\"usd\": {\"without_cache\": \"0.03\", \"billed\": \"0.0225\", \"avoided\": \"0.0225\"}, "
            "\"unpriced_requests\": 1 } ");
        for (const auto &[key, value] : expected.items())
            QVERIFY2(stats[key] == value, (key + ": " + stats[key].dump()).c_str());
        QCOMPARE(stats["groups"].size(), std::size_t{ 1 });
        QCOMPARE(stats["groups"][0]["key"].get<std::string>(), std::string("gpt-5"));
        QCOMPARE(stats["groups"][0]["usd"], expected["usd"]);
        QCOMPARE(stats.size(), expected.size() + 1);
        const Json nothing = Json::parse(*statsJson(*reader, { 0, 1 }, {}));
        QVERIFY(nothing["hit_rate"].is_null() && nothing["prefix_read_rate"].is_null());
        QVERIFY(nothing["latency_ms"]["p50"].is_null());
        QCOMPARE(nothing["usd"]["billed"].get<std::string>(), std::string("0"));
        QVERIFY(nothing["groups"].is_array() && nothing["groups"].empty());
    }

    void unknownMoneyIsNull()
    {
        LogFixture fixture;
        CallRecord record;
        record.start.startedAt = 5;
        record.start.uid = base::Uid::create(1);
        record.end.usage.source = providers::UsageSource::Reported;
        record.end.usage.tokens.fresh = 10;
        fixture.write(record);
        fixture.drain();
        const auto reader = fixture.reader();
        const Json stats = Json::parse(*statsJson(*reader, always, {}));
        QVERIFY(stats["usd"]["billed"].is_null());
        QVERIFY(stats["usd"]["without_cache"].is_null());
        QCOMPARE(stats["unpriced_requests"].get<int>(), 1);
    }

    void base64IsRight()
    {
        QCOMPARE(toBase64(""), std::string(""));
        QCOMPARE(toBase64("f"), std::string("Zg=="));
        QCOMPARE(toBase64("fo"), std::string("Zm8="));
        QCOMPARE(toBase64("foo"), std::string("Zm9v"));
        QCOMPARE(toBase64("foobar"), std::string("Zm9vYmFy"));
    }
};

QTEST_GUILESS_MAIN(ExportTest)
#include "tst_export.moc"
