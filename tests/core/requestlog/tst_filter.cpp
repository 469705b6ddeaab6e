// SPDX-License-Identifier: MIT
#include "log_fixture.h"
#include "naughty_strings.h"
#include "random_filters.h"
#include "requestlog/local_time.h"
#include "requestlog/number_text.h"
#include "requestlog/text_pattern.h"

#include <set>

using namespace cachescope;
using namespace cachescope::requestlog;

namespace {

CallRecord sample()
{
    CallRecord record;
    CallStart &start = record.start;
    start.id = 4711;
    start.uid = base::Uid::create(1'790'000'000'000'000);
    start.startedAt = 1'790'000'000'000'000;
    start.upstream = "anthropic";
    start.api = providers::Api::AnthropicMessages;
    start.method = "POST";
    start.target = "/v1/messages?beta=true";
    start.model = "claude-opus-4-8";
    start.client = "claude-code";
    start.session = "s-17";
    start.project = "Shop";
    start.nameSpace = "eu";
    start.version = "2.1";
    start.tags = { "nightly", "eval" };
    start.stream = true;
    start.requestBytes = 90'000;
    start.firstText = "Summarise the 50% report";
    CallEnd &end = record.end;
    end.outcome = Outcome::Miss;
    end.status = 429;
    end.cacheDetail = "fwd=bypass; detail=no-store";
    end.cacheKey = "3f2a0123456789ab";
    end.stored = true;
    end.errorKind = "upstream_status";
    end.errorMessage = "Too many requests.";
    end.usage.source = providers::UsageSource::Reported;
    end.usage.tokens = { 1'000, 8'000, 500, 500, 0, 2'000, 100 };
    end.billed = base::Money::parse("0.06");
    end.withoutCache = base::Money::parse("0.10");
    end.totalMicros = 3'000'000;
    end.firstTokenMicros = 1'500'000;
    end.attempts = 3;
    end.responseBytes = 10'000;
    record.pinned = true;
    record.note = "odd one";
    return record;
}

} // namespace

class FilterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesTheSample_data()
    {
        QTest::addColumn<bool>("expected");
        const auto yes = [](const char *text) { QTest::newRow(text) << true; };
        const auto no = [](const char *text) { QTest::newRow(text) << false; };
        yes(""), yes("   "), yes("upstream:anthropic"), yes("upstream:Anthropic"), no("upstream:anthro");
        yes("upstream:anthro*"), yes("upstream:*thropic"), yes("upstream:openai,anthropic"),
            no("upstream:openai,gemini");
        yes("upstream:*"), no("upstream:none"), no("upstream:\"\""), no("upstream:\"anthro*\"");
        yes("model:opus*"), yes("model:claude-opus-4-8"), no("model:opus"), yes("model:claude*"), no("model:aude*");
        yes("model:=claude-opus-4-8"), no("model:=opus-4-8"), yes("model=claude-opus-4-8"), yes("model:4-8");
        yes("client:claude-code"), yes("session:s-17"), no("session:17"), yes("project:shop"), no("project:none");
        yes("namespace:eu"), yes("version:2*"), yes("tag:eval"), no("tag:ev"), yes("tag:ev*"), no("tag:none");
        yes("status:429"), yes("status:4xx"), yes("status:4XX"), yes("status:5xx,429"), yes("status>=400"),
            no("status>429");
        yes("status:400..499"), no("status:500..599"), yes("status<430"), yes("status<=429"), no("status<429");
        yes("kind:anthropic.messages"), yes("kind:messages"), yes("kind:anthropic*"), no("kind:openai*");
        yes("cache:miss"), no("cache:hit"), yes("cache:hit,miss"), yes("cache:stored"), no("-cache:miss");
        yes("prefix:80%"), yes("prefix>=0.8"), no("prefix>80%"), yes("prefix>79"), yes("prefix:read"),
            yes("prefix:write");
        no("prefix:none"), yes("prefix:50%..90%");
        yes("fresh:1k"), yes("read>5k"), yes("read:8000"), no("read>8k"), yes("write:1000"), yes("in:10k"),
            yes("in<0.1M");
        yes("out>=2k"), no("out>1M");
        yes("cost>0.05"), yes("cost>$.05"), no("cost>0.06"), yes("cost:0.06"), no("cost:unknown"), yes("cost<1");
        yes("saved:0.04"), no("saved<0"), yes("saved>-1");
        yes("ttft>1s"), yes("ttft:1.5s"), yes("ttft<1600"), yes("ttft<2000ms"), no("ttft:none"),
            yes("ttft>1499999us");
        yes("total>=3s"), no("total>1m"), yes("total<1m"), yes("total<1h"), yes("total:2s..4s");
        yes("size:100kB"), yes("size>97KiB"), no("size>1MB"), yes("size<1MiB");
        yes("stream:yes"), no("stream:no"), yes("stream:true,false"), yes("pinned:yes"), no("-pinned:1");
        yes("retry:yes"), yes("retry:2"), no("retry>2"), no("retry:no"), yes("retry:no,2");
        yes("error:yes"), no("error:no"), yes("error:many"), yes("error:upstream_status"), no("error:timeout"),
            yes("error:*");
        yes("why:no-store"), yes("why:bypass"), no("why:miss"), no("why:none");
        yes("key:3f2a"), yes("key:3f2a0123456789ab"), no("key:f2a"), yes("key:*789ab"), no("key:=3f2a");
        yes("note:odd"), yes("note:*"), no("note:none"), yes("note:\"odd one\""), no("note:even");
        yes("id:4711"), yes("id>4000"), no("id:4712"), yes("id:4711,4712"), no("id:01AAAAAAAAAAAAAAAAAAAAAAAA");
        no("body:x"), no("header:x"), yes("-body:x");
        yes("state:complete"), no("state:open,lost"), yes("method:post"), yes("url:/messages"),
            yes("url:beta=true");
        // Free text
        yes("opus"), yes("OPUS"), yes("50%"), yes("summ*report"), yes("\"the 50%\""), no("\"the  50%\""),
            no("zebra");
        yes("many"), yes("odd"), yes("nightly"), yes("/v1/messages?beta=true"), no("-opus"), yes("-zebra"),
            yes("!zebra");
        yes("a=b or opus"), yes("eval"), no("sum_marise");
        // Structure
        yes("opus nightly"), no("opus zebra"), yes("opus or zebra"), yes("zebra or opus"), no("zebra or lion");
        yes("zebra or opus nightly"), no("zebra or opus lion"), yes("(zebra or opus) nightly"),
            no("(zebra or opus) lion");
        yes("-(zebra lion)"), no("-(opus nightly)"), yes("--opus"), yes("((opus))"), yes("opus and nightly");
        yes("opus OR zebra"), yes("zebra OR (opus AND -lion)"), yes("\"or\" or opus"), no("opus(nightly)"),
            yes("(note:odd)"), yes("(-zebra(x))");
        yes("~u messages"), yes("~m POST"), yes("~c 429"), no("~c 200"), no("~b x"), yes("-~c 200"),
            yes("~u \"/v1/\"");
        yes("model:opus* cache:miss cost>0.05 -client:ci");
        yes("at:2026-09-21"), yes("at>2026-09-20"), no("at<2026-09-21"), yes("at>=2026-09-21T00:00"),
            no("at:2026-09-22");
        yes("at:2026-09-21T14:13:20Z"), yes("at:2026-09-21T14:13Z"), no("at:2026-09-21T14:14Z");
        no("at>9999-01-01"), yes("at>2000-01-01");
    }
    void matchesTheSample()
    {
        QFETCH(bool, expected);
        const std::string text = QTest::currentDataTag();
        const auto filter = Filter::parse(text);
        QVERIFY2(filter, filter ? "" : filter.error().message.c_str());
        QCOMPARE(filter->matches(sample()), expected);
        QCOMPARE(filter->text(), text);
        QCOMPARE(filter->isEmpty(), text.find_first_not_of(' ') == std::string::npos);
    }

    void saysWhereAnErrorIs_data()
    {
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("end");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *text, int begin, int end, const char *words) {
            QTest::newRow(text) << begin << end << QString::fromUtf8(words);
        };
        row("modle:x", 0, 5, "did you mean model?");
        row("opus colour:red", 5, 11, "no field \"colour\"");
        row("cost>cheap", 5, 10, "no amount of money");
        row("ttft>2parsec", 5, 12, "units: us, ms, s, m, h");
        row("read>1.2.3", 5, 10, "no number");
        row("in>99999999999999999999", 3, 23, "no number");
        row("status:4x", 7, 9, "404 or 4xx");
        row("cache:hitt", 6, 10, "did you mean hit?");
        row("kind:fax", 5, 8, "no value of kind");
        row("stream:perhaps", 7, 14, "yes or no");
        row("model>x", 6, 7, "has no order");
        row("in>1,2", 3, 6, "Only one value");
        row("model:", 0, 6, "value is missing");
        row("model:a,", 0, 8, "value is missing");
        row("model:\"a", 6, 8, "never closed");
        row("\"a", 0, 2, "never closed");
        row("\"\"", 0, 2, "no text");
        row("(a", 0, 1, "never closed");
        row("a)", 1, 2, "closes nothing");
        row("()", 0, 2, "nothing between");
        row("a or", 4, 4, "\"or\"");
        row("or a", 0, 2, "\"or\"");
        row("a or or b", 5, 7, "\"or\"");
        row("a and", 2, 5, "\"and\"");
        row("-", 0, 1, "exclude");
        row("a - b", 2, 3, "exclude");
        row("~x a", 0, 2, "~u, ~m, ~c and ~b");
        row("~u", 0, 2, "value is missing");
        row("at:tomorrow-ish", 3, 15, "no time");
        row("at:2026-02-30", 3, 13, "no time");
        row("prefix:lots", 7, 11, "share");
        row("rule:DYN001", 0, 4, "No lint findings");
        row("model:\"a\"b", 9, 10, "blank is missing");
        row("http://x", 0, 4, "goes in quotes");
    }
    void saysWhereAnErrorIs()
    {
        QFETCH(int, begin);
        QFETCH(int, end);
        QFETCH(QString, words);
        const auto filter = Filter::parse(QTest::currentDataTag());
        QVERIFY(!filter);
        QVERIFY2(QString::fromStdString(filter.error().message).contains(words), filter.error().message.c_str());
        QCOMPARE(static_cast<int>(filter.error().begin), begin);
        QCOMPARE(static_cast<int>(filter.error().end), end);
    }

