// SPDX-License-Identifier: MIT
#include "prompt/lint/evidence.h"
#include "prompt/lint/lint_file.h"
#include "prompt/lint/output.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace cachescope;
using namespace cachescope::prompt;

/** The engine: evidence of the log, money, fingerprints, silences, files and the formats of output. */
class TestLint : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void constantIdIsSilentAndChangingOneAnError();
    void logFedRulesFindAndAreMended_data();
    void logFedRulesFindAndAreMended();
    void logFedRulesStaySilent_data();
    void logFedRulesStaySilent();
    void moneyComesFromTheLogsRate();
    void cardIsContradicted();
    void fingerprintsSurviveEditsElsewhere();
    void baselineAndSettingsSilence();
    void severitiesOfUsersWin();
    void findingsDoNotHoldSecrets();
    void editsThatOverlapAreRefused();
    void safeEditsOfManyFindingsFitTogether();
    void brokenLineIsNamedAndTheRestLinted();
    void lineOfABatchIsMendedInPlace();
    void fixKeepsAllOtherBytes();
    void unknownModelIsSaid();
    void columnsCountCharacters();
    void sarifHasWhatTheStandardWants();
    void githubEscapes();
    void textMarksThePlace();
};

namespace {

std::shared_ptr<const Prompt> parse(const std::string &text)
{
    const auto prompt = Prompt::parse(text);
    return prompt ? *prompt : nullptr;
}

LintResult run(const std::string &text, const LogEvidence *log = nullptr, LintSettings settings = {})
{
    static const tokens::ModelTable models;
    return lint(*parse(text), settings, models, *providers::PriceBook::shipped(), log);
}

std::vector<Finding> ofRule(const LintResult &result, std::string_view rule)
{
    std::vector<Finding> found;
    std::copy_if(
        result.findings.begin(), result.findings.end(), std::back_inserter(found),
        [rule](const Finding &finding) { return finding.rule == rule; });
    return found;
}

LogEvidence logOf(const std::vector<std::string> &prompts, double callsPerDay = 100)
{
    LogEvidence log;
    for (const std::string &text : prompts) {
        ObservedCall call;
        call.prompt = parse(text);
        call.usageReported = true;
        call.model = "gpt-4.1";
        log.calls.push_back(std::move(call));
    }
    log.callsPerDay = callsPerDay;
    log.observedDays = 7;
    return log;
}

std::string chat(const std::string &system, const std::string &user = "Hello")
{
    const nlohmann::ordered_json body{ { "model", "gpt-4.1" },
                                       { "messages",
                                         { { { "role", "system" }, { "content", system } },
                                           { { "role", "user" }, { "content", user } } } } };
    return body.dump();
}

LintSources sources()
{
    LintSources result;
    result.models = [models = std::make_shared<const tokens::ModelTable>()](const std::string &) { return models; };
    result.prices = providers::PriceBook::shipped();
    return result;
}

const std::string rules
    = "\nYou answer questions about boilers. Be polite, name the model and never promise a date.";

} // namespace

void TestLint::constantIdIsSilentAndChangingOneAnError()
{
    const std::string own = chat("Session: 7c9e6679-7425-40de-944b-e07fc1f90ae7" + rules);
    const std::string other = chat("Session: 11111111-7425-40de-944b-e07fc1f90ae8" + rules);
    QCOMPARE(ofRule(run(own), "DYN003").at(0).severity, Severity::Warning);
    const LogEvidence constant = logOf({ own, own, own });
    QVERIFY(ofRule(run(own, &constant), "DYN003").empty());
    const LogEvidence changing = logOf({ own, other, own });
    QCOMPARE(ofRule(run(own, &changing), "DYN003").at(0).severity, Severity::Error);
}

