// SPDX-License-Identifier: MIT
// The problems below the text: whose they are, what is done about them, how they are silenced.
#include "prompts_rig.h"

#include "ui/app_window.h"
#include "ui/parts/table_view.h"
#include "ui/prompt/fix_preview.h"
#include "ui/prompt/problem_pane.h"
#include "ui/prompt/project_lint.h"
#include "ui/prompt/rule_page.h"
#include "ui/prompt/silence_dialog.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;
using Scope = ProblemPane::Scope;

namespace {

const std::string clockText = "Be careful.\nIt is now 2026-11-20 14:32:07.\nAnswer in one line.\nNever guess.\n"
                              "Quote the line that you mean.\nSay so when you do not know.\n";

int findingOf(const PromptsRig &rig, const std::string &rule)
{
    const auto report = rig.session().report();
    for (std::size_t i = 0; i < report->findings.size(); ++i) {
        if (report->findings[i].finding.rule == rule)
            return static_cast<int>(i);
    }
    return -1;
}

int rowOf(const PromptsRig &rig, const QString &rule)
{
    const ProblemModel &model = rig.page->problems().model();
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.index(row, ProblemModel::Rule).data().toString() == rule)
            return row;
    }
    return -1;
}

} // namespace

class TestPromptsProblems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations(*qApp); // English plurals.
        Theme::install(Theme::Preference::Light);
    }
    void fixInSeveralPlacesIsPreviewed();
    void countsFollowTheScope();
    void folderIsChecked();
    void logIsCheckedWithMoney();
    void problemsAreSortedByMoney();
    void lineIsSilencedAndUndone();
    void projectAndBaselineSilence();
    void projectDecidesWhatIsShown();
    void brokenSettingsAreNamed();
    void f1OpensThePage();
};

