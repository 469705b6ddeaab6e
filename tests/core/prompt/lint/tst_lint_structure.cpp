// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "structure_cases.h"

#include "prompt/lint/json_order.h"
#include "prompt/lint/log_turns.h"
#endif

#include <QtTest>

#include <map>
#include <set>

using namespace cachescope;
using namespace cachescope::prompt;

static const CaseList &allCases()
{
    static const CaseList cases = [] {
        CaseList list;
        addBreakpointCases(list);
        addLifetimeCases(list);
        addToolCases(list);
        addHistoryCases(list);
        addWindowCases(list);
        addParameterCases(list);
        return list;
    }();
    return cases;
}

static LintResult run(const std::string &text, const StructureCase &entry)
{
    static const tokens::ModelTable models;
    const auto prompt = Prompt::parse(text);
    if (!prompt)
        qFatal("%s", prompt.error().message.c_str());
    LintSettings settings;
    settings.keepSilenced = true;
    settings.upstream = entry.upstream;
    settings.model = entry.model;
    return lint(**prompt, settings, models, *providers::PriceBook::shipped(), entry.hasLog ? &entry.log : nullptr);
}

static std::vector<Finding> ofRule(const LintResult &result, const std::string &rule)
{
    std::vector<Finding> found;
    for (const Finding &finding : result.findings)
        if (finding.rule == rule)
            found.push_back(finding);
    return found;
}

static std::string described(const LintResult &result)
{
    std::string text;
    for (const Finding &finding : result.findings)
        text += std::string(finding.rule) + " " + finding.message + "; ";
    for (const std::string &note : result.notes)
        text += "note: " + note + "; ";
    return text.empty() ? "nothing found" : text;
}

/** What the model reads, without order: texts and tools, the latter as values. */
static std::multiset<std::string> contentOf(const std::string &bytes)
{
    const auto prompt = Prompt::parse(bytes);
    std::multiset<std::string> content;
    for (const Segment &segment : (*prompt)->segments()) {
        const std::string text = comparableText(**prompt, segment);
        content.insert(text.starts_with('{') ? canonicalText(text) : text);
    }
    return content;
}