void TestLint::logFedRulesFindAndAreMended_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("own");
    QTest::addColumn<QString>("other");
    const auto row = [](const char *rule, const char *name, const std::string &own, const std::string &other) {
        QTest::newRow((std::string(rule) + " " + name).c_str())
            << rule << QString::fromStdString(chat(own)) << QString::fromStdString(chat(other));
    };
    row("DYN008", "two lines", "Skills:\n- writing\n- adding\nEnd", "Skills:\n- adding\n- writing\nEnd");
    row("DYN008", "many", "Tools\nd\nb\na\nc" + rules, "Tools\na\nb\nc\nd" + rules);
    row("DYN008", "at the start", "b\na" + rules, "a\nb" + rules);
    row("DYN009", "a word", "You work for Anna's shop." + rules, "You work for Bert's shop." + rules);
    row("DYN009", "a number", "Shop number 17." + rules, "Shop number 42." + rules);
    row("DYN009", "a line more", "One\nTwo" + rules, "One\nThree\nTwo" + rules);
    row("DYN011", "variant", "Variant: blue" + rules, "Variant: green" + rules);
    row("DYN011", "flags", "Feature flags: a=1, b=0" + rules, "Feature flags: a=0, b=0" + rules);
    row("DYN011", "cohort", "Cohort = 3" + rules, "Cohort = 5" + rules);
    row("WSP007", "quotes", "Say “yes” or no." + rules, "Say \"yes\" or no." + rules);
    row("WSP007", "dash", "Pages 3–5." + rules, "Pages 3-5." + rules);
    row("WSP007", "ellipsis", "Wait… then go." + rules, "Wait... then go." + rules);
    row("WSP008", "newline in one", "You plan menus.\n", "You plan menus.");
    row("WSP008", "two newlines", "You plan menus." + rules + "\n\n", "You plan menus." + rules);
    row("WSP008", "CR LF", "You plan menus.\r\n", "You plan menus.");
}

void TestLint::logFedRulesFindAndAreMended()
{
    QFETCH(QString, rule);
    QFETCH(QString, own);
    QFETCH(QString, other);
    const LogEvidence log = logOf({ other.toStdString(), other.toStdString(), own.toStdString() });
    const auto found = ofRule(run(own.toStdString(), &log), rule.toStdString());
    QVERIFY(!found.empty());
    for (const Fix &fix : found.front().fixes) {
        if (!fix.safe)
            continue;
        const auto mended = applyEdits(own.toStdString(), fix.edits);
        QVERIFY(mended);
        QVERIFY(ofRule(run(*mended, &log), rule.toStdString()).empty());
    }
    LintSettings settings;
    settings.silenced.insert(rule.toStdString());
    QVERIFY(ofRule(run(own.toStdString(), &log, settings), rule.toStdString()).empty());
}

void TestLint::logFedRulesStaySilent_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("own");
    QTest::addColumn<QString>("other");
    const auto row = [](const char *rule, const char *name, const std::string &own, const std::string &other) {
        QTest::newRow((std::string(rule) + " " + name).c_str())
            << rule << QString::fromStdString(own) << QString::fromStdString(other);
    };
    row("DYN008", "same order", chat("a\nb" + rules), chat("a\nb" + rules));
    row("DYN008", "other lines", chat("b\na" + rules), chat("a\nc" + rules));
    row("DYN008", "sorted already", chat("a\nb" + rules), chat("b\na" + rules));
    row("DYN009", "equal", chat(rules), chat(rules));
    row("DYN009", "only the question differs", chat(rules, "One"), chat(rules, "Two"));
    row("DYN009", "conversation goes on", chat(rules), chat(rules, "Hello"));
    row("DYN011", "constant", chat("Variant: blue" + rules), chat("Variant: blue" + rules));
    row("DYN011", "another word differs", chat("Shop: blue" + rules), chat("Shop: green" + rules));
    row("DYN011", "prose", chat("Never talk about variants" + rules), chat("Never speak about variants" + rules));
    row("WSP007", "plain here", chat("Say \"yes\"." + rules), chat("Say “yes”." + rules));
    row("WSP007", "other words", chat("Say “yes”." + rules), chat("Say \"no\"." + rules));
    row("WSP007", "same", chat("Say “yes”." + rules), chat("Say “yes”." + rules));
    row("WSP008", "same", chat("You plan menus.\n"), chat("You plan menus.\n"));
    row("WSP008", "without here", chat("You plan menus."), chat("You plan menus.\n"));
    row("WSP008", "other text", chat("You plan menus.\n"), chat("You plan dinners."));
}

