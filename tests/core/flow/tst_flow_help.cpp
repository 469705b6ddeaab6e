// SPDX-License-Identifier: MIT
// When a cached object pays, and when a ping does.
#include "flow/keep_warm.h"
#include "flow/object_keeper.h"

#include <QTest>

using namespace cachescope;
using flow::KeepWarm;
using flow::ObjectKeeper;

namespace cachescope::flow {

struct WarmPing
{ };

} // namespace cachescope::flow

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t lifetime = 300 * second;
const ObjectKeeper::Prices flash{ 0.30, 0.03, 1.0 };

base::Digest key(std::string_view text)
{
    return base::sha256(text);
}

KeepWarm::Use useOf(std::int64_t budget = 1'000'000)
{
    KeepWarm::Use use;
    use.lifetimeMicros = lifetime;
    use.horizonMicros = 3600 * second;
    use.pingPico = 100;
    use.gainPico = 1150;
    use.budgetPico = budget;
    use.upstream = "anthropic";
    return use;
}

const auto anyUpstream = [](const std::string &) { return true; };

/** Calls so far apart from each other. */
void useOften(KeepWarm &warm, std::int64_t gap, int times, std::int64_t &now, const KeepWarm::Use &use = useOf())
{
    const auto ping = std::make_shared<const flow::WarmPing>();
    for (int i = 0; i < times; ++i) {
        now += gap;
        warm.used(key("a"), use, ping, now);
    }
}

} // namespace

