// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "prompt/lint/lint.h"
#include "prompt/lint/silence_writer.h"
#endif

#include <QTest>

using namespace cachescope;
using namespace cachescope::prompt;

Q_DECLARE_METATYPE(SilenceReach)

namespace {

LintResult linted(const std::string &bytes)
{
    LintSettings settings;
    settings.today = "2026-11-21";
    return lint(*Prompt::parse(bytes).value(), settings, tokens::ModelTable(), *providers::PriceBook::shipped());
}

int countOf(const LintResult &result, const std::string &rule)
{
    return static_cast<int>(
        std::count_if(result.findings.begin(), result.findings.end(), [&rule](const Finding &finding) {
            return finding.rule == rule;
        }));
}

std::string silenced(const std::string &bytes, const std::string &rule, SilenceReach reach, const SilenceWish &wish)
{
    const auto prompt = Prompt::parse(bytes).value();
    for (const Finding &finding : linted(bytes).findings) {
        if (finding.rule == rule)
            return applyEdits(bytes, silenceEdits(*prompt, finding, reach, wish)).value();
    }
    return {};
}

const std::string text
    = "# One\nBe careful.\nIt is now 2026-11-20 14:32:07.\nEnd.\n\n\n\n\n# Two\nIt is now "
      "2026-11-20 14:32:08.\nMore.\n\n# Three\nAnd a good deal of text behind it.\nIt stays the same in "
      "every call.\nSo it could be read from the cache.\n";
const std::string request = R"({"model":"claude-sonnet-4-5-20250929","max_tokens":9,"system":[{"type":"text",)"
                            R"("text":"Be careful.\nIt is now 2026-11-20 14:32:07.\nEnd."}],)"
                            R"("messages":[{"role":"user","content":"Hello"}]})";

} // namespace

class TestSilenceWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCommentSilences_data()
    {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<std::string>("rule");
        QTest::addColumn<SilenceReach>("reach");
        QTest::addColumn<int>("before");
        QTest::addColumn<int>("after");
        QTest::newRow("line of a text") << text << std::string("DYN001") << SilenceReach::Line << 2 << 1;
        QTest::newRow("section of a text") << text << std::string("DYN001") << SilenceReach::Block << 2 << 1;
        QTest::newRow("text") << text << std::string("DYN001") << SilenceReach::File << 2 << 0;
        QTest::newRow("blank lines") << text << std::string("WSP004") << SilenceReach::Line << 1 << 0;
        QTest::newRow("line of a request") << request << std::string("DYN001") << SilenceReach::Line << 1 << 0;
        QTest::newRow("section of a request") << request << std::string("DYN001") << SilenceReach::Block << 1 << 0;
        QTest::newRow("request") << request << std::string("DYN001") << SilenceReach::File << 1 << 0;
    }
    void aCommentSilences()
    {
        QFETCH(std::string, bytes);
        QFETCH(std::string, rule);
        QFETCH(SilenceReach, reach);
        QFETCH(int, before);
        QFETCH(int, after);
        QCOMPARE(countOf(linted(bytes), rule), before);
        const std::string mended
            = silenced(bytes, rule, reach, { rule, "the demo's --> wish\nfor it", "2027-01-31" });
        const LintResult now = linted(mended);
        QVERIFY2(countOf(now, rule) == after, mended.c_str());
        QVERIFY2(now.silenced == before - after, mended.c_str());
        QVERIFY2(countOf(now, "CFG001") == 0, mended.c_str());
        QVERIFY2(mended.find("demo") != std::string::npos, mended.c_str());
        // What expires comes back.
        LintSettings later;
        later.today = "2027-02-01";
        const auto again
            = lint(*Prompt::parse(mended).value(), later, tokens::ModelTable(), *providers::PriceBook::shipped());
        QCOMPARE(countOf(again, rule), before);
    }
    void parametersAreSilencedInTheirObject()
    {
        const std::string body = R"({"model":"claude-sonnet-4-5","max_tokens":9,"messages":[]})";
        const auto prompt = Prompt::parse(body).value();
        const auto findings = linted(body).findings;
        QCOMPARE(countOf(linted(body), "REQ002"), 1);
        QVERIFY(silenceEdits(*prompt, findings.front(), SilenceReach::Line, { "REQ002", {}, {} }).empty());
        const std::string mended = silenced(body, "REQ002", SilenceReach::Block, { "REQ002", "pinned", {} });
        QCOMPARE(countOf(linted(mended), "REQ002"), 0);
        QCOMPARE(countOf(linted(mended), "CFG001"), 0);
        // And before it is sent the comment goes.
        const auto commented = Prompt::parse(mended).value();
        QCOMPARE(applyEdits(mended, silenceMemberRemovals(*commented)).value(), body);
    }
    void projectKeepsItsBytes()
    {
        const SilenceWish wish{ "DYN002", "one call a day", "2027-01-31" };
        const std::string made = withProjectSilence({}, "x", wish, "daily/a.md").value();
        const auto settings = readProjectSettings(made, "x").value();
        QCOMPARE(settings.silences.size(), std::size_t(1));
        QCOMPARE(settings.silences[0].rules.front(), std::string("DYN002"));
        QCOMPARE(settings.silences[0].files.front(), std::string("daily/a.md"));
        QCOMPARE(settings.silences[0].reason, std::string("one call a day"));
        QCOMPARE(settings.silences[0].until, std::string("2027-01-31"));
        const std::string two = withProjectSilence(made, "x", { "WSP002", {}, {} }, {}).value();
        QCOMPARE(readProjectSettings(two, "x").value().silences.size(), std::size_t(2));
        const std::string odd = "{\"fail_on\" : \"error\" ,\n\t\"exclude\": [ ]}\n";
        const std::string more = withProjectSilence(odd, "x", wish, {}).value();
        QVERIFY(more.ends_with(odd.substr(1)));
        QCOMPARE(
            readProjectSettings(withProjectSilence("{\"silence\":[]}", "x", wish, {}).value(), "x")
                .value()
                .silences.size(),
            std::size_t(1));
        QVERIFY(!withProjectSilence("{\"silense\":[]}", "x", wish, {}));
        QVERIFY(!withProjectSilence("[]", "x", wish, {}));
    }
    void baselineIsNamed()
    {
        const auto named = [](const std::string &json) {
            return readProjectSettings(withBaselineFile(json, "x", "b.json").value(), "x").value().baseline;
        };
        QCOMPARE(named({}), std::string("b.json"));
        QCOMPARE(named("{}"), std::string("b.json"));
        QCOMPARE(named("{\"baseline\":\"old.json\"}"), std::string("b.json"));
    }
};

QTEST_GUILESS_MAIN(TestSilenceWriter)
#include "tst_silence_writer.moc"