void TestPromptsProblems::fixInSeveralPlacesIsPreviewed()
{
    PromptsRig rig;
    rig.page->openText(clockText, {});
    QVERIFY(rig.checked());
    const int clock = findingOf(rig, "DYN001");
    QVERIFY(clock >= 0);
    rig.page->applyFix(*rig.page->current(), clock, 0);
    auto *preview = rig.dialog<FixPreview>();
    QVERIFY(preview);
    QCOMPARE(rig.bytes(), clockText); // Nothing has happened yet.
    QVERIFY(rig.press(QStringLiteral("Change 2 places"), preview));
    QVERIFY(rig.bytes() != clockText);
    QVERIFY(rig.bytes().find("14:32:07") > clockText.find("Say so"));
    QTest::keyClick(&rig.edit(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rig.bytes(), clockText);
}

void TestPromptsProblems::countsFollowTheScope()
{
    PromptsRig rig;
    rig.page->openText(clockText, {});
    QVERIFY(rig.checked());
    rig.page->openText("A clean prompt.\n", {});
    QVERIFY(rig.checked());
    ProblemPane &pane = rig.page->problems();
    QCOMPARE(pane.model().rowCount(), 0);
    QCOMPARE(pane.countWords(), QString());
    pane.setScope(Scope::Open);
    QCOMPARE(pane.model().rowCount(), 1);
    QCOMPARE(pane.countWords(), QStringLiteral("1 error"));
    QCOMPARE(rig.page->problemCount(), 1);
    pane.setScope(Scope::Folder);
    QCOMPARE(pane.model().rowCount(), 0); // Neither is in a folder.
    pane.setScope(Scope::Log);
    QTRY_VERIFY(pane.countWords().contains(QStringLiteral("0 kinds of calls")));
}

void TestPromptsProblems::folderIsChecked()
{
    PromptsRig rig;
    const QString clock = rig.file(QStringLiteral("sub/clock.md"), clockText);
    rig.file(QStringLiteral("broken.jsonl"), "{\"model\":\"gpt-4.1\",\"messages\":[]}\n{\"model\":\"cut\n");
    const QString clean = rig.file(QStringLiteral("clean.md"), "A clean prompt.\n");
    rig.page->openFiles({ clean });
    QVERIFY(rig.checked());
    ProblemPane &pane = rig.page->problems();
    pane.setScope(Scope::Folder);
    QTRY_VERIFY_WITH_TIMEOUT(rowOf(rig, QStringLiteral("DYN001")) >= 0, 15'000);
    QVERIFY(rowOf(rig, QStringLiteral("JSON")) >= 0);
    QVERIFY2(pane.countWords().contains(QStringLiteral("3 files")), qPrintable(pane.countWords()));
    const int row = rowOf(rig, QStringLiteral("DYN001"));
    QCOMPARE(pane.model().index(row, ProblemModel::Place).data().toString(), QStringLiteral("sub/clock.md 2:11"));
    // A click on it opens the file at the place.
    Q_EMIT pane.table().clicked(pane.model().index(row, ProblemModel::Message));
    QCOMPARE(rig.session().path(), clock);
    QTRY_COMPARE(rig.edit().textCursor().selectedText(), QStringLiteral("2026-11-20 14:32:07"));
    // What is saved is checked again. The folder is now that of the opened file.
    rig.edit().textCursor().removeSelectedText();
    QVERIFY(rig.page->save());
    QTRY_VERIFY_WITH_TIMEOUT(
        rowOf(rig, QStringLiteral("DYN001")) < 0 && pane.countWords().contains(QStringLiteral("1 file")), 15'000);
}

void TestPromptsProblems::logIsCheckedWithMoney()
{
    PromptsRig rig;
    std::string rules;
    for (int i = 0; i < 1500; ++i)
        rules += "Rule " + std::to_string(i) + " holds. ";
    auto &log = rig.world.backend.log;
    for (int i = 0; i < 12; ++i) {
        requestlog::CallRecord record = agentCall(log, 0, 600 - i * 40);
        record.end.requestBody = R"({"model":"claude-sonnet-4-5","max_tokens":64,"system":[{"type":"text","text":)"
                                 R"("It is now 2026-11-20 14:32:0)"
            + std::to_string(i % 10) + ". " + rules
            + R"(","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"Why?"}]})";
        record.end.usage.tokens = {};
        record.end.usage.tokens.cacheWrite5m = 9000;
        record.end.usage.tokens.fresh = 20;
        record.end.outcome = requestlog::Outcome::Miss;
        log.write(record);
    }
    log.drain();
    rig.page->openText("A clean prompt.\n", {});
    QVERIFY(rig.checked());
    ProblemPane &pane = rig.page->problems();
    pane.setScope(Scope::Log);
    QTRY_VERIFY_WITH_TIMEOUT(rowOf(rig, QStringLiteral("DYN001")) >= 0, 20'000);
    QVERIFY2(pane.countWords().contains(QStringLiteral("1 kind of calls")), qPrintable(pane.countWords()));
    QVERIFY2(pane.countWords().contains(QStringLiteral("per day in the log")), qPrintable(pane.countWords()));
    const int row = rowOf(rig, QStringLiteral("DYN001"));
    QVERIFY(
        pane.model().index(row, ProblemModel::Place).data().toString().startsWith(QStringLiteral("checkout-api")));
    QVERIFY(pane.model().rowAt(row)->shown().finding.perDay.has_value());
    // A click opens the newest call of the kind.
    Q_EMIT pane.table().clicked(pane.model().index(row, ProblemModel::Message));
    QTRY_VERIFY_WITH_TIMEOUT(rig.session().origin().callId > 0, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(
        rig.edit().textCursor().selectedText().startsWith(QStringLiteral("2026-11-20")), 10'000);
}

void TestPromptsProblems::problemsAreSortedByMoney()
{
    const auto problem = [](const char *rule, prompt::Severity severity, std::optional<base::Money> money) {
        OutsideProblem made;
        made.shown.finding.rule = rule;
        made.shown.finding.severity = severity;
        made.shown.finding.perDay = money;
        return ProblemModel::Row{ nullptr, nullptr, 0, std::make_shared<const OutsideProblem>(made) };
    };
    ProblemModel model;
    model.setRows(
        { problem("WSP002", prompt::Severity::Info, base::Money::fromPico(5)),
          problem("DYN001", prompt::Severity::Error, {}),
          problem("TLS001", prompt::Severity::Warning, base::Money::fromPico(9)) },
        "USD", false);
    QStringList rules;
    for (int row = 0; row < model.rowCount(); ++row)
        rules << model.index(row, ProblemModel::Rule).data().toString();
    QCOMPARE(rules, QStringList({ QStringLiteral("TLS001"), QStringLiteral("WSP002"), QStringLiteral("DYN001") }));
}

void TestPromptsProblems::lineIsSilencedAndUndone()
{
    PromptsRig rig;
    rig.page->openText(clockText, {});
    QVERIFY(rig.checked());
    rig.edit().goTo(int(clockText.find("14:32")));
    QVERIFY(rig.act(QStringLiteral("Silence the problem here\u2026")));
    auto *dialog = rig.dialog<SilenceDialog>();
    QVERIFY(dialog);
    dialog->choose(SilencePlace::Project); // Has no file yet: stays at the line.
    dialog->reasonField().setText(QStringLiteral("the demo wants it"));
    dialog->expireAfter(30);
    QVERIFY(rig.press(QStringLiteral("Silence DYN001"), dialog));
    const std::string until = QDate::currentDate().addDays(30).toString(Qt::ISODate).toStdString();
    const std::string comment = "<!-- cachescope: ignore DYN001 until " + until + " -- the demo wants it -->\n";
    std::string expected = clockText;
    expected.insert(expected.find("It is now"), comment);
    QCOMPARE(rig.bytes(), expected);
    QVERIFY(rig.checked());
    QCOMPARE(findingOf(rig, "DYN001"), -1);
    QCOMPARE(rig.session().report()->silenced, 1);
    QTest::keyClick(&rig.edit(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rig.bytes(), clockText);
}

void TestPromptsProblems::projectAndBaselineSilence()
{
    for (const SilencePlace place : { SilencePlace::Project, SilencePlace::Baseline }) {
        PromptsRig rig;
        QDir(rig.folder.path()).mkdir(QStringLiteral(".git")); // The root of a repository.
        rig.page->openFiles({ rig.file(QStringLiteral("sub/clock.md"), clockText) });
        QVERIFY(rig.checked());
        SilenceDialog *dialog = rig.page->silence(*rig.page->current(), findingOf(rig, "DYN001"));
        QVERIFY(dialog);
        dialog->choose(place);
        QCOMPARE(dialog->reasonField().isEnabled(), place == SilencePlace::Project);
        QVERIFY(rig.press(QStringLiteral("Silence DYN001"), dialog));
        QVERIFY(rig.checked());
        QTRY_COMPARE(findingOf(rig, "DYN001"), -1);
        QCOMPARE(rig.bytes(), clockText);
        const QString settings = rig.folder.filePath(QStringLiteral(".cachescope.json"));
        const QString baseline = rig.folder.filePath(QStringLiteral("lint-baseline.json"));
        QVERIFY(QFile::exists(settings));
        QCOMPARE(QFile::exists(baseline), place == SilencePlace::Baseline);
        QVERIFY(rig.press(QStringLiteral("Undo")));
        QVERIFY(!QFile::exists(settings));
        QVERIFY(!QFile::exists(baseline));
        QVERIFY(rig.checked());
        QTRY_VERIFY(findingOf(rig, "DYN001") >= 0);
    }
}

void TestPromptsProblems::projectDecidesWhatIsShown()
{
    PromptsRig rig;
    rig.file(
        QStringLiteral(".cachescope.json"),
        R"({"show_from":"warning","fail_on":"error","rules":{"DYN001":"warning"}})");
    rig.page->openFiles({ rig.file(QStringLiteral("a.md"), clockText + "Blanks.  \nEnd.\n") });
    QVERIFY(rig.checked());
    QTRY_COMPARE(findingOf(rig, "WSP002"), -1);
    const int clock = findingOf(rig, "DYN001");
    QVERIFY(clock >= 0);
    QCOMPARE(rig.session().report()->findings[std::size_t(clock)].finding.severity, prompt::Severity::Warning);
}

void TestPromptsProblems::brokenSettingsAreNamed()
{
    PromptsRig rig;
    rig.file(QStringLiteral(".cachescope.json"), "{\n \"show_from\": \"error\",\n \"fail_on\": \"warning\"\n}");
    rig.page->openFiles({ rig.file(QStringLiteral("a.md"), clockText) });
    const QString said = rig.page->current()->messageText(QStringLiteral("project"));
    QVERIFY2(
        said.contains(QStringLiteral(".cachescope.json")) && said.contains(QStringLiteral("fail_on")),
        qPrintable(said));
    QVERIFY(rig.checked());
    QVERIFY(findingOf(rig, "DYN001") >= 0); // It is checked as without settings.
}

void TestPromptsProblems::f1OpensThePage()
{
    PromptsRig rig;
    rig.page->openText(clockText, {});
    QVERIFY(rig.checked());
    rig.edit().goTo(int(clockText.find("14:32")));
    QTest::keyClick(&rig.edit(), Qt::Key_F1);
    auto *page = rig.dialog<RulePage>();
    QVERIFY(page);
    QVERIFY(page->shownText().contains(QStringLiteral("DYN001")));
    page->close();
    ProblemPane &pane = rig.page->problems();
    pane.table().setCurrentIndex(pane.model().index(0, 0));
    QTest::keyClick(&pane.table(), Qt::Key_F1);
    QVERIFY(rig.dialog<RulePage>());
}

QTEST_MAIN(TestPromptsProblems)
#include "tst_prompts_problems.moc"
