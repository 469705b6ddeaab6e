// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "prompt/prefix_views.h"
#endif

#include <QTest>

using namespace cachescope;
using namespace cachescope::prompt;
using Cause = PrefixEnd::Cause;

namespace {

std::shared_ptr<const Prompt> parsed(const std::string &bytes)
{
    auto prompt = Prompt::parse(bytes);
    if (!prompt)
        qFatal("%s", prompt.error().message.c_str());
    return *prompt;
}

TokenLayout laidOut(const Prompt &prompt)
{
    return layOut(prompt, "gpt-4.1", tokens::ModelTable()).value();
}

providers::CachingRules rules()
{
    return providers::cachingRules(*providers::PriceBook::shipped(), "openai", "gpt-4.1");
}

std::string words(int count, const std::string &word)
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += word;
    return text;
}

std::string call(const std::string &system, const std::string &user)
{
    return "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"system\",\"content\":\"" + system
        + "\"},{\"role\":\"user\",\"content\":\"" + user + "\"}]}";
}

LogEvidence evidence(const std::vector<std::string> &bodies)
{
    LogEvidence log;
    for (const std::string &body : bodies) {
        ObservedCall observed;
        observed.prompt = parsed(body);
        log.calls.push_back(observed);
    }
    return log;
}

SampledPrefix sampled(const Prompt &prompt, const std::vector<ValueSet> &sets)
{
    auto found = sampledPrefix(prompt, sets, "gpt-4.1", tokens::ModelTable(), rules());
    if (!found || !*found)
        qFatal("no sampled prefix");
    return **found;
}

ObservedPrefix observed(const Prompt &prompt, const LogEvidence &log)
{
    auto found = observedPrefix(prompt, laidOut(prompt), log, "gpt-4.1", tokens::ModelTable(), rules());
    if (!found || !*found)
        qFatal("no observed prefix");
    return **found;
}

} // namespace