    void knowsItsTerms()
    {
        const auto texts = [](const std::string &text) {
            std::vector<std::string> terms;
            const auto filter = Filter::parse(text);
            for (const FilterTerm &term : filter->terms())
                terms.push_back(text.substr(term.begin, term.end - term.begin));
            return terms;
        };
        using List = std::vector<std::string>;
        QCOMPARE(texts("model:opus* cache:miss  -client:ci"), (List{ "model:opus*", "cache:miss", "-client:ci" }));
        QCOMPARE(texts("(a or b) \"c d\" ~u x"), (List{ "(a or b)", "\"c d\"", "~u x" }));
        QCOMPARE(texts(" a b or c "), (List{ "a b or c" }));
        QCOMPARE(texts(""), List());
        QCOMPARE(texts("a and b"), (List{ "a", "b" }));
    }

    void everyFieldIsDescribed()
    {
        std::set<std::string_view> names;
        for (const FilterField &field : filterFields()) {
            QVERIFY(!field.help.empty());
            names.insert(field.name);
        }
        for (const char *name :
             { "upstream", "model",  "client", "session", "project", "namespace", "version", "tag", "status",
               "kind",     "cache",  "prefix", "fresh",   "read",    "write",     "in",      "out", "cost",
               "saved",    "ttft",   "total",  "size",    "stream",  "retry",     "error",   "why", "key",
               "note",     "pinned", "at",     "id",      "body",    "header" })
            QVERIFY2(names.contains(name), name);
    }

