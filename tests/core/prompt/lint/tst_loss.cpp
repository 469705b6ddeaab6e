// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "prompt/lint/loss.h"

#include "prompt/lint/evidence.h"
#include "prompt/lint/output.h"
#endif

#include <QTest>

using namespace cachescope;
using namespace cachescope::prompt;

namespace {

constexpr std::int64_t dollar = 1'000'000'000'000;

Finding lost(std::int64_t begin, std::int64_t end, std::int64_t dollars, const std::string &calls = "a")
{
    Finding finding;
    finding.perDay = base::Money::fromPico(dollars * dollar);
    finding.loss = { begin, end, calls };
    return finding;
}

std::string sum(const std::vector<Finding> &findings)
{
    const auto money = lossPerDay({ findings.begin(), findings.end() });
    return money ? money->toFixed(2) : "unknown";
}

} // namespace

/** Problems that hit the same tokens do not cost these tokens twice. */
class LossTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void overlappingProblemsCountTheirTokensOnce()
    {
        QCOMPARE(sum({ lost(0, 1000, 10), lost(200, 1000, 8) }), std::string("10.00"));
        QCOMPARE(sum({ lost(200, 1000, 8), lost(200, 1000, 8) }), std::string("8.00"));
    }

    void problemsApartAddUp() { QCOMPARE(sum({ lost(0, 100, 1), lost(100, 200, 2) }), std::string("3.00")); }

    void theDearestOfATokenCounts()
    {
        // A dollar for each of the first hundred tokens, two for each of fifty of them.
        QCOMPARE(sum({ lost(0, 100, 100), lost(50, 100, 100) }), std::string("150.00"));
    }

    void otherCallsAreOtherMoney()
    {
        QCOMPARE(sum({ lost(0, 100, 1, "a"), lost(0, 100, 2, "b") }), std::string("3.00"));
        QCOMPARE(sum({ lost(0, 100, 1, "a"), lost(0, 100, 2, "a") }), std::string("2.00"));
    }

    void unknownMoneyIsNoMoney()
    {
        QCOMPARE(sum({ Finding(), Finding() }), std::string("unknown"));
        QCOMPARE(sum({ Finding(), lost(0, 10, 1) }), std::string("1.00"));
        QCOMPARE(sum({ lost(5, 5, 1) }), std::string("1.00"));
        QCOMPARE(sum({ lost(0, 10, -1) }), std::string("0.00"));
    }

    /** Two clocks in one text: the loss is that of what stands behind the first. */
    void theLinterSaysWhereMoneyIsLost()
    {
        std::string text = "It is now 2026-11-21 14:32:05.\\n";
        for (int i = 0; i < 1200; ++i)
            text += "rule ";
        text += "\\nThe current time is 14:32:06 UTC.\\nAnswer briefly.";
        const std::string body = "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"system\",\"content\":\"" + text
            + "\"},{\"role\":\"user\",\"content\":\"q\"}]}";
        const auto prompt = Prompt::parse(body);
        QVERIFY(prompt);
        LogEvidence log;
        log.callsPerDay = 1000;
        ObservedCall call;
        call.uid = "newest";
        log.calls.push_back(call);
        const LintResult result = lint(**prompt, {}, tokens::ModelTable(), *providers::PriceBook::shipped(), &log);
        base::Money separately, most;
        int clocks = 0;
        for (const Finding &finding : result.findings) {
            if (!finding.perDay)
                continue;
            QCOMPARE(finding.loss.calls, std::string("newest"));
            clocks += finding.rule == "DYN001" ? 1 : 0;
            separately += *finding.perDay;
            most = std::max(most, *finding.perDay);
        }
        QCOMPARE(clocks, 2);
        LintRun run;
        run.files.emplace_back();
        run.files.front().findings = result.findings;
        run.filesLinted = 1;
        const auto loss = lossOf(run);
        QVERIFY(loss && separately > *loss);
        QCOMPARE(loss->toFixed(4), most.toFixed(4));
        QVERIFY(lintText(run, Colours::Off).find("; " + loss->toFixed(2) + " USD a day\n") != std::string::npos);
        QVERIFY(lintJson(run).find("\"usd_per_day\": \"" + loss->toDecimal() + "\"\n") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(LossTest)
#include "tst_loss.moc"