void TestLint::logFedRulesStaySilent()
{
    QFETCH(QString, rule);
    QFETCH(QString, own);
    QFETCH(QString, other);
    const LogEvidence log = logOf({ other.toStdString(), other.toStdString(), own.toStdString() });
    QVERIFY(ofRule(run(own.toStdString(), &log), rule.toStdString()).empty());
}

void TestLint::moneyComesFromTheLogsRate()
{
    const std::string own = chat("It is now 2026-11-20T14:03:22Z." + rules);
    QVERIFY(!ofRule(run(own), "DYN001").at(0).perDay);
    const LogEvidence log = logOf({ own }, 1000);
    const Finding finding = ofRule(run(own, &log), "DYN001").at(0);
    QVERIFY(finding.tokensAffected > 10);
    // gpt-4.1: 2.00 fresh, 0.50 read, for a million tokens.
    QCOMPARE(
        finding.perDay->toDecimal(), base::Money::fromPico(finding.tokensAffected * 1'500'000 * 1000).toDecimal());
    // Blanks that are the same in every call are read from the cache like all else.
    const std::string blanks = chat("Plan a menu.  \nFor four." + rules);
    const LogEvidence same = logOf({ blanks }, 1000);
    QVERIFY(!ofRule(run(blanks, &same), "WSP002").at(0).perDay);
}

void TestLint::cardIsContradicted()
{
    const std::string own = chat(rules);
    LogEvidence log = logOf({ own, own, own, own });
    for (ObservedCall &call : log.calls)
        call.cacheRead = 1024;
    QVERIFY(ofRule(run(own, &log), "CFG003").empty());
    for (ObservedCall &call : log.calls)
        call.cacheRead = 513;
    QCOMPARE(ofRule(run(own, &log), "CFG003").size(), std::size_t{ 2 });
}

void TestLint::fingerprintsSurviveEditsElsewhere()
{
    const std::string clock = "It is now 2026-11-20T14:03:22Z.";
    const auto before = ofRule(run(clock + rules), "DYN001").at(0);
    const auto after = ofRule(run("You are new here.\n\nIt is now 2027-01-02T03:04:05Z." + rules), "DYN001").at(0);
    QCOMPARE(before.fingerprint, after.fingerprint);
    QVERIFY(before.begin.line != after.begin.line);
    const auto two = ofRule(run(clock + "\n" + clock + rules), "DYN001");
    QVERIFY(two.at(0).fingerprint != two.at(1).fingerprint);
    QVERIFY(
        ofRule(run("Session: 7c9e6679-7425-40de-944b-e07fc1f90ae7" + rules), "DYN003").at(0).fingerprint
        != before.fingerprint);
}

void TestLint::baselineAndSettingsSilence()
{
    const std::string own = "It is now 2026-11-20T14:03:22Z." + rules;
    LintSettings settings;
    settings.baseline.insert(ofRule(run(own), "DYN001").at(0).fingerprint);
    const LintResult accepted = run(own, nullptr, settings);
    QVERIFY(ofRule(accepted, "DYN001").empty());
    QCOMPARE(accepted.baselined, 1);
    settings = {};
    settings.silenced.insert("DYN");
    const LintResult silenced = run(own, nullptr, settings);
    QVERIFY(ofRule(silenced, "DYN001").empty());
    QVERIFY(silenced.switchedOff.contains("DYN001"));
    settings.keepSilenced = true;
    QVERIFY(ofRule(run(own, nullptr, settings), "DYN001").at(0).silenced);
}

void TestLint::severitiesOfUsersWin()
{
    const std::string own = "It is now 2026-11-20T14:03:22Z." + rules;
    LintSettings settings;
    settings.severities["DYN"] = Severity::Info;
    QCOMPARE(ofRule(run(own, nullptr, settings), "DYN001").at(0).severity, Severity::Info);
    settings.severities["DYN001"] = Severity::Warning;
    QCOMPARE(ofRule(run(own, nullptr, settings), "DYN001").at(0).severity, Severity::Warning);
    settings.severities["DYN001"] = Severity::Off;
    QVERIFY(ofRule(run(own, nullptr, settings), "DYN001").empty());
}

