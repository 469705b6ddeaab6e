// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "insight/beginning.h"
#include "insight/observe_family.h"
#include "log_fixture.h"
#endif

#include <QTest>

using namespace cachescope;
using insight::Beginning;
using insight::FamilyQuery;
using insight::Observation;
using insight::observeFamily;
using requestlog::CallRecord;
using requestlog::LogFixture;

static const std::string reviewer
    = "You are a careful reviewer of C++ code. Read the diff that follows, name each defect "
      "with its file and line, say how sure you are, and propose the smallest mend.";
static const std::string cook
    = "As a pastry chef you answer questions about dough, ovens, sugar and chocolate. Always give "
      "weights in grams and warn of allergens, politely and briefly, in rhymes.";

static std::string chat(const std::string &system, const std::string &user)
{
    return "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"system\",\"content\":\"" + system
        + "\"},{\"role\":\"user\",\"content\":\"" + user + "\"}]}";
}

static std::shared_ptr<const prompt::Prompt> parsed(const std::string &bytes)
{
    auto prompt = prompt::Prompt::parse(bytes);
    if (!prompt)
        qFatal("%s", prompt.error().message.c_str());
    return *prompt;
}

/** What the log gives as calls of the same kind. */
class ObserveFamilyTest : public QObject
{
    Q_OBJECT

private:
    static CallRecord call(const std::string &body, base::UnixMicros startedAt)
    {
        CallRecord record;
        record.start.uid = base::Uid::create(startedAt);
        record.start.startedAt = startedAt;
        record.start.upstream = "openai";
        record.start.api = providers::Api::OpenAiChat;
        record.start.method = "POST";
        record.start.target = "/v1/chat/completions";
        record.start.model = "gpt-4.1";
        record.start.session = "s1";
        record.start.project = "shop";
        record.start.requestBytes = static_cast<std::int64_t>(body.size());
        record.end.requestBody = body;
        record.end.status = 200;
        record.end.usage.source = providers::UsageSource::Reported;
        record.end.usage.tokens.fresh = 100;
        record.end.usage.tokens.cacheRead = 1024;
        record.end.usage.tokens.output = 7;
        record.end.firstByteMicros = 250'000;
        record.end.totalMicros = 900'000;
        return record;
    }
    static constexpr base::UnixMicros start = 1'790'000'000'000'000;
    static constexpr base::UnixMicros minute = 60'000'000;

    static Observation observe(LogFixture &fixture, const std::string &body, FamilyQuery query = {})
    {
        fixture.drain();
        query.time = std::chrono::seconds(60); // The machine under test may be slow; the limits are tested apart.
        auto found = observeFamily(*fixture.reader(), *parsed(body), query);
        if (!found)
            qFatal("%s", found.error().message.c_str());
        return *std::move(found);
    }

private Q_SLOTS:
    void givesTheNewestAlikeCallsFirst()
    {
        LogFixture fixture;
        for (int i = 0; i < 6; ++i) {
            fixture.write(
                call(chat("It is " + std::to_string(i) + " o'clock. " + reviewer, "diff"), start + i * minute));
            fixture.write(call(chat(cook, "cake"), start + i * minute + 1));
        }
        const Observation found = observe(fixture, chat(reviewer, "another diff"), { .calls = 4 });
        QCOMPARE(found.evidence.calls.size(), std::size_t{ 4 });
        QCOMPARE(found.evidence.calls.front().startedMs, (start + 5 * minute) / 1000);
        QCOMPARE(found.evidence.calls.back().startedMs, (start + 2 * minute) / 1000);
        for (const auto &member : found.evidence.calls)
            QVERIFY(member.prompt->bytes().find("reviewer") != std::string::npos);
    }

    void tellsWhatTheCallsCostAndWhen()
    {
        LogFixture fixture;
        CallRecord record = call(chat(reviewer, "a"), start);
        record.end.usage.tokens.cacheWriteOther = 5;
        record.end.finishReason = "stop";
        record.end.stored = true;
        fixture.write(record);
        const Observation found = observe(fixture, chat(reviewer, "b"));
        QCOMPARE(found.evidence.calls.size(), std::size_t{ 1 });
        const prompt::ObservedCall &member = found.evidence.calls.front();
        QCOMPARE(member.cacheRead, std::int64_t{ 1024 });
        QCOMPARE(member.input(), std::int64_t{ 1129 });
        QCOMPARE(member.firstByteMs, std::int64_t{ 250 });
        QCOMPARE(member.endedMs, std::int64_t{ 900 });
        QCOMPARE(member.session, std::string("s1"));
        QCOMPARE(member.uid, record.start.uid.toString());
        QVERIFY(member.isPaid() && member.storedLocally && found.evidence.localCacheInUse);
    }

    void keepsToTheNamesAskedFor()
    {
        LogFixture fixture;
        CallRecord other = call(chat(reviewer, "a"), start);
        other.start.session = "a \"b\\c*";
        fixture.write(other);
        other.start.session = "s2";
        other.start.project = "lab";
        other.start.uid = base::Uid::create(start + 1);
        fixture.write(other);
        other.start.model = "gpt-4.1-mini";
        other.start.uid = base::Uid::create(start + 2);
        fixture.write(other);
        const std::string body = chat(reviewer, "b");
        QCOMPARE(observe(fixture, body).evidence.calls.size(), std::size_t{ 2 });
        QCOMPARE(observe(fixture, body, { .session = "a \"b\\c*" }).evidence.calls.size(), std::size_t{ 1 });
        QCOMPARE(observe(fixture, body, { .project = "lab" }).evidence.calls.size(), std::size_t{ 1 });
        QCOMPARE(observe(fixture, body, { .model = "gpt-4.1-mini" }).evidence.calls.size(), std::size_t{ 1 });
        QCOMPARE(observe(fixture, body, { .upstream = "anthropic" }).evidence.calls.size(), std::size_t{ 0 });
    }

