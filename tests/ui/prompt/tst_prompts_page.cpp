// SPDX-License-Identifier: MIT
#include "prompts_rig.h"

#include "ui/parts/table_view.h"
#include "ui/prompt/find_replace_bar.h"
#include "ui/prompt/model_picker.h"
#include "ui/prompt/outline_model.h"
#include "ui/prompt/problem_pane.h"
#include "ui/prompt/prompt_samples.h"
#include "ui/prompt/rule_page.h"
#include "ui/prompt/ruler_pane.h"
#include "ui/prompt/value_sets.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QLineEdit>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;

namespace {

const std::string request = "{\"model\":\"claude-sonnet-4-5\",\n \"max_tokens\":10,\"system\":\"Be careful.  "
                            "\\nAlways.\",\"messages\":[{\"role\":"
                            "\"user\",\"content\":\"Hello there\"}]}\n";

using Rig = PromptsRig;

int visibleMessages(const EditorFrame &frame, const QString &key)
{
    return frame.messageText(key).isEmpty() ? 0 : 1;
}

} // namespace

class TestPromptsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::install(Theme::Preference::Light); }
    void modelsKeepTheirPromises();
    void sampleHasItsProblems();
    void savingWritesOnlyWhatChanged();
    void safeFixesAreOneStep();
    void breakpointsAreSetAndRemoved();
    void problemKeysGoRound();
    void changeOnDiskIsAskedAbout();
    void unsavedPromptsComeBack();
    void savedPromptsLeaveNoCopy();
    void largePromptSaysWhatIsOff();
    void brokenJsonIsMarked();
    void unknownModelIsNamed();
    void closedTabComesBack();
    void binaryFilesAreRefused();
    void replaceAllIsOneStep();
    void valueSetsAreSampled();
    void valueFilesAreChecked();
    void modelChoiceChangesCosts();
    void rulePagesAreThere();
    void everythingHasAName();
};

