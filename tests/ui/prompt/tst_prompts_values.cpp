// SPDX-License-Identifier: MIT
// Values of a template's variables: from the log's newest requests, shown before they are used.
#include "prompts_rig.h"

#include "ui/app_window.h"
#include "ui/parts/chip_button.h"
#include "ui/prompt/outline_pane.h"
#include "ui/prompt/prompt_tool_bar.h"
#include "ui/prompt/values_dialog.h"
#include "ui/theme/theme.h"

#include <QTableWidget>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;

namespace {

const std::string question
    = "Shop {{shop}} was asked by {{customer}}: answer in two sentences and name the article.";

/** A logged call of the template, and its own. */
void writeCall(PromptsRig &rig, int secondsAgo, const std::string &text)
{
    auto &log = rig.world.backend.log;
    requestlog::CallRecord record = agentCall(log, 0, secondsAgo);
    record.end.requestBody
        = R"({"model":"claude-sonnet-4-5","max_tokens":64,"messages":[{"role":"user","content":")" + text
        + R"("}]})";
    log.write(record);
    log.drain();
}

void writeCalls(PromptsRig &rig, int calls)
{
    for (int i = 0; i < calls; ++i)
        writeCall(
            rig, 60 - i,
            "Shop north was asked by customer " + std::to_string(i)
                + ": answer in two sentences and name the article.");
}

QString valuesChip(const PromptsRig &rig)
{
    const auto *bar = rig.page->findChild<PromptToolBar *>();
    return qobject_cast<ChipButton *>(bar->valuesButton())->content().words;
}

} // namespace

class TestPromptsValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations(*qApp); // English plurals.
        Theme::install(Theme::Preference::Light);
    }

    void theCommandTakesThemFromTheLog()
    {
        PromptsRig rig;
        writeCalls(rig, 12);
        rig.page->openText(question, {});
        QVERIFY(rig.checked());
        QVERIFY(rig.act(QStringLiteral("Values from the last 200 requests")));
        QTRY_COMPARE_WITH_TIMEOUT(rig.session().values().size(), std::size_t(12), 10'000);
        QCOMPARE(rig.session().values().front().at("shop"), std::string("north"));
        QCOMPARE(rig.session().values().front().at("customer"), std::string("customer 11"));
        const QString said = rig.page->current()->messageText(QStringLiteral("values"));
        QVERIFY2(said.startsWith(QStringLiteral("12 sets of values, from the last 12 requests")), qPrintable(said));
        QTRY_VERIFY_WITH_TIMEOUT(rig.session().report()->views.sampled.has_value(), 10'000);
        const auto &sampled = *rig.session().report()->views.sampled;
        QCOMPARE(sampled.sets, std::size_t(12));
        QCOMPARE(sampled.prefix.end.culprit, std::string("customer")); // The shop is always the same.
        QVERIFY(rig.page->outline().prefixWords().contains(QStringLiteral("Sampled")));
        QVERIFY2(valuesChip(rig).contains(QStringLiteral("12 logged requests")), qPrintable(valuesChip(rig)));
    }

    void theDialogShowsThemFirst()
    {
        PromptsRig rig;
        writeCalls(rig, 3);
        rig.page->openText(question, {});
        QVERIFY(rig.checked());
        QVERIFY(rig.act(QStringLiteral("Values of the variables")));
        auto *dialog = rig.dialog<ValuesDialog>();
        QVERIFY(dialog);
        QVERIFY(rig.press(QStringLiteral("From the last 200 requests"), dialog));
        QTRY_COMPARE_WITH_TIMEOUT(dialog->table()->item(1, 1)->text(), QStringLiteral("customer 2"), 10'000);
        QVERIFY(rig.session().values().empty());
        QVERIFY(rig.press(QStringLiteral("Use values"), dialog));
        QCOMPARE(rig.session().values().size(), std::size_t(3));
        // They are still there when it is opened again; none of them leaves nothing.
        QVERIFY(rig.act(QStringLiteral("Values of the variables")));
        dialog = rig.dialog<ValuesDialog>();
        QCOMPARE(dialog->table()->item(1, 1)->text(), QStringLiteral("customer 2"));
        QVERIFY(rig.press(QStringLiteral("No values"), dialog));
        QVERIFY(rig.session().values().empty());
        QCOMPARE(valuesChip(rig), QStringLiteral("Values"));
    }

    void whatTheLogDoesNotHaveIsSaid()
    {
        PromptsRig rig;
        rig.page->openText(question, {});
        QVERIFY(rig.checked());
        const auto said = [&] { return rig.page->current()->messageText(QStringLiteral("values")); };
        QVERIFY(rig.act(QStringLiteral("Values from the last 200 requests")));
        QTRY_VERIFY_WITH_TIMEOUT(said().startsWith(QStringLiteral("No request like this")), 10'000);
        rig.page->openText("No variables here.", {});
        QVERIFY(rig.checked());
        QVERIFY(rig.act(QStringLiteral("Values from the last 200 requests")));
        QTRY_VERIFY_WITH_TIMEOUT(said().startsWith(QStringLiteral("This prompt has no variables")), 10'000);
    }

    void variablesThatTheLogDoesNotKnowAreNamed()
    {
        PromptsRig rig;
        writeCalls(rig, 2);
        rig.page->openText(question + " Be as {{mood}} as you can, please.", {});
        QVERIFY(rig.checked());
        QVERIFY(rig.act(QStringLiteral("Values from the last 200 requests")));
        QTRY_COMPARE_WITH_TIMEOUT(rig.session().values().size(), std::size_t(2), 10'000);
        const QString said = rig.page->current()->messageText(QStringLiteral("values"));
        QVERIFY2(said.endsWith(QStringLiteral("Not found: {{mood}}.")), qPrintable(said));
    }
};

QTEST_MAIN(TestPromptsValues)
#include "tst_prompts_values.moc"