    void unreasonableFiltersAreRefused()
    {
        std::string deep(5'000, '(');
        QVERIFY(!Filter::parse(deep));
        QVERIFY(!Filter::parse(std::string(5'000, '-') + "a"));
        std::string many;
        for (int i = 0; i < 1'000; ++i)
            many += "a ";
        QVERIFY(!Filter::parse(many));
        std::string list = "model:a";
        for (int i = 0; i < 1'000; ++i)
            list += ",a";
        QVERIFY(!Filter::parse(list));
    }

    void anythingTypedIsAFilterOrAnError()
    {
        LogFixture fixture;
        fixture.write(RandomCalls(1).next(1));
        fixture.drain();
        const auto reader = fixture.reader();
        std::vector<std::string> texts = naughtyStrings();
        std::mt19937 random(5);
        const std::vector<std::string> pieces
            = { "model", ":",  ">", "<", "=", "\"", "(", ")",    "-", " ",  "or",   "and",  "~u", "*",
                ",",     "..", "1", "k", "s", "at", "%", "cost", "'", "\\", "body", "opus", "\t", "none" };
        for (int i = 0; i < 5'000; ++i) {
            std::string text;
            for (int n = static_cast<int>(random() % 12); n >= 0; --n)
                text += pieces[random() % pieces.size()];
            texts.push_back(text);
        }
        int valid = 0;
        for (const std::string &text : texts) {
            const auto filter = Filter::parse(text);
            if (!filter) {
                QVERIFY(!filter.error().message.empty());
                QVERIFY(filter.error().begin <= filter.error().end && filter.error().end <= text.size());
                continue;
            }
            ++valid;
            (void)filter->matches(sample());
            for (const FilterTerm &term : filter->terms())
                QVERIFY(term.begin < term.end && term.end <= text.size());
            const auto found = reader->totals(always, *filter);
            QVERIFY2(found, found ? "" : (text + ": " + found.error().message).c_str());
        }
        QVERIFY(valid > 500);
    }

    void sqlAndMatchesAgree()
    {
        LogFixture fixture;
        RandomCalls calls(77);
        std::vector<CallRecord> records;
        for (int i = 0; i < 400; ++i) {
            CallRecord record = calls.next(fixture.clock().wall() + calls.number(1'000'000'000));
            if (i % 40 == 0) {
                record.start.id = fixture.log().open(record.start);
                record.end = {};
                record.end.state = CallState::Open;
                record.end.totalMicros = -1;
            } else {
                record.start.id = fixture.write(record);
            }
            if (i % 7 == 0) {
                record.note = calls.pick({ "odd", "Looks fine", "50%" });
                fixture.log().setNote(record.start.id, record.note);
            }
            if (i % 5 == 0) {
                record.pinned = true;
                fixture.log().setPinned(record.start.id, true);
            }
            records.push_back(std::move(record));
        }
        fixture.drain();
        const auto reader = fixture.reader();
        std::mt19937 random(6);
        int mixed = 0;
        for (int round = 0; round < 600; ++round) {
            const std::string text = randomFilter(random, records, 3);
            const auto filter = Filter::parse(text);
            QVERIFY2(filter, filter ? "" : (text + ": " + filter.error().message).c_str());
            std::set<std::int64_t> found;
            QVERIFY(reader->ids(always, *filter, SortColumn::Time, false, [&](const auto &batch) {
                found.insert(batch.begin(), batch.end());
            }));
            for (const CallRecord &record : records)
                QVERIFY2(
                    filter->matches(record) == found.contains(record.start.id),
                    (text + "\n" + describe(record)).c_str());
            mixed += !found.empty() && found.size() < records.size() ? 1 : 0;
        }
        QVERIFY(mixed > 200);
    }

    void bodiesAndHeadersAreSearched()
    {
        LogFixture fixture;
        CallRecord record = RandomCalls(8).next(1);
        record.end.requestBody = std::string(50'000, 'x') + "as a Pirate" + std::string(50'000, 'y');
        record.end.responseHead = "Retry-After: 3\n";
        const std::int64_t one = fixture.write(record);
        record.start.uid = base::Uid::create(2);
        record.end.requestBody = "as a poet";
        record.end.responseBody = "arr";
        record.end.responseHead.clear();
        const std::int64_t two = fixture.write(record);
        fixture.drain();
        const auto reader = fixture.reader();
        const auto find = [&](const char *text) {
            std::vector<std::int64_t> ids;
            if (!reader->ids(always, *Filter::parse(text), SortColumn::Time, true, [&](const auto &batch) {
                    ids.insert(ids.end(), batch.begin(), batch.end());
                }))
                ids.push_back(-1);
            return ids;
        };
        using Ids = std::vector<std::int64_t>;
        QCOMPARE(find("body:\"as a pirate\""), Ids{ one });
        QCOMPARE(find("~b arr"), Ids{ two });
        QCOMPARE(find("body:\"as a\""), (Ids{ one, two }));
        QCOMPARE(find("-body:pirate"), Ids{ two });
        QCOMPARE(find("body:parrot"), Ids());
        QCOMPARE(find("header:retry-after"), Ids{ one });
        QCOMPARE(find("body:\"' OR 1=1 --\""), Ids());
    }

    void patternsMatchLikePeopleExpect_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("glob");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("expected");
        const auto row = [](int mode, const char *glob, const char *text, bool expected) {
            QTest::addRow("%d %s %s", mode, glob, text) << mode << glob << text << expected;
        };
        row(0, "a*b*c", "aXXbYYc", true), row(0, "a*b*c", "aXXbYY", false), row(0, "*", "x", true);
        row(0, "**a**", "bab", true), row(0, "a\\*b", "a*b", true), row(0, "a\\*b", "aXb", false);
        row(0, "a*aab", "aaaaaab", true), row(0, "", "", true), row(0, "", "x", false), row(0, "*", "", false);
        row(0, "a\\\\b", "a\\b", true), row(0, "ABC", "abc", true), row(0, "\xc3\x84", "\xc3\xa4", false);
        row(1, "gpt-5", "openai/gpt-5", true), row(1, "gpt-5", "gpt-5-mini", false),
            row(1, "mini", "gpt-5-mini", true);
        row(2, "b*d", "abcde", true), row(2, "", "x", true), row(2, "", "", false), row(2, "x", "abc", false);
    }
    void patternsMatchLikePeopleExpect()
    {
        QFETCH(int, mode);
        QFETCH(QString, glob);
        QFETCH(QString, text);
        QFETCH(bool, expected);
        const TextPattern pattern{ static_cast<TextPattern::Mode>(mode), glob.toStdString() };
        QCOMPARE(pattern.matches(text.toStdString()), expected);
        QVERIFY(TextPattern::decode(pattern.encoded()) == pattern);
    }

    void timesCoverWhatTheySay()
    {
        const base::UnixMicros now = *fromLocal(2026, 11, 21, 12, 30, 15);
        const auto range = [now](const char *text) { return parseTime(text, now); };
        QCOMPARE(range("today")->low, *fromLocal(2026, 11, 21, 0, 0, 0));
        QCOMPARE(range("today")->high, *fromLocal(2026, 11, 22, 0, 0, 0) - 1);
        QCOMPARE(range("yesterday")->low, *fromLocal(2026, 11, 20, 0, 0, 0));
        QCOMPARE(range("2h")->low, now - 2 * 3'600'000'000LL);
        QCOMPARE(range("10:30")->low, *fromLocal(2026, 11, 21, 10, 30, 0));
        QCOMPARE(range("10:30")->high, *fromLocal(2026, 11, 21, 10, 31, 0) - 1);
        QCOMPARE(range("2026-11-20")->high, *fromLocal(2026, 11, 21, 0, 0, 0) - 1);
        QCOMPARE(range("2026-11-20T10:30:15")->high, *fromLocal(2026, 11, 20, 10, 30, 16) - 1);
        for (const char *bad : { "", "2026", "2026-13-01", "2026-00-10", "2026-02-29", "24:00", "10:60", "1y",
                                 "2026-11-20T", "2026-11-20 10:30", "-", "2026-11-20T10:30X" })
            QVERIFY2(!range(bad), bad);
    }
};

QTEST_GUILESS_MAIN(FilterTest)
#include "tst_filter.moc"