class TestFlowHelp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anObjectPaysFromSomeCallsOn()
    {
        // 0.27 saved a call against 0.30 for writing and 1.0 an hour for keeping.
        QVERIFY(std::abs(ObjectKeeper::leastUses(flash, lifetime) - (0.30 + 1.0 / 12) / 0.27) < 1e-9);
        QVERIFY(ObjectKeeper::leastUses(flash, 12 * lifetime) > 4.8);
        QVERIFY(ObjectKeeper::leastUses({ 0.3, 0.3, 1 }, lifetime) > 1e9);
        ObjectKeeper keeper;
        const std::vector<ObjectKeeper::Candidate> one{ { key("a"), 5000 } };
        QVERIFY(!keeper.decide(one, 2048, lifetime, flash, 0).create);
        QVERIFY(keeper.decide(one, 2048, lifetime, flash, second).create);
        QVERIFY(!keeper.decide(one, 2048, lifetime, flash, 2 * second).create); // it is being made
        keeper.created(key("a"), "cachedContents/x", 400 * second);
        QCOMPARE(keeper.decide(one, 2048, lifetime, flash, 3 * second).name, std::string("cachedContents/x"));
        QVERIFY(!keeper.decide(one, 2048, lifetime, flash, 396 * second).use); // about to expire
        QCOMPARE(keeper.takeAll(300 * second).size(), std::size_t{ 1 });
        QVERIFY(!keeper.decide(one, 2048, lifetime, flash, 301 * second).use);
    }

    void rareAndShortBeginningsAreNone()
    {
        ObjectKeeper keeper;
        for (int i = 0; i < 5; ++i) {
            QVERIFY(!keeper.decide({ { key("rare"), 5000 } }, 2048, lifetime, flash, i * 2 * lifetime).create);
            QVERIFY(!keeper.decide({ { key("short"), 2000 } }, 2048, lifetime, flash, i).create);
        }
    }

    void failuresAndLossesPause()
    {
        ObjectKeeper keeper;
        const std::vector<ObjectKeeper::Candidate> one{ { key("a"), 5000 } };
        for (const bool fails : { true, false }) {
            std::int64_t now = fails ? 0 : 2000 * second;
            bool create = false;
            for (; !create; now += second)
                create = keeper.decide(one, 2048, lifetime, flash, now).create.has_value();
            if (fails) {
                keeper.failed(key("a"), now);
            } else {
                keeper.created(key("a"), "cachedContents/x", now + lifetime);
                keeper.gone(key("a"), now);
            }
            for (int i = 0; i < 500; ++i) {
                const auto decision = keeper.decide(one, 2048, lifetime, flash, now + i * second);
                QVERIFY(!decision.create && !decision.use);
            }
        }
    }

    void theLongestIsUsed()
    {
        ObjectKeeper keeper;
        keeper.created(key("a"), "cachedContents/a", lifetime);
        keeper.created(key("ab"), "cachedContents/ab", lifetime);
        const auto decision = keeper.decide(
            { { key("a"), 3000 }, { key("ab"), 4000 }, { key("abc"), 5000 } }, 2048, lifetime, flash, 0);
        QCOMPARE(decision.name, std::string("cachedContents/ab"));
        QCOMPARE(*decision.use, std::size_t{ 1 });
    }

    void chancesComeFromTheGaps()
    {
        QVERIFY(!KeepWarm::chance({ 400, 100 }, 300, 300)); // one gap of that length is none
        QCOMPARE(*KeepWarm::chance({ 400, 500, 2000, 100 }, 300, 300), 2.0 / 3);
        QCOMPARE(*KeepWarm::chance({ 2000, 3000 }, 300, 300), 0.0);
    }

    void pingsOnlyWhereTheyPay()
    {
        KeepWarm warm;
        std::int64_t now = 0;
        useOften(warm, 400 * second, 4, now); // each call comes just after the expiry
        QVERIFY(!warm.isDue(now + 269 * second));
        QVERIFY(warm.isDue(now + 270 * second));
        QCOMPARE(warm.takeDue(now + 270 * second, 1, anyUpstream).size(), std::size_t{ 1 });
        QVERIFY(warm.takeDue(now + 271 * second, 1, anyUpstream).empty()); // just read
        // Nobody ever came this late: it may grow cold.
        QVERIFY(warm.takeDue(now + 540 * second, 1, anyUpstream).empty());
        QVERIFY(!warm.isDue(now + 100'000 * second));
        // Calls that come soon keep it warm by themselves.
        KeepWarm busy;
        useOften(busy, 10 * second, 20, now);
        QVERIFY(busy.takeDue(now + 270 * second, 1, anyUpstream).empty());
        // Whose gaps are unknown is not kept warm, either.
        KeepWarm fresh;
        useOften(fresh, 400 * second, 1, now);
        QVERIFY(fresh.takeDue(now + 270 * second, 1, anyUpstream).empty());
    }

    void neverPastHorizonBudgetOrWithoutTheUpstream()
    {
        std::int64_t now = 0;
        KeepWarm::Use use = useOf();
        use.horizonMicros = 200 * second;
        KeepWarm shortly;
        useOften(shortly, 400 * second, 4, now, use);
        QVERIFY(shortly.takeDue(now + 270 * second, 1, anyUpstream).empty());
        KeepWarm poor;
        useOften(poor, 400 * second, 4, now, useOf(150));
        QCOMPARE(poor.takeDue(now + 270 * second, 1, anyUpstream).size(), std::size_t{ 1 });
        useOften(poor, 400 * second, 1, now, useOf(150));
        QVERIFY(poor.takeDue(now + 270 * second, 1, anyUpstream).empty()); // the day's money is spent
        useOften(poor, 400 * second, 1, now, useOf(150));
        QCOMPARE(poor.takeDue(now + 270 * second, 2, anyUpstream).size(), std::size_t{ 1 });
        KeepWarm down;
        useOften(down, 400 * second, 4, now);
        QVERIFY(down.takeDue(now + 270 * second, 1, [](const std::string &) { return false; }).empty());
        KeepWarm late;
        useOften(late, 400 * second, 4, now);
        QVERIFY(late.takeDue(now + 301 * second, 1, anyUpstream).empty()); // it has expired already
        KeepWarm ended;
        useOften(ended, 400 * second, 4, now);
        ended.clear();
        QVERIFY(ended.takeDue(now + 270 * second, 1, anyUpstream).empty());
    }
};

QTEST_GUILESS_MAIN(TestFlowHelp)
#include "tst_flow_help.moc"
