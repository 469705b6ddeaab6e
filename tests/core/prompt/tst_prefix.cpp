// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "prompt/cacheable_prefix.h"
#endif

#include <QTest>

#include <algorithm>

using namespace cachescope;
using namespace cachescope::prompt;
using Cause = PrefixEnd::Cause;

/** JSON written with single quotes: moc of Qt 6.4 stumbles over raw strings. */
static std::string json(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

/** How much of a prompt can be cached, and where two part. */
class PrefixTest : public QObject
{
    Q_OBJECT

private:
    static std::shared_ptr<const Prompt> parsed(const std::string &bytes)
    {
        auto prompt = Prompt::parse(bytes);
        if (!prompt)
            qFatal("%s", prompt.error().message.c_str());
        return *prompt;
    }
    static TokenLayout laidOut(const Prompt &prompt, const char *model)
    {
        auto layout = layOut(prompt, model, tokens::ModelTable());
        if (!layout)
            qFatal("%s", layout.error().message.c_str());
        return *layout;
    }
    static std::string words(int count)
    {
        std::string text;
        for (int i = 0; i < count; ++i)
            text += " word";
        return text;
    }
    static providers::CachingRules automatic(std::int64_t minimum, std::int64_t increment)
    {
        providers::CachingRules rules;
        rules.mode = providers::CachingMode::Automatic;
        rules.minimumTokens = minimum;
        rules.incrementTokens = increment;
        return rules;
    }
    static providers::CachingRules marks(std::int64_t minimum)
    {
        providers::CachingRules rules;
        rules.mode = providers::CachingMode::Explicit;
        rules.minimumTokens = minimum;
        rules.incrementTokens = 1;
        rules.exactAtBreakpoint = true;
        rules.maxMarks = 4;
        return rules;
    }
    static std::string chat(const std::string &system, const std::string &user)
    {
        return json("{'model':'gpt-4.1','messages':[{'role':'system','content':'") + system
            + json("'},{'role':'user','content':'") + user + json("'}]}");
    }

private Q_SLOTS:
    void wrappingIsCountedAsDocumented()
    {
        // Cookbook: 3 + role + content a message, 3 for the reply.
        const auto prompt = parsed(chat("hello world", "hi"));
        const TokenLayout layout = laidOut(*prompt, "gpt-4.1");
        QVERIFY(layout.exact);
        QCOMPARE(layout.total, 3 + (4 + 2) + (4 + 1));
        // Harmony (measured): four messages with 30 content tokens reported 50; here one developer message.
        const auto developer
            = parsed(json("{'model':'gpt-5-nano','messages':[{'role':'user','content':'hello world'}]}"));
        QCOMPARE(laidOut(*developer, "gpt-5-nano").total, 4 + 2 + 2);
    }

    void textHasNoWrapping()
    {
        const auto prompt = parsed("hello world");
        const TokenLayout layout = laidOut(*prompt, "gpt-4.1");
        QCOMPARE(layout.total, 2);
        QVERIFY(layout.exact);
        QVERIFY(!laidOut(*prompt, "claude-sonnet-4-5").exact);
    }

    void minimumAndIncrementDecide()
    {
        const auto prompt = parsed(words(1500));
        const TokenLayout layout = laidOut(*prompt, "gpt-4.1");
        QCOMPARE(layout.total, 1500);
        QCOMPARE(staticPrefix(*prompt, layout, automatic(1024, 128)).cacheableTokens, 1408);
        const auto below = parsed(words(1000));
        const CacheablePrefix prefix = staticPrefix(*below, laidOut(*below, "gpt-4.1"), automatic(1024, 128));
        QCOMPARE(prefix.cacheableTokens, 0);
        QCOMPARE(prefix.end.cause, Cause::BelowMinimum);
        QCOMPARE(staticPrefix(*prompt, layout, {}).cacheableTokens, 0);
    }

    void aVariableEndsThePrefix()
    {
        const auto prompt = parsed("one two three{{now}} four");
        const CacheablePrefix prefix = staticPrefix(*prompt, laidOut(*prompt, "gpt-4.1"), automatic(0, 1));
        QCOMPARE(prefix.end.cause, Cause::Variable);
        QCOMPARE(prefix.end.culprit, std::string("now"));
        // " three" may become another token with what follows it: it does not count.
        QCOMPARE(prefix.stableTokens, 2);
        const auto hard = parsed("one two three\n{{now}}");
        QCOMPARE(staticPrefix(*hard, laidOut(*hard, "gpt-4.1"), automatic(0, 1)).stableTokens, 4);
    }

    void explicitProvidersCacheUpToTheLastMark()
    {
        const std::string marked
            = json("{'model':'claude-sonnet-4-5','max_tokens':5,'system':[{'type':'text','text':'") + words(1100)
            + json("','cache_control':{'type':'ephemeral'}}],'messages':[{'role':'user','content':'{{question}}'}]"
                   "}");
        const auto prompt = parsed(marked);
        const TokenLayout layout = laidOut(*prompt, "claude-sonnet-4-5");
        const CacheablePrefix prefix = staticPrefix(*prompt, layout, marks(1024));
        QCOMPARE(prefix.cacheableTokens, layout.segments[0].end);
        const auto unmarked
            = parsed(json("{'model':'claude-sonnet-4-5','max_tokens':5,'system':'x','messages':[]}"));
        QCOMPARE(
            staticPrefix(*unmarked, laidOut(*unmarked, "claude-sonnet-4-5"), marks(0)).end.cause, Cause::NoMark);
    }

    void promptsPartAtTheExactToken()
    {
        const std::string left = chat("You review code. Checks: review, test, docs.", "go");
        const std::string right = chat("You review code. Checks: docs, review, test.", "go");
        const auto a = parsed(left);
        const auto b = parsed(right);
        const Divergence found = diverge(*a, laidOut(*a, "gpt-4.1"), *b, laidOut(*b, "gpt-4.1"), automatic(0, 1));
        QVERIFY(found.at.has_value());
        QCOMPARE(found.at->segment, std::string("messages[0] system"));
        QCOMPARE(found.at->textA, std::string(" review"));
        QCOMPARE(found.at->textB, std::string(" docs"));
        QCOMPARE(left.substr(found.at->byteA, 7), std::string(" review"));
        QCOMPARE(found.at->a.column, found.at->byteA + 1);
        QCOMPARE(found.sharedTokens, 4 + 6); // Wrapping, then "You review code. Checks:".
    }

    void aLongerPromptIsNoDifference()
    {
        const auto a = parsed(chat("same", "one"));
        const auto b = parsed(json("{'model':'gpt-4.1','messages':[{'role':'system','content':'same'},{'role':'"
                                   "user','content':'one'},\n            {'role':'assistant','content':'two'}]}"));
        const Divergence found = diverge(*a, laidOut(*a, "gpt-4.1"), *b, laidOut(*b, "gpt-4.1"), automatic(0, 1));
        QVERIFY(!found.at.has_value());
        QCOMPARE(found.sharedTokens, laidOut(*a, "gpt-4.1").segments.back().end);
        const auto role = parsed(json("{'model':'gpt-4.1','messages':[{'role':'developer','content':'same'}]}"));
        QCOMPARE(
            diverge(*a, laidOut(*a, "gpt-4.1"), *role, laidOut(*role, "gpt-4.1"), automatic(0, 1)).sharedTokens, 0);
    }
};

QTEST_GUILESS_MAIN(PrefixTest)
#include "tst_prefix.moc"