/** The prefix as value sets and as the log see it. */
class PrefixViewsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void variablesThatNeverChangeEndNothing()
    {
        const auto prompt = parsed("Work for {{company}}.\n" + words(1200, " rule") + "\nIt is {{now}}.\n");
        const auto fixed = staticPrefix(*prompt, laidOut(*prompt), rules());
        QCOMPARE(fixed.end.culprit, std::string("company"));
        QVERIFY(fixed.stableTokens < 10);
        const auto found = sampled(
            *prompt,
            { { { "company", "ACME" }, { "now", "12:01" } }, { { "company", "ACME" }, { "now", "13:02" } } });
        QCOMPARE(found.sets, std::size_t{ 2 });
        QCOMPARE(int(found.prefix.end.cause), int(Cause::Variable));
        QCOMPARE(found.prefix.end.culprit, std::string("now"));
        QCOMPARE(found.prefix.end.sourceByte, prompt->bytes().find("{{now}}"));
        QVERIFY(found.prefix.stableTokens > 1200);
        QCOMPARE(found.prefix.cacheableTokens, std::int64_t{ 1152 });
    }

    void valuesThatBeginAlikeShareMore()
    {
        const auto prompt = parsed("A {{text}}");
        const std::string common = words(50, " same");
        const auto found = sampled(*prompt, { { { "text", common + " one" } }, { { "text", common + " two" } } });
        QVERIFY(found.prefix.stableTokens >= 50);
    }

    void theShortestAgreementOfManySetsCounts()
    {
        const auto prompt = parsed("{{a}}" + words(30, " x") + "{{b}}");
        const auto found = sampled(
            *prompt,
            { { { "a", "1" }, { "b", "1" } }, { { "a", "1" }, { "b", "2" } }, { { "a", "2" }, { "b", "1" } } });
        QCOMPARE(found.prefix.end.culprit, std::string("a"));
        QCOMPARE(found.prefix.stableTokens, std::int64_t{ 0 });
    }

    void oneSetSaysNothing()
    {
        const auto prompt = parsed("{{a}} b");
        const auto found = sampledPrefix(*prompt, { { { "a", "1" } } }, "gpt-4.1", tokens::ModelTable(), rules());
        QVERIFY(found.has_value() && !found->has_value());
    }

    void valuesInRequestsAreEscaped()
    {
        const auto prompt = parsed(call("Say {{word}}.", "go"));
        const auto found = sampled(*prompt, { { { "word", "a \"quote\"\n" } }, { { "word", "a \"quote\"\n!" } } });
        QCOMPARE(found.prefix.end.culprit, std::string("word"));
        QVERIFY(found.prefix.stableTokens > 6);
    }

    void nineOfTenCallsDecide()
    {
        const std::string system = words(1500, " rule");
        std::vector<std::string> bodies;
        for (int i = 0; i < 19; ++i)
            bodies.push_back(call(system, "question " + std::to_string(i)));
        bodies.push_back(call("12:05" + system, "question"));
        const auto prompt = parsed(call(system, "another"));
        const auto found = observed(*prompt, evidence(bodies));
        QCOMPARE(found.calls, std::size_t{ 20 });
        QCOMPARE(found.agreeing, std::size_t{ 19 });
        QCOMPARE(int(found.prefix.end.cause), int(Cause::Difference));
        QCOMPARE(found.prefix.end.culprit, std::string("messages[1] user"));
        QCOMPARE(prompt->bytes().substr(found.prefix.end.sourceByte, 7), std::string("another"));
        QVERIFY(found.prefix.stableTokens > 1500);
        QVERIFY(found.others.has_value());
        QCOMPARE(found.others->calls, std::size_t{ 1 });
        QCOMPARE(found.others->culprit, std::string("messages[0] system"));
        QVERIFY(found.others->sharedTokens < 10);
    }

    void manyDeviatingCallsEndThePrefix()
    {
        const std::string system = words(100, " rule");
        std::vector<std::string> bodies;
        for (int i = 0; i < 10; ++i)
            bodies.push_back(call((i < 2 ? "Monday" : "Friday") + system, "q"));
        const auto found = observed(*parsed(call("Friday" + system, "q")), evidence(bodies));
        QCOMPARE(found.prefix.end.culprit, std::string("messages[0] system"));
        QVERIFY(found.prefix.stableTokens < 10);
        QVERIFY(!found.others.has_value());
    }

    void shorterAndLongerCallsContradictNothing()
    {
        const std::string system = words(100, " rule");
        const std::string whole = call(system, "q");
        const std::string begin
            = "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"system\",\"content\":\"" + system + "\"}]}";
        const auto prompt = parsed(whole);
        const auto found = observed(*prompt, evidence({ begin, whole }));
        QCOMPARE(int(found.prefix.end.cause), int(Cause::BelowMinimum));
        QCOMPARE(found.prefix.stableTokens, laidOut(*prompt).segments.back().end);
        QCOMPARE(found.agreeing, std::size_t{ 2 });
    }

    void textIsHeldAgainstTheSegmentThatFits()
    {
        const std::string system = "You answer briefly." + words(60, " rule");
        const auto prompt = parsed(system + "\nIt is {{now}}.");
        const auto found = observed(
            *prompt, evidence({ call(system + "\\nIt is 12:01.", "q"), call(system + "\\nIt is 12:02.", "q") }));
        QVERIFY(found.prefix.stableTokens > 60);
        QCOMPARE(prompt->bytes().substr(found.prefix.end.sourceByte, 4), std::string(" {{n").substr(0, 4));
    }

    void callsWithoutBodiesSayNothing()
    {
        LogEvidence log;
        log.calls.resize(3);
        const auto prompt = parsed("a");
        const auto found = observedPrefix(*prompt, laidOut(*prompt), log, "gpt-4.1", tokens::ModelTable(), rules());
        QVERIFY(found.has_value() && !found->has_value());
    }

    void cancelsBetweenCalls()
    {
        const auto prompt = parsed(call("a", "b"));
        const auto found = observedPrefix(
            *prompt, laidOut(*prompt), evidence({ call("a", "b") }), "gpt-4.1", tokens::ModelTable(), rules(),
            [] { return true; });
        QVERIFY(!found);
        QCOMPARE(int(found.error().code), int(base::ErrorCode::Cancelled));
    }

    void theStrictestIsNamed()
    {
        PrefixViews views;
        views.fixed.stableTokens = 10;
        QCOMPARE(int(views.strictest()), int(PrefixView::Static));
        views.observed.emplace();
        views.observed->prefix.stableTokens = 20;
        QCOMPARE(int(views.strictest()), int(PrefixView::Static));
        views.sampled.emplace();
        views.sampled->prefix.stableTokens = 30; // Knows better than the static view what is constant.
        QCOMPARE(int(views.strictest()), int(PrefixView::Observed));
        views.observed->prefix.stableTokens = 31;
        QCOMPARE(int(views.strictest()), int(PrefixView::Sampled));
    }
};

QTEST_GUILESS_MAIN(PrefixViewsTest)
#include "tst_prefix_views.moc"
