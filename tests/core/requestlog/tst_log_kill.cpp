// SPDX-License-Identifier: MIT
#include "log_fixture.h"
#include "storage/schema.h"

#include <array>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace cachescope;
using namespace cachescope::requestlog;
using namespace std::chrono_literals;

namespace {

/** A log and the process that writes it until it is killed. */
class Lane
{
public:
    Lane() { m_fixture.closeLog(); }

    /** Writes ten calls and opens ten more, again and again; tells of each ten that are safe. */
    void start(unsigned int seed, int round)
    {
        int ends[2] = {};
        QCOMPARE(::pipe(ends), 0);
        m_child = ::fork();
        if (m_child == 0) {
            // A forked child makes its parent's random numbers: request ids must differ by their time.
            m_fixture.clock().advance(std::chrono::seconds(round + 1));
            m_fixture.openLog();
            write(seed, ends[1]);
            ::_exit(1);
        }
        ::close(ends[1]);
        m_told = ends[0];
    }

    void killAfter(std::int64_t tens, useconds_t micros)
    {
        std::int64_t last = 0;
        while (last < tens && ::read(m_told, &last, sizeof last) == sizeof last) { }
        ::usleep(micros);
        ::kill(m_child, SIGKILL);
        ::waitpid(m_child, nullptr, 0);
        while (::read(m_told, &last, sizeof last) == sizeof last) { }
        ::close(m_told);
        m_acknowledged += last * 10;
    }

    void check()
    {
        QVERIFY(storage::check(m_fixture.path()));
        // A child that was killed before it had made its tables leaves none.
        if (m_acknowledged > 0)
            QVERIFY(m_fixture.count("SELECT count(*) FROM request WHERE total_us >= 0") >= m_acknowledged);
    }

    void checkWhenOpenAgain()
    {
        m_fixture.openLog();
        m_fixture.drain();
        QVERIFY(m_fixture.queue().status().message.empty());
        QVERIFY(m_acknowledged > 0);
        QVERIFY(m_fixture.count("SELECT count(*) FROM request WHERE total_us >= 0") >= m_acknowledged);
        QCOMPARE(m_fixture.count("SELECT count(*) FROM request WHERE state = 0"), 0);
        QVERIFY(m_fixture.count("SELECT count(*) FROM request WHERE state = 6 AND total_us < 0") >= m_acknowledged);
        QCOMPARE(
            m_fixture.count("SELECT count(DISTINCT uid) FROM request"),
            m_fixture.count("SELECT count(*) FROM request"));
        // No call is counted twice, none is missing from the roll-ups.
        const auto reader = m_fixture.reader();
        const auto summed = reader->totals(always, Filter());
        const auto counted = reader->totals(always, *Filter::parse("id>0"));
        QVERIFY(summed && counted);
        QVERIFY(sameTotals(*summed, *counted));
    }

private:
    void write(unsigned int seed, int told)
    {
        RandomCalls calls(seed);
        for (std::int64_t i = 1;; ++i) {
            for (int j = 0; j < 10; ++j) {
                CallRecord record = calls.next(m_fixture.clock().wall() + i);
                record.end.requestBody = std::string(3'000, 'b') + std::to_string(i);
                m_fixture.write(record);
                m_fixture.log().open(calls.next(m_fixture.clock().wall() + i).start);
            }
            if (m_fixture.queue().drain(5s) && ::write(told, &i, sizeof i) < 0)
                return;
        }
    }

    LogFixture m_fixture;
    pid_t m_child = 0;
    int m_told = -1;
    std::int64_t m_acknowledged = 0;
};

} // namespace

/** reliability.md, E1: 200 times killed at a random moment while it writes as fast as it can. */
class LogKillTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedAtRandomItKeepsWhatItAcknowledged()
    {
        constexpr int rounds = 50;
        std::array<Lane, 4> lanes; // side by side: most of a life is waiting for the disk
        std::mt19937 random(12);
        unsigned int seed = 0;
        for (int round = 0; round < rounds; ++round) {
            for (Lane &lane : lanes)
                lane.start(++seed, round);
            for (Lane &lane : lanes)
                lane.killAfter(static_cast<std::int64_t>(random() % 5), static_cast<useconds_t>(random() % 4'000));
            for (Lane &lane : lanes)
                lane.check();
        }
        for (Lane &lane : lanes)
            lane.checkWhenOpenAgain();
    }
};

QTEST_GUILESS_MAIN(LogKillTest)
#include "tst_log_kill.moc"
