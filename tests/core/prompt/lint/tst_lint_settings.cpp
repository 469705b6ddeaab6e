// SPDX-License-Identifier: MIT
#include "json_schema.h"

#include "prompt/lint/baseline.h"
#include "prompt/lint/project_settings.h"

#include <QtTest>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace cachescope::prompt;

class TestLintSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void filesFitTheSchemaAsTheReaderSeesIt_data();
    void filesFitTheSchemaAsTheReaderSeesIt();
    void contradictionsAreNamed();
    void messagesNameLineAndNearestMember();
    void overridesWinInOrder();
    void silencesHoldUntilTheirDay();
    void unknownRulesAndIdleSilencesAreReported();
    void globs_data();
    void globs();
    void hostileGlobEnds();
    void baselineComesBack();
};

namespace {

std::string read(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

ProjectSettings settings(const std::string &json)
{
    const auto result = readProjectSettings(json, "s");
    return result ? *result : ProjectSettings{};
}

} // namespace

void TestLintSettings::filesFitTheSchemaAsTheReaderSeesIt_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("good");
    for (const char *folder : { "good", "bad" }) {
        for (const auto &entry : std::filesystem::directory_iterator(
                 std::string(CACHESCOPE_SOURCE_DIR "/tests/core/prompt/lint/settings/") + folder))
            QTest::newRow(entry.path().filename().c_str())
                << QString::fromStdString(entry.path().string()) << (std::string_view(folder) == "good");
    }
}

void TestLintSettings::filesFitTheSchemaAsTheReaderSeesIt()
{
    QFETCH(QString, path);
    QFETCH(bool, good);
    const std::string json = read(path.toStdString());
    const auto schema
        = nlohmann::json::parse(read(CACHESCOPE_SOURCE_DIR "/resources/lint/cachescope-lint.schema.json"));
    const std::string violation = schemaViolation(nlohmann::json::parse(json), schema, schema);
    QVERIFY2(violation.empty() == good, violation.c_str());
    const auto result = readProjectSettings(json, "settings.json");
    QVERIFY2(result.has_value() == good, result ? "read" : result.error().message.c_str());
}

void TestLintSettings::contradictionsAreNamed()
{
    const auto levels = readProjectSettings(R"({"fail_on":"info","show_from":"error"})", "s");
    QVERIFY(!levels && levels.error().message.find("below") != std::string::npos);
    const auto twice = readProjectSettings(R"({"model":"a","model":"b"})", "s");
    QVERIFY(!twice && twice.error().message.find("twice") != std::string::npos);
    QVERIFY(!readProjectSettings("[]", "s"));
    QVERIFY(!readProjectSettings("{\"model\":", "s"));
    QVERIFY(!readProjectSettings("", "s"));
}

void TestLintSettings::messagesNameLineAndNearestMember()
{
    const auto result = readProjectSettings("{\n  \"exlude\": []\n}", "team.json");
    QVERIFY(!result);
    QCOMPARE(
        result.error().message,
        std::string("team.json, line 2: there is no setting \"exlude\"; did you mean \"exclude\"?"));
}

void TestLintSettings::overridesWinInOrder()
{
    const ProjectSettings project = settings(
        R"({"model":"a","rules":{"WSP":"off","DYN001":"info"},"overrides":[
        {"files":["x/**"],"rules":{"DYN001":"error"},"model":"b"},{"files":["x/y/*"],"rules":{"DYN001":"warning"}}]})");
    QCOMPARE(settingsFor(project, "p.md", "").severities.at("DYN001"), Severity::Info);
    QCOMPARE(settingsFor(project, "x/p.md", "").severities.at("DYN001"), Severity::Error);
    QCOMPARE(settingsFor(project, "x/p.md", "").model, std::string("b"));
    QCOMPARE(settingsFor(project, "x/y/p.md", "").severities.at("DYN001"), Severity::Warning);
    QCOMPARE(settingsFor(project, "x/y/p.md", "").severities.at("WSP"), Severity::Off);
}

