// SPDX-License-Identifier: MIT
// Retry budget, breaker, limiter: reliability.md F1 and F3 without sockets.
#include "flow/breaker.h"
#include "flow/limiter.h"
#include "flow/retry_budget.h"

#include <QtTest>

#include <map>
#include <random>
#include <thread>

using namespace cachescope::flow;

namespace {

constexpr std::int64_t second = 1'000'000;

Limiter::TicketPointer ticketFor(const std::string &lane, double tokens = 0)
{
    auto ticket = std::make_shared<Limiter::Ticket>();
    ticket->lane = lane;
    ticket->announcedLane = lane + " m";
    ticket->tokens = tokens;
    return ticket;
}

/** Most of `moments` within any stretch of a minute. */
int mostInAMinute(const std::vector<std::int64_t> &moments)
{
    std::size_t first = 0;
    std::size_t most = 0;
    for (std::size_t i = 0; i < moments.size(); ++i) {
        while (moments[i] - moments[first] >= 60 * second)
            ++first;
        most = std::max(most, i - first + 1);
    }
    return static_cast<int>(most);
}

} // namespace

class FlowLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // F3: an upstream that fails all calls for 30 s at 200 a second, after an hour without trouble.
    void retriesNeverExceedTheirShare()
    {
        RetryBudget budget;
        for (int i = 0; i < 100'000; ++i)
            budget.countCall();
        int retries = 0;
        for (int i = 0; i < 6000; ++i) {
            budget.countCall();
            for (int attempt = 0; attempt < 2; ++attempt)
                retries += budget.take(0.2, i * 5'000) ? 1 : 0;
        }
        QVERIFY2(retries <= 1200, qPrintable(QString::number(retries)));
        QVERIFY2(retries >= 1190, qPrintable(QString::number(retries)));
    }

    void aSingleFailureMayAlwaysBeMended()
    {
        RetryBudget budget;
        budget.countCall();
        QVERIFY(budget.take(0.2, 0) && budget.take(0.2, 1));
        QVERIFY(!budget.take(0, 2));
        for (int i = 0; i < 20; ++i)
            budget.take(0.2, 3);
        QVERIFY(!budget.take(0.2, 4));
        QVERIFY(budget.take(0.2, 4 + RetryBudget::calmMicros)); // calm again
    }

    void theBreakerOpensProbesAndCloses()
    {
        Breaker breaker({ 3, 5 * second, 20 * second });
        breaker.failed(0), breaker.failed(0), breaker.succeeded();
        breaker.failed(0), breaker.failed(0);
        QCOMPARE(breaker.ask(0), Breaker::Verdict::Pass);
        breaker.failed(0);
        QCOMPARE(breaker.ask(1), Breaker::Verdict::Refuse);
        QCOMPARE(breaker.status(second).probeInMicros, 4 * second);
        QCOMPARE(breaker.ask(5 * second), Breaker::Verdict::Probe);
        QCOMPARE(breaker.ask(5 * second), Breaker::Verdict::Refuse); // one at a time
        breaker.failed(6 * second);
        QCOMPARE(breaker.ask(15 * second), Breaker::Verdict::Refuse); // twice as long
        QCOMPARE(breaker.ask(16 * second), Breaker::Verdict::Probe);
        breaker.abandoned();
        QCOMPARE(breaker.ask(16 * second), Breaker::Verdict::Probe);
        breaker.succeeded();
        QCOMPARE(breaker.ask(16 * second), Breaker::Verdict::Pass);
        QCOMPARE(breaker.status(16 * second).timesOpened, std::int64_t{ 1 });
    }

    void nothingLimitedIsIdle()
    {
        Limiter limiter;
        QVERIFY(limiter.isIdle());
        LimitRules rules;
        rules.requestsPerMinute = 60;
        limiter.setRules(rules, 0);
        QVERIFY(!limiter.isIdle());
        limiter.setRules({}, 0);
        QVERIFY(limiter.isIdle());
    }

    // F1: 1,000 calls of 5 keys in bursts: never above limit and burst in any minute, and no key starves.
    void noMinuteHoldsMoreThanLimitAndBurst()
    {
        constexpr int perMinute = 60;
        Limiter limiter;
        LimitRules rules;
        rules.requestsPerMinute = perMinute;
        rules.longestWaitMicros = 3600 * second;
        limiter.setRules(rules, 0);
        std::mt19937 random(7);
        std::map<std::string, std::vector<std::int64_t>> granted;
        std::vector<std::pair<std::string, Limiter::TicketPointer>> waiting;
        std::int64_t now = 0;
        int asked = 0;
        const auto collect = [&] {
            std::erase_if(waiting, [&](const auto &item) {
                if (item.second->verdict != Limiter::Verdict::Granted)
                    return false;
                granted[item.first].push_back(now);
                limiter.release(item.second, now);
                return true;
            });
        };
        Limiter::Next next;
        while (asked < 1000 || !waiting.empty()) {
            for (int burst = asked < 1000 ? 64 : 0; burst > 0 && asked < 1000; --burst, ++asked) {
                const std::string key = "key" + std::to_string(random() % 5);
                waiting.emplace_back(key, ticketFor(key));
                next = limiter.ask(waiting.back().second, now);
            }
            collect();
            next = limiter.poll(now);
            collect();
            now = std::min(next.pollAt == TokenBucket::never ? now + second : next.pollAt, now + 7 * second);
        }
        std::size_t total = 0;
        for (const auto &[key, moments] : granted) {
            QVERIFY2(mostInAMinute(moments) <= perMinute + perMinute / 6, key.c_str());
            total += moments.size();
        }
        QCOMPARE(total, std::size_t{ 1000 });
        QCOMPARE(granted.size(), std::size_t{ 5 });
    }

    void keysTakeTurnsForSlots()
    {
        Limiter limiter;
        LimitRules rules;
        rules.concurrency = 1;
        limiter.setRules(rules, 0);
        const auto first = ticketFor("greedy");
        limiter.ask(first, 0);
        std::vector<Limiter::TicketPointer> greedy;
        for (int i = 0; i < 50; ++i) {
            greedy.push_back(ticketFor("greedy"));
            limiter.ask(greedy.back(), 0);
        }
        const auto modest = ticketFor("modest");
        limiter.ask(modest, 0);
        limiter.release(first, 1);
        // At most one of the greedy key's calls goes before the modest one's.
        if (modest->verdict != Limiter::Verdict::Granted)
            limiter.release(greedy.front(), 2);
        QCOMPARE(modest->verdict.load(), Limiter::Verdict::Granted);
        QCOMPARE(limiter.waiting(), 49 + (greedy.front()->verdict == Limiter::Verdict::Granted ? 0 : 1));
    }

    void waitingEnds()
    {
        Limiter limiter;
        LimitRules rules;
        rules.requestsPerMinute = 6; // one in ten seconds
        rules.longestWaitMicros = 15 * second;
        limiter.setRules(rules, 0);
        const auto one = ticketFor("k");
        const auto two = ticketFor("k");
        const auto three = ticketFor("k");
        int told = 0;
        two->ready = three->ready = [&] { ++told; };
        limiter.ask(one, 0);
        QCOMPARE(one->verdict.load(), Limiter::Verdict::Granted);
        QVERIFY(limiter.ask(two, 0).pollAt <= 10 * second + 1);
        limiter.ask(three, 0);
        QVERIFY(limiter.retryAfterMicros(*three, 0) >= 19 * second);
        limiter.poll(10 * second + 1);
        QCOMPARE(two->verdict.load(), Limiter::Verdict::Granted);
        QCOMPARE(three->verdict.load(), Limiter::Verdict::Waiting);
        limiter.poll(15 * second);
        QCOMPARE(three->verdict.load(), Limiter::Verdict::TimedOut);
        QCOMPARE(told, 2);
        QCOMPARE(limiter.waiting(), 0);
    }

    void tokensAreSettledAfterwards()
    {
        Limiter limiter;
        LimitRules rules;
        rules.tokensPerMinute = 6'000; // 100 a second; the bucket holds 1,000
        limiter.setRules(rules, 0);
        const auto one = ticketFor("k", 500);
        limiter.ask(one, 0);
        QCOMPARE(one->verdict.load(), Limiter::Verdict::Granted);
        limiter.settle(*one, 1'500, 0); // it took a thousand more: 500 in debt
        const auto two = ticketFor("k", 100);
        limiter.ask(two, 0);
        limiter.poll(5 * second);
        QCOMPARE(two->verdict.load(), Limiter::Verdict::Waiting);
        limiter.poll(6 * second + 1);
        QCOMPARE(two->verdict.load(), Limiter::Verdict::Granted);
        // Larger than the bucket: goes when the bucket is full.
        const auto huge = ticketFor("other", 100'000);
        limiter.ask(huge, 0);
        QCOMPARE(huge->verdict.load(), Limiter::Verdict::Granted);
    }

    void announcedWallsSlowDown()
    {
        Limiter limiter;
        LimitNews news;
        news.requests = AnnouncedLimit{ 100, 80, 10 * second };
        limiter.learn("k m", news, 0);
        QVERIFY(limiter.isIdle()); // far from the wall
        news.requests = AnnouncedLimit{ 100, 6, 60 * second };
        limiter.learn("k m", news, 0);
        QVERIFY(!limiter.isIdle());
        const auto one = ticketFor("k");
        const auto two = ticketFor("k");
        limiter.ask(one, 0);
        QCOMPARE(one->verdict.load(), Limiter::Verdict::Granted); // six left, five are for others
        const Limiter::Next next = limiter.ask(two, 0);
        QCOMPARE(two->verdict.load(), Limiter::Verdict::Waiting);
        QVERIFY(next.pollAt > 0 && next.pollAt < second); // 94 come back in a minute
        limiter.poll(next.pollAt);
        QCOMPARE(two->verdict.load(), Limiter::Verdict::Granted);
        // A 429 stops everything of that key and model; other keys go on.
        LimitNews stop;
        stop.retryAfterMicros = 3 * second;
        limiter.learn("k m", stop, 2 * second);
        const auto three = ticketFor("k");
        const auto other = ticketFor("other");
        QCOMPARE(limiter.ask(three, 2 * second).pollAt, 5 * second);
        limiter.ask(other, 2 * second);
        QCOMPARE(other->verdict.load(), Limiter::Verdict::Granted);
        limiter.poll(5 * second);
        QCOMPARE(three->verdict.load(), Limiter::Verdict::Granted);
    }

    void manyThreadsShareTheSlots()
    {
        Limiter limiter;
        LimitRules rules;
        rules.concurrency = 3;
        limiter.setRules(rules, 0);
        std::atomic<int> running{ 0 };
        std::atomic<int> most{ 0 };
        std::atomic<int> done{ 0 };
        std::vector<std::thread> threads;
        for (int t = 0; t < 8; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 200; ++i) {
                    auto ticket = ticketFor("key" + std::to_string(t % 5));
                    std::atomic<bool> ready{ false };
                    ticket->ready = [&] { ready = true, ready.notify_one(); };
                    limiter.ask(ticket, i);
                    if (ticket->verdict == Limiter::Verdict::Waiting)
                        ready.wait(false);
                    else if (ticket->verdict != Limiter::Verdict::Granted)
                        return;
                    const int now = ++running;
                    int seen = most;
                    while (now > seen && !most.compare_exchange_weak(seen, now)) { }
                    --running;
                    ++done;
                    limiter.release(ticket, i);
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(done.load(), 1600);
        QVERIFY(most <= 3);
        QCOMPARE(limiter.waiting(), 0);
    }
};

QTEST_GUILESS_MAIN(FlowLimitsTest)
#include "tst_flow_limits.moc"
