// SPDX-License-Identifier: MIT
// One call writes, the others read.
#include "flow/warm_gate.h"

#include <QTest>

#include <atomic>
#include <memory>
#include <thread>

using namespace cachescope;
using flow::WarmGate;
using Verdict = WarmGate::Verdict;

namespace {

constexpr std::int64_t lifetime = 1000;

base::Digest beginning(std::string_view text)
{
    return base::sha256(text);
}

struct Caller
{
    Caller(std::initializer_list<std::string_view> beginnings)
    {
        for (const std::string_view text : beginnings)
            ticket->beginnings.push_back(beginning(text));
        ticket->lifetimeMicros = lifetime;
        ticket->wake = [this] { ++woken; };
    }
    WarmGate::TicketPointer ticket = std::make_shared<WarmGate::Ticket>();
    std::atomic<int> woken{ 0 };
};

} // namespace

class TestFlowWarmGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstWritesTheOthersFollow()
    {
        WarmGate gate;
        Caller first{ "system", "system one" }, second{ "system", "system two" }, stranger{ "other" };
        QCOMPARE(gate.ask(first.ticket, 0), Verdict::Lead);
        QCOMPARE(gate.ask(second.ticket, 1), Verdict::Wait);
        QCOMPARE(gate.ask(stranger.ticket, 1), Verdict::Lead);
        gate.wrote(first.ticket, 10);
        QCOMPARE(second.woken.load(), 1);
        QCOMPARE(gate.ask(second.ticket, 11), Verdict::Lead); // of its own longer end
        Caller third{ "system", "system one" };
        QCOMPARE(gate.ask(third.ticket, 12), Verdict::Go);
        // Reading renews; then it grows cold.
        Caller fourth{ "system" }, fifth{ "system" };
        QCOMPARE(gate.ask(fourth.ticket, 1005), Verdict::Go);
        QCOMPARE(gate.ask(fifth.ticket, 2100), Verdict::Lead);
    }

    void aWriterThatFailsMakesRoomForTheNext()
    {
        WarmGate gate;
        Caller first{ "a" }, second{ "a" }, third{ "a" };
        QCOMPARE(gate.ask(first.ticket, 0), Verdict::Lead);
        QCOMPARE(gate.ask(second.ticket, 0), Verdict::Wait);
        QCOMPARE(gate.ask(third.ticket, 0), Verdict::Wait);
        gate.leave(first.ticket);
        QCOMPARE(second.woken.load() + third.woken.load(), 2);
        QCOMPARE(gate.ask(second.ticket, 1), Verdict::Lead);
        QCOMPARE(gate.ask(third.ticket, 1), Verdict::Wait);
        gate.leave(third.ticket); // gave up: nobody wakes it any more
        gate.wrote(second.ticket, 2);
        QCOMPARE(third.woken.load(), 1);
    }

    void aWriterThatVanishesIsNoObstacle()
    {
        WarmGate gate;
        Caller second{ "a" };
        {
            Caller first{ "a" };
            QCOMPARE(gate.ask(first.ticket, 0), Verdict::Lead);
        }
        QCOMPARE(gate.ask(second.ticket, 0), Verdict::Lead);
    }

    void memoryIsBounded()
    {
        WarmGate gate;
        for (int i = 0; i < 50'000; ++i) {
            Caller caller{ std::to_string(i) };
            gate.ask(caller.ticket, i);
            gate.wrote(caller.ticket, i);
        }
        QVERIFY(gate.size() <= 20'000);
    }

    void manyThreadsElectOneWriter()
    {
        WarmGate gate;
        std::atomic<int> leaders{ 0 }, passed{ 0 };
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&] {
                for (int round = 0; round < 200; ++round) {
                    auto ticket = std::make_shared<WarmGate::Ticket>();
                    ticket->beginnings = { beginning(std::to_string(round)) };
                    ticket->lifetimeMicros = lifetime;
                    const auto news = std::make_shared<std::atomic<bool>>(false); // a wake-up may outlive the round
                    ticket->wake = [news] {
                        *news = true;
                        news->notify_one();
                    };
                    Verdict verdict = gate.ask(ticket, 0);
                    while (verdict == Verdict::Wait) {
                        news->wait(false);
                        *news = false;
                        verdict = gate.ask(ticket, 0);
                    }
                    if (verdict == Verdict::Lead) {
                        ++leaders;
                        gate.wrote(ticket, 0);
                    }
                    ++passed;
                    gate.leave(ticket);
                }
            });
        threads.clear();
        QCOMPARE(passed.load(), 1600);
        QCOMPARE(leaders.load(), 200);
    }
};

QTEST_GUILESS_MAIN(TestFlowWarmGate)
#include "tst_flow_warm_gate.moc"