void TestLint::findingsDoNotHoldSecrets()
{
    const std::string secret = "sk-proj-Zk39fQz81LmT0pWvb7Rt5Xc2";
    LintRun all;
    auto report = lintFile("a.md", "Session: " + secret + " now 14:03 \n" + secret + rules, {}, sources());
    QVERIFY(report && !report->findings.empty());
    all.files.push_back(std::move(*report));
    for (const std::string &output :
         { lintText(all, Colours::Off), lintJson(all), lintSarif(all), lintGithub(all) })
        QVERIFY2(output.find(secret.substr(8)) == std::string::npos, output.c_str());
}

void TestLint::editsThatOverlapAreRefused()
{
    QCOMPARE(*applyEdits("abc", { { { 0, 1 }, "x" }, { { 1, 1 }, "y" } }), std::string("xybc"));
    QVERIFY(!applyEdits("abc", { { { 0, 2 }, "x" }, { { 1, 3 }, "y" } }));
    QVERIFY(!applyEdits("abc", { { { 1, 9 }, "x" } }));
    QVERIFY(!applyEdits("abc", { { { 2, 1 }, "x" } }));
}

void TestLint::safeEditsOfManyFindingsFitTogether()
{
    std::string text;
    for (int i = 0; i < 500; ++i)
        text += "line " + std::to_string(i) + " \t\r\nline\n\n\n\n";
    const auto fixed = fixFile("a.md", text, {}, sources());
    QVERIFY(fixed);
    QVERIFY(fixed->bytes.find(" \t") == std::string::npos);
    QVERIFY(fixed->bytes.find("\r") == std::string::npos);
    QVERIFY(fixed->bytes.find("\n\n\n") == std::string::npos);
}

void TestLint::brokenLineIsNamedAndTheRestLinted()
{
    const std::string good = chat("It is now 2026-11-20T14:03:22Z." + rules);
    for (const std::string &file : { good + "\n" + good.substr(0, 40) + "\n" + good + "\n",
                                     good.substr(0, 40) + "\n" + good + "\n" + good }) {
        const auto report = lintFile("a.jsonl", file, {}, sources());
        QVERIFY(report);
        QCOMPARE(report->problems.size(), std::size_t{ 1 });
        QCOMPARE(report->problems[0].line, file.starts_with(good) ? std::size_t{ 2 } : std::size_t{ 1 });
        const auto clocks
            = std::count_if(report->findings.begin(), report->findings.end(), [](const Finding &finding) {
                  return finding.rule == "DYN001";
              });
        QCOMPARE(clocks, std::ptrdiff_t{ 2 });
        QCOMPARE(report->findings.back().begin.line, std::size_t{ 3 });
    }
}

void TestLint::lineOfABatchIsMendedInPlace()
{
    const std::string wrapped = R"({"custom_id":"ä","body":)" + chat("You plan menus.\t\nBe kind.") + "}\n";
    const auto report = lintFile("a.jsonl", wrapped + wrapped, {}, sources());
    QVERIFY(report);
    const auto blanks = std::find_if(report->findings.begin(), report->findings.end(), [](const Finding &finding) {
        return finding.rule == "WSP002" && finding.begin.line == 2;
    });
    QVERIFY(blanks != report->findings.end());
    QCOMPARE((wrapped + wrapped).substr(blanks->range.begin, blanks->range.size()), std::string("\\t"));
    const auto fixed = fixFile("a.jsonl", wrapped + wrapped, {}, sources());
    QVERIFY(fixed && fixed->bytes.find("\\t") == std::string::npos);
}

void TestLint::fixKeepsAllOtherBytes()
{
    const std::string before = "{ \"model\" : \"gpt-4.1-2025-04-14\",\r\n\t\"temperature\": 1.0e0, \"messages\": "
                               "[{\"role\":\"system\",\"content\":\"\\u00e9 a/\\/ "
                               "\\t\\nb\"},\r\n{\"content\":\"Go\",\"role\":\"user\"}] }\n\n";
    std::string expected = before;
    expected.replace(expected.find(" \\t"), 3, "");
    const auto fixed = fixFile("a.json", before, {}, sources());
    QVERIFY(fixed);
    QCOMPARE(fixed->bytes, expected);
}