    void doesNotMultiplyABurst()
    {
        LogFixture fixture;
        for (int i = 0; i < 10; ++i)
            fixture.write(call(chat(reviewer, "a"), start + i * minute));
        QCOMPARE(observe(fixture, chat(reviewer, "b")).evidence.callsPerDay, 10.0);
    }

    void countsTheDayWhenThereAreMoreThanItKeeps()
    {
        LogFixture fixture;
        fixture.write(call(chat(reviewer, "too old to count"), start - 3 * 24 * 60 * minute));
        for (int i = 0; i < 40; ++i) {
            fixture.write(call(chat(reviewer, "a"), start + i * minute));
            fixture.write(call(chat(cook, "a"), start + i * minute + 1));
        }
        const auto evidence = observe(fixture, chat(reviewer, "b"), { .calls = 10 }).evidence;
        QCOMPARE(evidence.calls.size(), std::size_t{ 10 });
        // 79 or 80 calls of the day, of which every second one is alike.
        QVERIFY2(
            evidence.callsPerDay >= 39 && evidence.callsPerDay <= 41,
            qPrintable(QString::number(evidence.callsPerDay)));
    }

    void dividesByTheDaysTheySpan()
    {
        LogFixture fixture;
        for (int i = 0; i < 8; ++i)
            fixture.write(call(chat(reviewer, "a"), start + i * 12 * 60 * minute));
        const auto evidence = observe(fixture, chat(reviewer, "b")).evidence;
        QCOMPARE(evidence.observedDays, 3.5);
        QVERIFY(qAbs(evidence.callsPerDay - 8 / 3.5) < 1e-9);
    }

    void countsCallsWithoutABody()
    {
        LogFixture fixture;
        CallRecord empty = call(chat(reviewer, "a"), start);
        empty.end.requestBody.clear();
        fixture.write(empty);
        CallRecord broken = call(chat(reviewer, "a"), start + 1);
        broken.end.requestBody.pop_back();
        fixture.write(broken);
        const Observation found = observe(fixture, chat(reviewer, "b"));
        QCOMPARE(found.evidence.calls.size(), std::size_t{ 0 });
        QCOMPARE(found.bodiesMissing, 2);
    }

    void stopsAtItsLimits()
    {
        LogFixture fixture;
        for (int i = 0; i < 10; ++i)
            fixture.write(call(chat(i < 5 ? reviewer : cook, "a"), start + i));
        const std::string body = chat(reviewer, "b");
        const Observation few = observe(fixture, body, { .calls = 3, .openedBodies = 5 });
        QCOMPARE(few.evidence.calls.size(), std::size_t{ 0 });
        QVERIFY(few.evidence.calls.empty());
        QCOMPARE(observe(fixture, body, { .scannedRows = 7 }).evidence.calls.size(), std::size_t{ 2 });
        const Observation small = observe(fixture, body, { .keptBytes = 1 });
        QCOMPARE(small.evidence.calls.size(), std::size_t{ 1 });
        QVERIFY(small.stoppedEarly);
    }

    void aTextFitsRequestsOfAnyForm()
    {
        LogFixture fixture;
        fixture.write(call(chat(reviewer, "a"), start));
        QCOMPARE(observe(fixture, reviewer).evidence.calls.size(), std::size_t{ 1 });
        CallRecord other = call("{\"model\":\"gpt-4.1\",\"input\":[]}", start + 1);
        other.start.api = providers::Api::OpenAiEmbeddings;
        fixture.write(other);
        QCOMPARE(observe(fixture, reviewer).evidence.calls.size(), std::size_t{ 1 });
    }

    void aRequestOfAnotherFormIsNoMember()
    {
        LogFixture fixture;
        CallRecord other
            = call("{\"model\":\"gpt-4.1\",\"instructions\":\"" + reviewer + "\",\"input\":\"Go.\"}", start);
        other.start.api = providers::Api::OpenAiResponses;
        fixture.write(other);
        QCOMPARE(observe(fixture, chat(reviewer, "b")).evidence.calls.size(), std::size_t{ 0 });
        QCOMPARE(observe(fixture, reviewer).evidence.calls.size(), std::size_t{ 1 });
    }

    void likenessDoesNotMindOrder()
    {
        const auto swapped = parsed(chat(cook + " " + reviewer, "x"));
        const auto plain = parsed(chat(reviewer + " " + cook, "y"));
        QVERIFY(Beginning::of(*swapped).likeness(Beginning::of(*plain)) > 0.9);
        QVERIFY(
            Beginning::of(*parsed(chat(cook, "x"))).likeness(Beginning::of(*parsed(chat(reviewer, "x")))) < 0.1);
    }
};

QTEST_GUILESS_MAIN(ObserveFamilyTest)
#include "tst_observe_family.moc"
