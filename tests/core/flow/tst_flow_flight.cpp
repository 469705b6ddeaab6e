// SPDX-License-Identifier: MIT
// Single flight without sockets: reliability.md D4 to D6.
#include "flow/flight.h"

#include <QtTest>

#include <barrier>
#include <semaphore>
#include <thread>

namespace cachescope::flow {
struct FlightSummary
{
    int number = 0;
};
} // namespace cachescope::flow

using namespace cachescope::flow;

namespace {

/** A listener that takes whenever it is woken, on a thread of its own. */
std::string listenToTheEnd(
    const std::shared_ptr<Flight> &flight, Flight::Listener listener, std::counting_semaphore<> &woken,
    std::optional<Flight::End> &end)
{
    std::string got;
    for (;;) {
        for (;;) {
            const std::size_t before = got.size();
            const Flight::Taken taken = flight->take(listener, got, 1000);
            if (taken.end) {
                end = taken.end;
                flight->leave(listener);
                return got;
            }
            if (got.size() == before)
                break;
        }
        woken.acquire();
    }
}

} // namespace

class FlowFlightTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lateJoinersGetTheBeginning()
    {
        FlightBoard board;
        const auto leader = board.join(
            "k", [] {}, [] {}, 0);
        QVERIFY(leader.leads());
        leader.flight->begin({ 200, "text/plain", {} });
        leader.flight->append("one ");
        const auto late = board.join(
            "k", [] {}, [] {}, 0);
        QVERIFY(!late.leads());
        std::string got;
        auto taken = late.flight->take(late.listener, got, 100);
        QCOMPARE(got, std::string("one "));
        QCOMPARE(taken.head->status, 200);
        QVERIFY(!taken.end);
        leader.flight->append("two");
        leader.flight->end(Flight::End::Whole, std::make_shared<FlightSummary>(FlightSummary{ 7 }));
        taken = late.flight->take(late.listener, got, 2);
        QVERIFY(!taken.end);
        taken = late.flight->take(late.listener, got, 100);
        QCOMPARE(got, std::string("one two"));
        QCOMPARE(*taken.end, Flight::End::Whole);
        QCOMPARE(taken.summary->number, 7);
        // Over: the next one flies anew.
        QVERIFY(board
                    .join(
                        "k", [] {}, [] {}, 0)
                    .leads());
    }

    void theWindowKeepsAnEndedFlightJoinable()
    {
        FlightBoard board;
        const auto leader = board.join(
            "k", [] {}, [] {}, 0);
        leader.flight->begin({ 200, "", {} });
        leader.flight->append("whole");
        leader.flight->end(Flight::End::Whole, nullptr, 100);
        board.sweep(50);
        QCOMPARE(board.lingeringBytes(), std::size_t{ 5 });
        const auto late = board.join(
            "k", [] {}, [] {}, 99);
        QVERIFY(!late.leads());
        std::string got;
        QCOMPARE(*late.flight->take(late.listener, got, 100).end, Flight::End::Whole);
        QCOMPARE(got, std::string("whole"));
        QVERIFY(board
                    .join(
                        "k", [] {}, [] {}, 100)
                    .leads());
        board.sweep(100);
        QCOMPARE(board.size(), std::size_t{ 1 });
        // A failure is never handed to newcomers.
        const auto failing = board.join(
            "f", [] {}, [] {}, 0);
        failing.flight->end(Flight::End::Failed, nullptr, 100);
        QVERIFY(board
                    .join(
                        "f", [] {}, [] {}, 1)
                    .leads());
    }

    // D5: the flight lives while anyone listens.
    void itLivesWhileAnyoneListens()
    {
        FlightBoard board;
        int wakes = 0;
        const auto leader = board.join(
            "k", [&] { ++wakes; }, [] {}, 0);
        const auto one = board.join(
            "k", [] {}, [] {}, 0);
        const auto two = board.join(
            "k", [] {}, [] {}, 0);
        QVERIFY(leader.flight->leaderLeft());
        one.flight->leave(one.listener);
        QCOMPARE(wakes, 0);
        QVERIFY(!leader.flight->isAbandoned());
        two.flight->leave(two.listener);
        QCOMPARE(wakes, 1);
        QVERIFY(leader.flight->isAbandoned());
        // A newcomer starts afresh though the old one is still on the board; removing the old one leaves the new.
        const auto fresh = board.join(
            "k", [] {}, [] {}, 0);
        QVERIFY(fresh.leads() && fresh.flight != leader.flight);
        board.remove("k", leader.flight);
        QVERIFY(!board
                     .join(
                         "k", [] {}, [] {}, 0)
                     .leads());
    }

    void aLeaderAloneTakesItsFlightAlong()
    {
        FlightBoard board;
        const auto leader = board.join(
            "k", [] {}, [] {}, 0);
        QVERIFY(!leader.flight->leaderLeft());
        QVERIFY(board
                    .join(
                        "k", [] {}, [] {}, 0)
                    .leads());
    }

    void aSlowListenerSlowsTheLeaderAndCatchesUp()
    {
        int wakes = 0;
        Flight flight([&] { ++wakes; }, 1000);
        flight.begin({ 200, "", {} });
        const auto slow = flight.join([] {}, 0);
        const auto quick = flight.join([] {}, 0);
        std::string all;
        std::string quickGot;
        std::string slowGot;
        for (int i = 0; i < 15; ++i) {
            const std::string part(100, static_cast<char>('a' + i));
            all += part;
            flight.append(part);
            flight.take(*quick, quickGot, 1000);
        }
        QVERIFY(flight.isCongested());
        QVERIFY(!flight.join([] {}, 0)); // the beginning can no longer be promised
        flight.take(*slow, slowGot, 1200);
        QCOMPARE(wakes, 1);
        QVERIFY(!flight.isCongested());
        for (int i = 0; i < 30; ++i) {
            const std::string part(100, static_cast<char>('A' + i % 26));
            all += part;
            flight.append(part);
            flight.take(*quick, quickGot, 1000);
            flight.take(*slow, slowGot, 1000);
            QVERIFY(flight.heldBytes() <= 2000);
        }
        flight.end(Flight::End::Cut, nullptr);
        QCOMPARE(*flight.take(*slow, slowGot, 1000).end, Flight::End::Cut);
        QCOMPARE(slowGot, all);
        QCOMPARE(quickGot, all);
    }

    // D4: a hundred at once, on many threads, joining at any moment of the answer.
    void aHundredGetOneAnswer()
    {
        constexpr int callers = 100;
        constexpr int parts = 300;
        FlightBoard board;
        std::atomic<int> flights{ 0 };
        std::atomic<int> wrong{ 0 };
        std::barrier start(callers);
        std::string expected;
        for (int i = 0; i < parts; ++i)
            expected += "part " + std::to_string(i) + "\n";
        std::vector<std::thread> threads;
        for (int t = 0; t < callers; ++t) {
            threads.emplace_back([&, t] {
                std::counting_semaphore<> woken(0);
                start.arrive_and_wait();
                const auto place = board.join(
                    "question", [] {}, [&] { woken.release(); }, 0);
                if (place.leads()) {
                    ++flights;
                    place.flight->begin({ 200, "text/event-stream", {} });
                    for (int i = 0; i < parts; ++i)
                        place.flight->append("part " + std::to_string(i) + "\n");
                    place.flight->end(Flight::End::Whole, nullptr, 1);
                    return;
                }
                std::optional<Flight::End> end;
                if (t % 7 == 0) { // some leave in the middle
                    std::string some;
                    place.flight->take(place.listener, some, 100);
                    place.flight->leave(place.listener);
                    return;
                }
                const std::string got = listenToTheEnd(place.flight, place.listener, woken, end);
                if (got != expected || end != Flight::End::Whole)
                    ++wrong;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(flights.load(), 1);
        QCOMPARE(wrong.load(), 0);
    }

    // D5 under load: joining and leaving while flights are being abandoned; nobody hangs, nobody gets half.
    void comingAndGoingNeverHangs()
    {
        FlightBoard board;
        std::atomic<int> whole{ 0 };
        std::atomic<int> led{ 0 };
        std::vector<std::thread> threads;
        constexpr int rounds = 400;
        constexpr int callers = 6;
        for (int t = 0; t < callers; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < rounds; ++i) {
                    std::counting_semaphore<> woken(0);
                    const auto place = board.join(
                        "k", [] {}, [&] { woken.release(); }, 0);
                    if (!place.leads()) {
                        std::optional<Flight::End> end;
                        const std::string got = listenToTheEnd(place.flight, place.listener, woken, end);
                        if (end == Flight::End::Whole && got == "answer")
                            ++whole;
                        continue;
                    }
                    ++led;
                    place.flight->append("ans");
                    const bool leaves = (i + t) % 3 == 0;
                    if (leaves && !place.flight->leaderLeft()) {
                        board.remove("k", place.flight);
                        continue;
                    }
                    place.flight->append("wer");
                    place.flight->end(Flight::End::Whole, nullptr);
                    board.remove("k", place.flight);
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(whole + led, rounds * callers);
        QCOMPARE(board.size(), std::size_t{ 0 });
    }
};

QTEST_GUILESS_MAIN(FlowFlightTest)
#include "tst_flow_flight.moc"