void TestLintSettings::silencesHoldUntilTheirDay()
{
    const ProjectSettings project
        = settings(R"({"silence":[{"rules":["DYN001"],"files":["*.md"],"until":"2026-11-21"}]})");
    QVERIFY(settingsFor(project, "a.md", "2026-11-21").silenced.contains("DYN001"));
    QVERIFY(!settingsFor(project, "a.md", "2026-11-22").silenced.contains("DYN001"));
    QVERIFY(!settingsFor(project, "a.txt", "2026-11-21").silenced.contains("DYN001"));
}

void TestLintSettings::unknownRulesAndIdleSilencesAreReported()
{
    const std::string json = R"({"rules":{"WSP02":"off"},
"silence":[{"rules":["DYN001"]},{"rules":["DIN2"],"until":"2020-01-01"}]})";
    const auto findings = checkProjectSettings(settings(json), json, { 0 }, "2026-11-21");
    QCOMPARE(findings.size(), std::size_t{ 4 });
    QCOMPARE(std::string(findings[0].rule), std::string("CFG002"));
    QCOMPARE(json.substr(findings[0].range.begin, findings[0].range.size()), std::string("WSP02"));
    const auto mended = applyEdits(json, findings[0].fixes.at(0).edits);
    QVERIFY(mended && mended->find("WSP002") != std::string::npos);
    QCOMPARE(json.substr(findings[1].range.begin, findings[1].range.size()), std::string("DIN2"));
    QCOMPARE(findings[1].begin.line, std::size_t{ 2 });
    QCOMPARE(std::string(findings[2].rule), std::string("CFG001"));
    QVERIFY(findings[3].message.find("expired") != std::string::npos);
}

void TestLintSettings::globs_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("fits");
    QTest::newRow("name anywhere") << "*.md"
                                   << "a/b/c.md" << true;
    QTest::newRow("star stays in its folder") << "a/*.md"
                                              << "a/b/c.md" << false;
    QTest::newRow("two stars do not") << "a/**/*.md"
                                      << "a/b/x/c.md" << true;
    QTest::newRow("two stars are also nothing") << "a/**/c.md"
                                                << "a/c.md" << true;
    QTest::newRow("folder") << "a/b/"
                            << "a/b/x/c.md" << true;
    QTest::newRow("folder without its slash") << "a/b"
                                              << "a/b/x/c.md" << true;
    QTest::newRow("one character") << "a?.md"
                                   << "ab.md" << true;
    QTest::newRow("one character is one") << "a?.md"
                                          << "abc.md" << false;
    QTest::newRow("dot first") << "./a.md"
                               << "a.md" << true;
    QTest::newRow("all below") << "vendor/**"
                               << "vendor/x/y.md" << true;
    QTest::newRow("not beside") << "vendor/**"
                                << "vendors/y.md" << false;
    QTest::newRow("rooted") << "a/c.md"
                            << "x/a/c.md" << false;
}

void TestLintSettings::globs()
{
    QFETCH(QString, pattern);
    QFETCH(QString, path);
    QFETCH(bool, fits);
    QCOMPARE(fitsGlob(pattern.toStdString(), path.toStdString()), fits);
}

void TestLintSettings::hostileGlobEnds()
{
    std::string pattern, path;
    for (int i = 0; i < 40; ++i) {
        pattern += "**/a*a*a*/";
        path += "aaaaaaaaaaaaaaaaaaaa/";
    }
    QVERIFY(!fitsGlob(pattern + "b", path + "c"));
}

void TestLintSettings::baselineComesBack()
{
    Baseline baseline;
    baseline.add("b.md", "DYN001", "22");
    baseline.add("a.md", "DYN001", "11");
    baseline.add("a.md", "DYN001", "11");
    const std::string json = baseline.toJson();
    const auto again = Baseline::read(json, "f");
    QVERIFY(again);
    QCOMPARE(again->size(), std::size_t{ 2 });
    QVERIFY(again->of("a.md").contains("11") && !again->of("a.md").contains("22"));
    QCOMPARE(again->toJson(), json);
    for (const char *broken : { "", "{}", "{\"version\":9,\"findings\":[]}", "{\"version\":1,\"findings\":[{}]}" })
        QVERIFY2(!Baseline::read(broken, "f"), broken);
}

QTEST_GUILESS_MAIN(TestLintSettings)
#include "tst_lint_settings.moc"
