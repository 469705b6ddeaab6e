// SPDX-License-Identifier: MIT
// reliability.md I4, E1: a call that went upstream has its row, whenever the program dies.
#include "log_fixture.h"

#include <csignal>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cachescope;
using namespace cachescope::requestlog;

namespace {

/** Runs `life` in a process of its own, which then dies by SIGKILL. */
template <typename Life> void dies(const Life &life)
{
    const pid_t child = ::fork();
    if (child == 0) {
        life();
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
}

std::string journalOf(const LogFixture &fixture)
{
    return fixture.path() + "-calls";
}

CallStart someCall(LogFixture &fixture, int number)
{
    RandomCalls calls(static_cast<unsigned int>(number));
    CallStart start = calls.next(fixture.clock().wall() + number).start;
    start.uid.bytes.back() = static_cast<std::uint8_t>(number);
    return start;
}

} // namespace

class CallJournalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void announcedAndKilled()
    {
        constexpr int calls = 20;
        LogFixture fixture;
        fixture.closeLog();
        dies([&] {
            fixture.openLog();
            for (int i = 0; i < calls; ++i) {
                const CallStart start = someCall(fixture, i);
                new CallJournal::Entry(fixture.log().announce(start)); // Never given back.
            }
        });
        for (int again = 0; again < 2; ++again) {
            fixture.openLog();
            fixture.drain();
            QCOMPARE(fixture.count("SELECT count(*) FROM request"), calls);
            QCOMPARE(fixture.count("SELECT count(*) FROM request WHERE state = 6 AND total_us < 0"), calls);
            fixture.closeLog();
        }
        fixture.openLog();
        const auto reader = fixture.reader();
        const auto all = reader->totals({ 0, std::int64_t{ 1 } << 60 }, Filter());
        QVERIFY(all);
        QCOMPARE(all->requests(), calls);
        for (int i = 0; i < calls; ++i) {
            const CallStart wanted = someCall(fixture, i);
            const auto rows = reader->rows({ i + 1 });
            QVERIFY(rows && rows->size() == 1);
            const CallStart &found = rows->front().start;
            QCOMPARE(found.uid.bytes.back(), wanted.uid.bytes.back()); // The rest is random.
            QCOMPARE(found.startedAt, wanted.startedAt);
            QCOMPARE(found.target, wanted.target);
            QCOMPARE(found.model, wanted.model);
            QCOMPARE(found.session, wanted.session);
            QCOMPARE(found.requestBytes, wanted.requestBytes);
            QCOMPARE(found.api, wanted.api);
        }
    }

    // Whatever the writer had done by then: one row for each, and each counted once.
    void killedAtAnyStage()
    {
        constexpr int rounds = 40;
        LogFixture fixture;
        fixture.closeLog();
        for (int round = 0; round < rounds; ++round) {
            dies([&] {
                fixture.openLog();
                for (int i = 0; i < 4; ++i) {
                    const CallStart start = someCall(fixture, round * 4 + i);
                    CallJournal::Entry entry = fixture.log().announce(start);
                    if (i == 0)
                        fixture.log().record(start, CallEnd(), std::move(entry));
                    else if (i == 1)
                        fixture.log().finish(fixture.log().open(start, std::move(entry)), CallEnd());
                    else if (i == 2)
                        fixture.log().open(start, std::move(entry));
                    else
                        new CallJournal::Entry(std::move(entry));
                }
                // Somewhere around the commit, which comes after five milliseconds.
                ::usleep(static_cast<useconds_t>(round * 250));
            });
        }
        fixture.openLog();
        fixture.drain();
        QCOMPARE(fixture.count("SELECT count(*) FROM request"), rounds * 4);
        QCOMPARE(fixture.count("SELECT count(DISTINCT uid) FROM request"), rounds * 4);
        QCOMPARE(fixture.count("SELECT count(*) FROM request WHERE state = 0"), 0);
        const auto reader = fixture.reader();
        QCOMPARE(reader->totals({ 0, std::int64_t{ 1 } << 60 }, Filter())->requests(), rounds * 4);
    }

    void whatWasCommittedLeavesNothingBehind()
    {
        LogFixture fixture;
        for (int i = 0; i < 100; ++i) {
            const CallStart start = someCall(fixture, i);
            fixture.log().record(start, CallEnd(), fixture.log().announce(start));
        }
        fixture.closeLog();
        const auto opened = CallJournal::open(journalOf(fixture));
        QVERIFY(opened);
        QVERIFY(opened->leftovers.empty());
    }

    void aFullJournalCounts()
    {
        LogFixture fixture;
        std::vector<CallJournal::Entry> entries;
        for (std::size_t i = 0; i < CallJournal::slots; ++i)
            entries.push_back(fixture.log().announce({}));
        QCOMPARE(fixture.log().unannounced(), 0);
        QVERIFY(!fixture.log().announce({}));
        QCOMPARE(fixture.log().unannounced(), 1);
        entries.pop_back();
        QVERIFY(fixture.log().announce({}));
    }

    void theLongestTextsFit()
    {
        LogFixture fixture;
        const std::string endless(1000, 'x');
        CallStart start;
        for (std::string CallStart::*field :
             { &CallStart::upstream, &CallStart::method, &CallStart::target, &CallStart::model, &CallStart::client,
               &CallStart::session, &CallStart::project, &CallStart::nameSpace, &CallStart::version,
               &CallStart::credential })
            start.*field = endless;
        fixture.closeLog();
        dies([&] {
            fixture.openLog();
            new CallJournal::Entry(fixture.log().announce(start));
        });
        fixture.openLog();
        fixture.drain();
        const auto rows = fixture.reader()->rows({ 1 });
        QVERIFY(rows && rows->size() == 1);
        QCOMPARE(rows->front().start.target, endless.substr(0, 120));
        QCOMPARE(rows->front().start.credential, endless.substr(0, 12));
    }

    void damageIsNoCall()
    {
        LogFixture fixture;
        fixture.closeLog();
        dies([&] {
            fixture.openLog();
            for (int i = 0; i < 8; ++i)
                new CallJournal::Entry(fixture.log().announce(someCall(fixture, i)));
        });
        {
            // Within the second slot's payload, as a torn page would be.
            std::fstream file(journalOf(fixture), std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(512 + 40);
            file.write("torn", 4);
        }
        fixture.openLog();
        fixture.drain();
        QCOMPARE(fixture.count("SELECT count(*) FROM request"), 7);
    }

    void itIsPrivateAndNotNeeded()
    {
        LogFixture fixture;
        struct stat state
        { };
        QCOMPARE(::stat(journalOf(fixture).c_str(), &state), 0);
        QCOMPARE(state.st_mode & 0777, 0600U);
        fixture.closeLog();
        ::unlink(journalOf(fixture).c_str());
        QCOMPARE(::mkdir(journalOf(fixture).c_str(), 0700), 0);
        fixture.openLog();
        QVERIFY(!fixture.log().announce({}));
        QCOMPARE(fixture.log().unannounced(), 1);
        fixture.log().record(someCall(fixture, 1), CallEnd());
        fixture.drain();
        QCOMPARE(fixture.count("SELECT count(*) FROM request"), 1);
    }
};

QTEST_GUILESS_MAIN(CallJournalTest)
#include "tst_call_journal.moc"
