// SPDX-License-Identifier: MIT
#include "cache/policy.h"

#include <QtTest>

using namespace cachescope;
using namespace std::chrono_literals;
using cache::CacheMode;

namespace {

providers::CallFacts chatCall()
{
    providers::CallFacts facts;
    facts.api = providers::Api::OpenAiChat;
    facts.wellFormed = true;
    return facts;
}

cache::LookupPlan plan(const char *cacheControl, const char *mode = "", const char *ttl = "")
{
    return cache::planLookup(chatCall(), cache::readControls(cacheControl, mode, ttl), {});
}

providers::AnswerFacts wholeAnswer()
{
    providers::AnswerFacts answer;
    answer.complete = true;
    return answer;
}

} // namespace

class CachePolicyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void controlsAreRead();
    void badValuesAreProblems();
    void cacheControlIsForgiving();
    void unmarkedCallsAreCached();
    void wishesOfTheRequest_data();
    void wishesOfTheRequest();
    void callsWithRemoteStateNeedAMark_data();
    void callsWithRemoteStateNeedAMark();
    void disabledMeansDisabled();
    void timeToLive();
    void storing_data();
    void storing();
};

void CachePolicyTest::controlsAreRead()
{
    const auto controls = cache::readControls(
        "No-Store , no-cache=\"a, only-if-cached\",only-if-cached, MAX-AGE=5", " Refresh ", " 60 ");
    QVERIFY(controls.noStore && controls.noCache && controls.onlyIfCached);
    QVERIFY(*controls.maxAge == 5s);
    QVERIFY(controls.mode == CacheMode::Refresh);
    QVERIFY(*controls.ttl == 60s);
    QVERIFY(controls.problem.empty());
    QVERIFY(!cache::readControls("x=\"no-store, only-if-cached\"", "", "").onlyIfCached);
    QVERIFY(cache::readControls("", "ON", "").mode == CacheMode::On);
    QVERIFY(cache::readControls("", "off", "").mode == CacheMode::Off);
    QVERIFY(cache::readControls("", "only", "").mode == CacheMode::Only);
    QVERIFY(cache::readControls("", "", "").mode == CacheMode::Default);
}

void CachePolicyTest::badValuesAreProblems()
{
    QCOMPARE(
        cache::readControls("", "yes", "").problem,
        std::string("X-Cachescope-Cache must be on, off, refresh or only."));
    for (const char *ttl : { "-1", "1.5", "1h", "+5", "0x5", "5 5" })
        QCOMPARE(
            cache::readControls("", "", ttl).problem,
            std::string("X-Cachescope-TTL must be a whole number of seconds."));
}

void CachePolicyTest::cacheControlIsForgiving()
{
    const auto odd = cache::readControls(",, foo=\"bar\\\", no-store\", min-fresh, =, \"", "", "");
    QVERIFY(odd.problem.empty() && !odd.noStore && !odd.noCache);
    // Unreadable freshness: nothing is fresh enough.
    for (const char *text : { "max-age", "max-age=", "max-age=abc", "max-age=-1" })
        QVERIFY(*cache::readControls(text, "", "").maxAge == 0s);
    QVERIFY(*cache::readControls("max-age=\"7\"", "", "").maxAge == 7s);
    QVERIFY(*cache::readControls("max-age=99999999999999999999", "", "").maxAge == std::chrono::seconds(1LL << 31));
    QVERIFY(*cache::readControls("max-age=9, max-age=3", "", "").maxAge == 3s);
}

void CachePolicyTest::unmarkedCallsAreCached()
{
    const auto result = plan("");
    QVERIFY(result.mayServe && result.mayStore && !result.mustNotForward);
    QVERIFY(result.ttl == 24h);
    QVERIFY(result.reason.empty() && !result.maxAge);
}

void CachePolicyTest::wishesOfTheRequest_data()
{
    QTest::addColumn<QByteArray>("cacheControl");
    QTest::addColumn<QByteArray>("mode");
    QTest::addColumn<bool>("serve");
    QTest::addColumn<bool>("store");
    QTest::addColumn<bool>("mustNotForward");
    QTest::addColumn<QByteArray>("reason");
    const auto row
        = [](const char *control, const char *mode, bool serve, bool store, bool stay, const char *reason) {
              QTest::addRow("%s/%s", control, mode)
                  << QByteArray(control) << QByteArray(mode) << serve << store << stay << QByteArray(reason);
          };
    row("", "on", true, true, false, "");
    row("", "off", false, false, false, "off");
    row("", "refresh", false, true, false, "refresh");
    row("", "only", true, false, true, "");
    row("no-store", "", false, false, false, "no-store");
    row("no-cache", "", false, true, false, "no-cache");
    row("max-age=0", "", false, true, false, "max-age=0");
    row("max-age=9", "", true, true, false, "");
    row("only-if-cached", "", true, false, true, "");
    row("only-if-cached, no-cache", "", false, false, true, "no-cache");
    row("no-store", "refresh", false, false, false, "no-store");
    row("only-if-cached", "off", false, false, true, "off");
}