void TestPromptsPage::modelsKeepTheirPromises()
{
    Rig rig;
    const QAbstractItemModelTester outline(
        &rig.page->outline().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester problems(
        &rig.page->problems().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    rig.page->openFiles({ rig.file(QStringLiteral("a.json"), samplePrompt()),
                          rig.file(QStringLiteral("b.md"), "# One\ntext\n# Two\nmore {{x}}\n") });
    QVERIFY(rig.checked());
    QTRY_COMPARE(rig.page->outline().model().rowCount(), 1);
    QCOMPARE(rig.page->outline().model().rowCount(rig.page->outline().model().index(0, 0)), 2);
    QTest::keyClicks(&rig.edit(), QStringLiteral("typed "));
    QVERIFY(rig.checked());
    ModelCostModel costs;
    const QAbstractItemModelTester tester(&costs, QAbstractItemModelTester::FailureReportingMode::QtTest);
    costs.setRows(modelCosts(*rig.session().report(), rig.page->models()), "USD");
    QVERIFY(costs.rowCount() > 10);
    costs.setFilter(QStringLiteral("claude"));
    QVERIFY(costs.rowCount() > 0 && costs.modelAt(0).contains(QStringLiteral("claude")));
    rig.page->closeTab(1);
    rig.page->closeTab(0);
    QCOMPARE(rig.page->problems().model().rowCount(), 0);
}

void TestPromptsPage::sampleHasItsProblems()
{
    Rig rig;
    rig.page->openText(samplePrompt(), {});
    QVERIFY(rig.checked());
    QVERIFY2(
        rig.session().report()->findings.size() >= 6,
        qPrintable(QString::number(rig.session().report()->findings.size())));
    QCOMPARE(rig.page->problems().model().rowCount(), int(rig.session().report()->findings.size()));
    QVERIFY(rig.page->outline().prefixWords().contains(QStringLiteral("Static")));
    QVERIFY(!rig.page->ruler().summary().isEmpty());
}

void TestPromptsPage::savingWritesOnlyWhatChanged()
{
    Rig rig;
    const QString path = rig.file(QStringLiteral("r.json"), request);
    rig.page->openFiles({ path });
    rig.edit().goTo(rig.session().document().end(1));
    QTest::keyClicks(&rig.edit(), QStringLiteral("!"));
    QVERIFY(rig.session().isModified());
    QVERIFY(rig.page->save());
    QVERIFY(!rig.session().isModified());
    std::string expected = request;
    expected.replace(expected.find("Hello there"), 11, "Hello there!");
    QCOMPARE(*readPromptBytes(path), expected);
}

void TestPromptsPage::safeFixesAreOneStep()
{
    Rig rig;
    rig.page->openText(request, {});
    QVERIFY(rig.checked());
    rig.page->fixAllSafe();
    QTRY_VERIFY(rig.session().document().fileBytes() != request);
    QVERIFY(rig.session().document().fileBytes().find("careful.  ") == std::string::npos);
    QTest::keyClick(&rig.edit(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rig.session().document().fileBytes(), request);
}

void TestPromptsPage::breakpointsAreSetAndRemoved()
{
    Rig rig;
    rig.page->openText(request, {});
    QVERIFY(rig.checked());
    rig.edit().goTo(rig.session().document().begin(0));
    rig.page->toggleBreakpoint();
    QVERIFY(rig.session().document().fileBytes().find("cache_control") != std::string::npos);
    QCOMPARE(rig.edit().bands().breakpoints(), 1);
    QVERIFY(rig.checked());
    rig.edit().goTo(rig.session().document().begin(0));
    rig.page->toggleBreakpoint();
    QVERIFY(rig.session().document().fileBytes().find("cache_control") == std::string::npos);
    QTest::keyClick(&rig.edit(), Qt::Key_Z, Qt::ControlModifier);
    QTest::keyClick(&rig.edit(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rig.session().document().fileBytes(), request);
    QCOMPARE(rig.edit().bands().breakpoints(), 0);
}

void TestPromptsPage::problemKeysGoRound()
{
    Rig rig;
    rig.page->openText(samplePrompt(), {});
    QVERIFY(rig.checked());
    const auto &marks = rig.edit().marks().squiggles;
    QVERIFY(marks.size() > 2);
    rig.edit().goTo(0);
    rig.page->nextProblem(1);
    const int first = rig.edit().textCursor().selectionStart();
    QVERIFY(std::any_of(marks.begin(), marks.end(), [first](const Squiggle &mark) { return mark.begin == first; }));
    for (std::size_t i = 0; i < 2 * marks.size() && rig.edit().textCursor().selectionStart() >= first; ++i) {
        rig.page->nextProblem(1);
        if (rig.edit().textCursor().selectionStart() == first)
            break;
    }
    QCOMPARE(rig.edit().textCursor().selectionStart(), first);
}

void TestPromptsPage::changeOnDiskIsAskedAbout()
{
    Rig rig;
    const QString path = rig.file(QStringLiteral("r.md"), "one\n");
    rig.page->openFiles({ path });
    QCOMPARE(visibleMessages(*rig.page->current(), QStringLiteral("disk")), 0);
    QVERIFY(writePromptBytes(path, "two\n"));
    QTRY_COMPARE(visibleMessages(*rig.page->current(), QStringLiteral("disk")), 1);
    for (QPushButton *button : rig.page->current()->findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Reload"))
            button->click();
    }
    QCOMPARE(rig.session().document().fileBytes(), std::string("two\n"));
    // Its own saving is no news.
    QTest::keyClicks(&rig.edit(), QStringLiteral("x"));
    QVERIFY(rig.page->save());
    QVERIFY(!rig.session().differsFromDisk());
}

void TestPromptsPage::unsavedPromptsComeBack()
{
    Rig rig;
    const QString path = rig.file(QStringLiteral("r.json"), request);
    rig.page->openFiles({ path });
    rig.edit().goTo(rig.session().document().end(1));
    QTest::keyClicks(&rig.edit(), QStringLiteral(" lost?"));
    QSignalSpy written(&rig.page->recovery(), &Recovery::written);
    rig.page->recovery().writeNow(rig.session());
    QVERIFY(written.wait(10'000));
    const std::string mine = rig.session().document().fileBytes();
    // As after a kill: another page finds the copy while the first one never ended.
    const auto left = rig.page->recovery().found();
    QCOMPARE(left.size(), std::size_t(1));
    QCOMPARE(left.front().bytes, mine);
    rig.page.reset();
    rig.open();
    QCOMPARE(rig.page->tabCount(), 1);
    QCOMPARE(rig.session().document().fileBytes(), mine);
    QCOMPARE(rig.session().path(), path);
    QVERIFY(rig.session().isModified());
    QVERIFY(rig.page->current()->messageText(QStringLiteral("disk")).isEmpty());
    QCOMPARE(*readPromptBytes(path), request);
}

void TestPromptsPage::savedPromptsLeaveNoCopy()
{
    Rig rig;
    rig.page->openFiles({ rig.file(QStringLiteral("r.md"), "one\n") });
    QTest::keyClicks(&rig.edit(), QStringLiteral("x"));
    QSignalSpy written(&rig.page->recovery(), &Recovery::written);
    rig.page->recovery().writeNow(rig.session());
    QVERIFY(written.wait(10'000));
    QVERIFY(rig.page->save());
    QVERIFY(rig.page->recovery().found().empty());
    rig.page.reset();
    rig.open();
    QCOMPARE(rig.page->tabCount(), 0);
}

void TestPromptsPage::largePromptSaysWhatIsOff()
{
    Rig rig;
    std::string text;
    while (text.size() <= std::size_t(largePromptBytes))
        text += "One line of a prompt that is larger than a megabyte.\n";
    rig.page->openText(text, {});
    QVERIFY(rig.page->current()->messageText(QStringLiteral("size")).contains(QStringLiteral("token display")));
    QVERIFY(!rig.edit().tokens().isOn());
    for (QPushButton *button : rig.page->current()->findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Turn on"))
            button->click();
    }
    QVERIFY(rig.edit().tokens().isOn());
    QVERIFY(rig.page->current()->messageText(QStringLiteral("size")).isEmpty());
}

void TestPromptsPage::brokenJsonIsMarked()
{
    Rig rig;
    rig.page->openText("{\"messages\":[{\"role\":\"user\",\n \"content\": oops}]}", {});
    QVERIFY(rig.checked());
    QVERIFY(rig.session().report()->parseProblem.has_value());
    QVERIFY(!rig.edit().marks().squiggles.empty());
    QCOMPARE(rig.session().report()->parseProblem->line, 2);
    QVERIFY(!rig.page->current()->messageText(QStringLiteral("json")).isEmpty());
}

void TestPromptsPage::unknownModelIsNamed()
{
    Rig rig;
    rig.page->openText(R"({"model":"nobody-1","messages":[{"role":"user","content":"hi"}]})", {});
    QVERIFY(rig.checked());
    QVERIFY(!rig.session().report()->modelKnown);
    QVERIFY(rig.session().report()->notes.join(u' ').contains(QStringLiteral("nobody-1")));
}

void TestPromptsPage::closedTabComesBack()
{
    Rig rig;
    rig.page->openText("one", {});
    QTest::keyClicks(&rig.edit(), QStringLiteral("zero "));
    rig.page->closeTab(0);
    QCOMPARE(rig.page->tabCount(), 0);
    QVERIFY(!rig.world.navigator.messages.isEmpty());
    QVERIFY(rig.world.navigator.messages.last().contains(QStringLiteral("without being saved")));
}

void TestPromptsPage::binaryFilesAreRefused()
{
    Rig rig;
    rig.page->openFiles(
        { rig.file(QStringLiteral("b.bin"), std::string("a\0b", 3)), rig.folder.filePath(QStringLiteral("none")) });
    QCOMPARE(rig.page->tabCount(), 0);
    QCOMPARE(rig.world.navigator.messages.size(), 2);
    QVERIFY(rig.world.navigator.messages.first().contains(QStringLiteral("NUL")));
    // One that is too large is not even read.
    QFile huge(rig.folder.filePath(QStringLiteral("huge.md")));
    QVERIFY(huge.open(QIODevice::WriteOnly) && huge.resize(qint64{ 257 } << 20));
    huge.close();
    rig.page->openFiles({ huge.fileName() });
    QCOMPARE(rig.page->tabCount(), 0);
    QVERIFY(rig.world.navigator.messages.last().contains(QStringLiteral("up to 256 MB")));
}

void TestPromptsPage::replaceAllIsOneStep()
{
    Rig rig;
    const std::string text = "one two one\none\n";
    rig.page->openText(text, {});
    FindReplaceBar &bar = rig.page->current()->findBar();
    bar.open(true);
    bar.findField()->setText(QStringLiteral("one"));
    QCOMPARE(bar.matchCount(), 3);
    bar.replaceField()->setText(QStringLiteral("1\u00A0"));
    QCOMPARE(bar.replaceAll(), 3);
    QCOMPARE(rig.session().document().fileBytes(), std::string("1\xC2\xA0 two 1\xC2\xA0\n1\xC2\xA0\n"));
    QTest::keyClick(&rig.edit(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rig.session().document().fileBytes(), text);
}

void TestPromptsPage::valueSetsAreSampled()
{
    Rig rig;
    rig.page->openText("All calls begin alike. Shop {{shop}} asks: {{question}}\n", {});
    rig.session().setValues(
        { { { "shop", "north" }, { "question", "why?" } }, { { "shop", "north" }, { "question", "how?" } } });
    QVERIFY(
        QTest::qWaitFor([&] { return rig.session().report() && rig.session().report()->views.sampled; }, 10'000));
    const auto report = rig.session().report();
    const prompt::PrefixViews &views = report->views;
    QVERIFY(views.sampled->prefix.stableTokens > views.fixed.stableTokens);
    // Value sets know better than the text which variables change: {{shop}} ends nothing.
    QCOMPARE(report->view, prompt::PrefixView::Sampled);
    QCOMPARE(report->strictest.stableTokens, views.sampled->prefix.stableTokens);
    QCOMPARE(views.sampled->prefix.end.culprit, std::string("question"));
    QCOMPARE(views.sampled->sets, std::size_t(2));
    QVERIFY(rig.page->outline().prefixWords().contains(QStringLiteral("Sampled")));
}

void TestPromptsPage::valueFilesAreChecked()
{
    QCOMPARE(readValueSets(R"({"a":"x","n":3})")->front().at("n"), std::string("3"));
    QCOMPARE(readValueSets("{\"a\":\"x\"}\n{\"a\":\"y\"}\n")->size(), std::size_t(2));
    QCOMPARE(readValueSets(R"([{"a":"x"},{"a":"y"}])")->size(), std::size_t(2));
    const auto broken = readValueSets("{\"a\":\"x\"}\n{oops\n");
    QVERIFY(!broken && broken.error().message.find("2") != std::string::npos);
    QVERIFY(!readValueSets("[1]"));
    QVERIFY(!readValueSets(""));
}

void TestPromptsPage::modelChoiceChangesCosts()
{
    Rig rig;
    rig.page->openText(samplePrompt(), {});
    QVERIFY(rig.checked());
    const auto before = rig.session().report();
    rig.session().chooseModel("gpt-4.1");
    QVERIFY(QTest::qWaitFor([&] { return rig.session().report()->choice.model == "gpt-4.1"; }, 10'000));
    const auto after = rig.session().report();
    QCOMPARE(after->choice.upstream, std::string("openai"));
    QVERIFY(after->layout.total != before->layout.total);
    QVERIFY(after->costs.cold.has_value() && before->costs.cold.has_value());
}

void TestPromptsPage::rulePagesAreThere()
{
    RulePage page;
    page.showRule(QStringLiteral("DYN001"));
    QVERIFY(page.shownText().size() > 100);
}

void TestPromptsPage::everythingHasAName()
{
    Rig rig;
    rig.page->openText(samplePrompt(), {});
    rig.page->current()->findBar().open(true);
    QVERIFY(rig.checked());
    for (const QWidget *widget : rig.page->findChildren<QWidget *>()) {
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const bool needsName = (button && widget->isVisible()) || qobject_cast<const QLineEdit *>(widget)
            || (qobject_cast<const QAbstractItemView *>(widget) && !qobject_cast<const QHeaderView *>(widget))
            || qobject_cast<const QPlainTextEdit *>(widget);
        if (!needsName || widget->objectName().startsWith(QStringLiteral("qt_")))
            continue;
        const QString name
            = widget->accessibleName().isEmpty() && button ? button->text() : widget->accessibleName();
        QVERIFY2(
            !name.isEmpty(),
            qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->toolTip()));
    }
}

QTEST_MAIN(TestPromptsPage)
#include "tst_prompts_page.moc"