void TestLint::unknownModelIsSaid()
{
    LintSettings settings;
    settings.model = "made-up-9";
    const LintResult result = run("Hello", nullptr, settings);
    QVERIFY(std::any_of(result.notes.begin(), result.notes.end(), [](const std::string &note) {
        return note.find("unknown model 'made-up-9'") != std::string::npos
            && note.find("openai") != std::string::npos;
    }));
}

void TestLint::columnsCountCharacters()
{
    const auto found = ofRule(run("Grüße 👋\nÄ now 14:03:22Z" + rules), "DYN001");
    QCOMPARE(found.at(0).begin.line, std::size_t{ 2 });
    QCOMPARE(found.at(0).begin.column, std::size_t{ 7 });
}

void TestLint::sarifHasWhatTheStandardWants()
{
    LintRun all;
    all.version = "1.2.3";
    all.files.push_back(*lintFile("a b/ä.md", "It is now {{now}}. \r\nx\n" + rules, {}, sources()));
    all.files.push_back(*lintFile("c.json", "{\"a\":", {}, sources()));
    const auto root = nlohmann::json::parse(lintSarif(all));
    QCOMPARE(root.at("version").get<std::string>(), std::string("2.1.0"));
    const auto &one = root.at("runs").at(0);
    const auto &catalogue = one.at("tool").at("driver").at("rules");
    QVERIFY(catalogue.size() >= 60);
    for (const auto &rule : catalogue)
        QVERIFY(rule.at("help").at("text").get<std::string>().size() > 10);
    QVERIFY(one.at("results").size() >= 3);
    for (const auto &result : one.at("results")) {
        QCOMPARE(catalogue.at(result.at("ruleIndex").get<std::size_t>()).at("id"), result.at("ruleId"));
        QVERIFY(result.at("partialFingerprints").at("cachescopeLint/v1").get<std::string>().size() >= 16);
        const auto &place = result.at("locations").at(0).at("physicalLocation");
        QCOMPARE(place.at("artifactLocation").at("uri").get<std::string>(), std::string("a%20b/%C3%A4.md"));
        QVERIFY(place.at("region").at("startLine").get<int>() >= 1);
        const std::string level = result.at("level");
        QVERIFY(level == "note" || level == "warning" || level == "error");
    }
    QVERIFY(one.at("results").at(0).at("fixes").at(0).at("artifactChanges").at(0).at("replacements").size() == 2);
    QCOMPARE(one.at("invocations").at(0).at("executionSuccessful").get<bool>(), false);
    QVERIFY(!one.at("invocations").at(0).at("toolExecutionNotifications").empty());
}

void TestLint::githubEscapes()
{
    LintRun all;
    FileReport file;
    file.path = "a,b:c.md";
    Finding finding;
    finding.rule = "DYN001";
    finding.severity = Severity::Error;
    finding.message = "100 %\nnew";
    file.findings.push_back(finding);
    all.files.push_back(file);
    QCOMPARE(
        lintGithub(all),
        std::string("::error file=a%2Cb%3Ac.md,line=1,col=1,title=DYN001 clock-in-prefix::100 %25%0Anew\n"));
}

void TestLint::textMarksThePlace()
{
    LintRun all;
    all.filesLinted = 1;
    all.files.push_back(*lintFile("a.md", "日本 now {{now}}\x1b[31m" + rules, {}, sources()));
    const std::string text = lintText(all, Colours::Off);
    QVERIFY2(text.find("  1 | 日本 now {{now}}·[31m\n") != std::string::npos, text.c_str());
    QVERIFY2(text.find("    |          ^^^^^^^\n") != std::string::npos, text.c_str());
    QVERIFY(text.find('\x1b') == std::string::npos);
    QVERIFY(lintText(all, Colours::On).find('\x1b') != std::string::npos);
}

QTEST_GUILESS_MAIN(TestLint)
#include "tst_lint.moc"