void CachePolicyTest::wishesOfTheRequest()
{
    QFETCH(QByteArray, cacheControl);
    QFETCH(QByteArray, mode);
    const auto result = plan(cacheControl.constData(), mode.constData());
    QTEST(result.mayServe, "serve");
    QTEST(result.mayStore, "store");
    QTEST(result.mustNotForward, "mustNotForward");
    QTEST(QByteArray::fromStdString(result.reason), "reason");
}

void CachePolicyTest::callsWithRemoteStateNeedAMark_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<bool>("onHelps");
    QTest::newRow("opaque") << QByteArray("opaque path") << false;
    QTest::newRow("unreadable") << QByteArray("unreadable body") << false;
    QTest::newRow("store") << QByteArray("leaves remote state") << true;
    QTest::newRow("previous") << QByteArray("continues remote state") << true;
    QTest::newRow("files") << QByteArray("refers to files") << true;
}

void CachePolicyTest::callsWithRemoteStateNeedAMark()
{
    QFETCH(QByteArray, what);
    QFETCH(bool, onHelps);
    auto facts = chatCall();
    if (what == "opaque path")
        facts.api = providers::Api::Opaque;
    facts.wellFormed = what != "unreadable body";
    facts.storesRemotely = what == "leaves remote state";
    facts.continuesRemoteState = what == "continues remote state";
    facts.hasFiles = what == "refers to files";
    const auto unmarked = cache::planLookup(facts, {}, {});
    QVERIFY(!unmarked.mayServe && !unmarked.mayStore);
    QCOMPARE(QByteArray::fromStdString(unmarked.reason), what);
    const auto marked = cache::planLookup(facts, cache::readControls("", "on", ""), {});
    QCOMPARE(marked.mayServe, onHelps);
    QCOMPARE(marked.mayStore, onHelps);
    const auto only = cache::planLookup(facts, cache::readControls("", "only", ""), {});
    QVERIFY(!only.mayServe && only.mustNotForward);
}

void CachePolicyTest::disabledMeansDisabled()
{
    cache::PolicySettings settings;
    settings.enabled = false;
    for (const char *mode : { "", "on", "refresh" }) {
        const auto result = cache::planLookup(chatCall(), cache::readControls("", mode, ""), settings);
        QVERIFY(!result.mayServe && !result.mayStore);
        QCOMPARE(result.reason, std::string("disabled"));
    }
}

void CachePolicyTest::timeToLive()
{
    QVERIFY(plan("", "", "60").ttl == 60s);
    const auto zero = plan("", "", "0");
    QVERIFY(zero.mayServe && !zero.mayStore);
    cache::PolicySettings settings;
    settings.ttl = 5s;
    QVERIFY(cache::planLookup(chatCall(), {}, settings).ttl == 5s);
    QVERIFY(*plan("max-age=30").maxAge == 30s);
}

void CachePolicyTest::storing_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("flaw");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("whole") << 200 << QByteArray() << QByteArray();
    for (const int status : { 201, 202, 204, 206, 301, 400, 401, 404, 429, 500, 529 })
        QTest::addRow("%d", status) << status << QByteArray() << QByteArray("status " + QByteArray::number(status));
    QTest::newRow("incomplete") << 200 << QByteArray("incomplete") << QByteArray("incomplete");
    QTest::newRow("error") << 200 << QByteArray("error") << QByteArray("error in the answer");
    QTest::newRow("refused") << 200 << QByteArray("refused") << QByteArray("refused");
    QTest::newRow("truncated") << 200 << QByteArray("truncated") << QByteArray("truncated");
    QTest::newRow("tools") << 200 << QByteArray("tools") << QByteArray("tool calls");
}

void CachePolicyTest::storing()
{
    QFETCH(int, status);
    QFETCH(QByteArray, flaw);
    QFETCH(QByteArray, reason);
    auto answer = wholeAnswer();
    answer.complete = flaw != "incomplete";
    answer.errorInside = flaw == "error";
    answer.refused = flaw == "refused";
    answer.truncated = flaw == "truncated";
    answer.hasToolCalls = flaw == "tools";
    const auto decision = cache::decideStore(status, answer, {});
    QCOMPARE(decision.store, reason.isEmpty());
    QCOMPARE(QByteArray::fromStdString(decision.reason), reason);
    cache::PolicySettings withTools;
    withTools.storeToolCalls = true;
    QCOMPARE(cache::decideStore(status, answer, withTools).store, reason.isEmpty() || flaw == "tools");
}

QTEST_GUILESS_MAIN(CachePolicyTest)
#include "tst_cache_policy.moc"