/** The families BRK, TLS, HIS, CTX and REQ. */
class LintStructureTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rule_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const StructureCase &entry : allCases().all()) {
            static constexpr const char *names[] = { " positive: ", " negative: ", " silenced: " };
            QTest::newRow((entry.rule + names[entry.expectation] + entry.name).c_str()) << index++;
        }
    }

    void rule()
    {
        QFETCH(int, index);
        const StructureCase &entry = allCases().all()[static_cast<std::size_t>(index)];
        const LintResult result = run(entry.prompt, entry);
        const auto found = ofRule(result, entry.rule);
        if (entry.expectation == StructureCase::Negative) {
            QVERIFY2(found.empty(), described(result).c_str());
            return;
        }
        QVERIFY2(!found.empty(), described(result).c_str());
        for (const Finding &finding : found) {
            QCOMPARE(finding.silenced, entry.expectation == StructureCase::Silenced);
            QVERIFY(finding.range.end <= entry.prompt.size() && finding.range.begin < finding.range.end);
            QVERIFY(!finding.message.empty() && finding.message.back() == '.');
            for (const Fix &fix : finding.fixes)
                checkFix(entry, fix);
        }
        if (entry.expectation == StructureCase::Positive)
            safeFixesSilence(entry);
    }

    /** An alias with several snapshots may mean an older one: naming the newest changes the model. */
    void aSnapshotIsSafeToNameOnlyWhenThereIsOne()
    {
        StructureCase entry;
        const auto isSafe = [&entry](const std::string &model) {
            const std::string text = json("{'model':'" + model + "','messages':[{'role':'user','content':'Go.'}]}");
            return ofRule(run(text, entry), "REQ002").at(0).fixes.at(0).safe;
        };
        QVERIFY(isSafe("gpt-4.1"));
        QVERIFY(!isSafe("gpt-4o"));
    }

    /** A missing key is worth a warning where calls that follow each other closely miss. */
    void aMissingKeyIsAWarningWhereTheLogShowsMisses()
    {
        const std::string text
            = "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":" + quoted(words(3000)) + "}]}";
        const auto severity = [&text](int missesOfTen) {
            LogBuilder log;
            for (int i = 0; i < 20; ++i)
                log.call(i, text).cacheRead = i % 10 < missesOfTen ? 0 : 2048;
            StructureCase entry;
            entry.with(log.evidence());
            return ofRule(run(text, entry), "BRK012").at(0).severity;
        };
        QCOMPARE(severity(6), Severity::Warning);
        QCOMPARE(severity(1), Severity::Info);
        QCOMPARE(severity(10), Severity::Info); // Nothing ever read: that has another reason.
    }

    /** Two fixes that both add a member at the request's end go together. */
    void fixesAtOnePlaceGoTogether()
    {
        StructureCase entry;
        const std::string text
            = "{\n  \"model\": \"gpt-4.1\",\n  \"stream\": true,\n  \"messages\": [{\"role\": \"user\", "
              "\"content\": "
            + quoted(words(3000)) + "}]\n}";
        const LintResult result = run(text, entry);
        std::vector<TextEdit> edits;
        for (const char *rule : { "BRK012", "REQ005" })
            edits.push_back(ofRule(result, rule).at(0).fixes.at(0).edits.at(0));
        QCOMPARE(edits[0].range.begin, edits[1].range.begin);
        const std::string fixed = *applyEdits(text, edits);
        QVERIFY(!(*Prompt::parse(fixed))->problem());
        QVERIFY(fixed.ends_with(
            "}],\n  \"prompt_cache_key\": " + fixed.substr(fixed.find("\"prefix-"), 21)
            + ",\n  \"stream_options\": {\"include_usage\": true}\n}"));
    }

    /** A rule that needs the log is silent without one. */
    void isSilentWithoutALog()
    {
        std::set<std::string_view> needing;
        for (const RuleInfo &info : ruleCatalogue())
            if (info.needsLog)
                needing.insert(info.id);
        for (StructureCase entry : allCases().all()) {
            if (!entry.hasLog)
                continue;
            entry.hasLog = false;
            const LintResult result = run(entry.prompt, entry);
            for (const Finding &finding : result.findings)
                QVERIFY2(!needing.contains(finding.rule), entry.name.c_str());
        }
    }

    void everyRuleHasCases()
    {
        std::map<std::string, std::array<int, 3>> counts;
        for (const StructureCase &entry : allCases().all())
            ++counts[entry.rule][entry.expectation];
        for (const RuleInfo &info : ruleCatalogue()) {
            const std::string family(info.id.substr(0, 3));
            if (family != "BRK" && family != "TLS" && family != "HIS" && family != "CTX" && family != "REQ")
                continue;
            const auto &of = counts[std::string(info.id)];
            QVERIFY2(of[0] >= 3 && of[1] >= 3 && of[2] >= 1, std::string(info.id).c_str());
        }
    }

private:
    static void checkFix(const StructureCase &entry, const Fix &fix)
    {
        const auto fixed = applyEdits(entry.prompt, fix.edits);
        QVERIFY2(fixed, fix.title.c_str());
        QVERIFY2(*fixed != entry.prompt, "a fix that changes nothing");
        const auto before = Prompt::parse(entry.prompt);
        const auto after = Prompt::parse(*fixed);
        QVERIFY2(!(*after)->problem() && (*after)->form() == (*before)->form(), fixed->c_str());
        if (fix.safe && entry.rule != "TLS007")
            QCOMPARE(contentOf(*fixed), contentOf(entry.prompt));
    }

    static void safeFixesSilence(const StructureCase &entry)
    {
        std::string text = entry.prompt;
        bool fixed = false;
        for (int round = 0; round < 10; ++round) {
            const LintResult result = run(text, entry);
            const Fix *safe = nullptr;
            const auto found = ofRule(result, entry.rule);
            for (const Finding &finding : found)
                for (const Fix &fix : finding.fixes)
                    safe = safe || !fix.safe ? safe : &fix;
            if (!safe) {
                QVERIFY2(!fixed || found.empty(), described(result).c_str());
                return;
            }
            text = *applyEdits(text, safe->edits);
            fixed = true;
        }
        QFAIL("ten rounds of fixes did not silence the rule");
    }
};

QTEST_GUILESS_MAIN(LintStructureTest)
#include "tst_lint_structure.moc"
