// SPDX-License-Identifier: MIT
#include "lint_case_file.h"

#include "prompt/lint/lint.h"

#include <QtTest>

#include <map>

using namespace cachescope;
using namespace cachescope::prompt;

/** Every rule that needs no log, against tests/core/prompt/lint/cases/RULE.txt. */
class TestLintCases : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rule_data();
    void rule();
    void everyRuleHasCases();

private:
    static LintResult run(const std::string &text, const LintCase &lintCase);
    static std::vector<Finding> ofRule(const LintResult &result, const std::string &rule);
    static std::string described(const LintResult &result);
    void safeFixSilences(const LintCase &lintCase);
};

namespace {

const std::vector<LintCase> &allCases()
{
    static const std::vector<LintCase> cases = readLintCases(CACHESCOPE_SOURCE_DIR "/tests/core/prompt/lint/cases");
    return cases;
}

} // namespace

LintResult TestLintCases::run(const std::string &text, const LintCase &lintCase)
{
    static const tokens::ModelTable models;
    const auto prompt = Prompt::parse(text);
    if (!prompt)
        return {};
    LintSettings settings;
    settings.model = lintCase.model;
    settings.keepSilenced = true;
    settings.today = "2026-11-21";
    settings.severities["SEC002"] = Severity::Warning; // Off by default.
    return lint(**prompt, settings, models, *providers::PriceBook::shipped());
}

std::vector<Finding> TestLintCases::ofRule(const LintResult &result, const std::string &rule)
{
    std::vector<Finding> found;
    for (const Finding &finding : result.findings) {
        if (finding.rule == rule)
            found.push_back(finding);
    }
    return found;
}

std::string TestLintCases::described(const LintResult &result)
{
    std::string text;
    for (const Finding &finding : result.findings)
        text += std::string(finding.rule) + " " + std::to_string(finding.begin.line) + ":"
            + std::to_string(finding.begin.column) + " '" + finding.evidence + "'; ";
    for (const std::string &note : result.notes)
        text += "note: " + note + "; ";
    return text.empty() ? "nothing found" : text;
}

void TestLintCases::rule_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < allCases().size(); ++i) {
        const LintCase &entry = allCases()[i];
        QTest::newRow((entry.rule + " " + entry.expectation + ": " + entry.name).c_str()) << static_cast<int>(i);
    }
}

void TestLintCases::rule()
{
    QFETCH(int, index);
    const LintCase &lintCase = allCases()[static_cast<std::size_t>(index)];
    const LintResult result = run(lintCase.prompt, lintCase);
    const auto found = ofRule(result, lintCase.rule);
    if (lintCase.expectation == "negative") {
        QVERIFY2(found.empty(), described(result).c_str());
        return;
    }
    QVERIFY2(!found.empty(), described(result).c_str());
    if (lintCase.expectation == "silenced") {
        for (const Finding &finding : found)
            QVERIFY2(finding.silenced, described(result).c_str());
        QVERIFY2(ofRule(result, "CFG001").empty(), described(result).c_str());
        return;
    }
    QCOMPARE(lintCase.expectation, std::string("positive"));
    for (const Finding &finding : found) {
        QVERIFY(!finding.silenced);
        QVERIFY(!finding.message.empty());
        QVERIFY(finding.range.end <= lintCase.prompt.size());
        QVERIFY(finding.evidence.size() <= 120);
        for (const Fix &fix : finding.fixes)
            QVERIFY2(applyEdits(lintCase.prompt, fix.edits), fix.title.c_str());
    }
    safeFixSilences(lintCase);
}

void TestLintCases::safeFixSilences(const LintCase &lintCase)
{
    std::string text = lintCase.prompt;
    bool fixed = false;
    for (int round = 0; round < 20; ++round) {
        const LintResult result = run(text, lintCase);
        const auto found = ofRule(result, lintCase.rule);
        const std::vector<TextEdit> edits = safeEdits(found);
        if (edits.empty()) {
            QVERIFY2(!fixed || found.empty(), described(result).c_str());
            return;
        }
        const auto next = applyEdits(text, edits);
        QVERIFY2(next, "the edits overlap");
        QVERIFY2(*next != text, "a fix that changes nothing");
        text = *next;
        fixed = true;
        const auto before = Prompt::parse(lintCase.prompt);
        const auto after = Prompt::parse(text);
        QVERIFY(after);
        QCOMPARE((*after)->problem().has_value(), (*before)->problem().has_value());
        QCOMPARE((*after)->segments().size(), (*before)->segments().size());
    }
    QFAIL("twenty rounds of fixes did not silence the rule");
}

void TestLintCases::everyRuleHasCases()
{
    std::map<std::string, std::map<std::string, int>> counts;
    for (const LintCase &entry : allCases())
        ++counts[entry.rule][entry.expectation];
    for (const RuleInfo &rule : ruleCatalogue()) {
        const bool fromFiles = !rule.needsLog && counts.contains(std::string(rule.id));
        const std::string family(rule.id.substr(0, 3));
        const bool mustHave = !rule.needsLog
            && (family == "DYN" || family == "WSP" || family == "TOK" || family == "SEC" || family == "CFG");
        if (!fromFiles && !mustHave)
            continue; // Rules that need a log have tests of their own.
        auto &of = counts[std::string(rule.id)];
        QVERIFY2(of["positive"] >= 3, std::string(rule.id).c_str());
        QVERIFY2(of["negative"] >= 3, std::string(rule.id).c_str());
        QVERIFY2(of["silenced"] >= 1 || family == "CFG", std::string(rule.id).c_str());
    }
}

QTEST_GUILESS_MAIN(TestLintCases)
#include "tst_lint_cases.moc"
