// SPDX-License-Identifier: MIT
#include "../support/fake_backend.h"

#include "ui/app_window.h"
#include "ui/prompt/editor_frame.h"
#include "ui/prompt/find_replace_bar.h"
#include "ui/prompt/model_picker.h"
#include "ui/prompt/problem_pane.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/prompt/prompt_file.h"
#include "ui/prompt/prompt_samples.h"
#include "ui/prompt/prompts_page.h"
#include "ui/prompt/ruler_pane.h"
#include "ui/prompt/values_dialog.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QDialog>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;

/** Prompts in the states that a user meets, as pictures; kept when CACHESCOPE_GALLERY names a directory. */
class TestPromptPictures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations(*qApp);
        Theme::install(Theme::Preference::Light);
    }
    void pictures_data();
    void pictures();

private:
    static void act(PromptsPage &page, const QString &name)
    {
        for (QAction *action : page.pageActions()) {
            if (action->text() == name)
                action->trigger();
        }
    }
};

void TestPromptPictures::pictures_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<Theme::Preference>("theme");
    QTest::addColumn<QSize>("size");
    const QSize usual(1440, 900);
    for (const char *state :
         { "empty", "sample", "template", "ids", "heat", "borders", "plain", "broken", "find", "folded", "large",
           "white-space", "model", "values", "fixed", "crlf", "section", "silence", "folder" }) {
        QTest::addRow("prompts-%s-light", state) << QString::fromLatin1(state) << Theme::Preference::Light << usual;
        QTest::addRow("prompts-%s-dark", state) << QString::fromLatin1(state) << Theme::Preference::Dark << usual;
    }
    QTest::newRow("prompts-sample-small")
        << QStringLiteral("sample") << Theme::Preference::Light << QSize(1024, 700);
    QTest::newRow("prompts-empty-small") << QStringLiteral("empty") << Theme::Preference::Dark << QSize(1024, 700);
}

void TestPromptPictures::pictures()
{
    QFETCH(QString, state);
    QFETCH(Theme::Preference, theme);
    QFETCH(QSize, size);
    Theme::instance().setPreference(theme);
    QTemporaryDir directory;
    QSettings session(directory.filePath(QStringLiteral("window.ini")), QSettings::IniFormat);
    base::ManualClock clock{ 1'763'645'540'000'000 };
    FakeBackend backend;
    MainWindow window(backend, session, clock);
    window.resize(size);
    window.openPage(PageId::Prompts);
    window.show();
    auto &page = *qobject_cast<PromptsPage *>(window.page(PageId::Prompts));
    if (state == QLatin1String("template") || state == QLatin1String("find"))
        page.openText(
            "You are a careful reviewer for the checkout service.\nAnswer with findings only.\n\nIt is now "
            "{{now}}.\n\n## How to review\n"
            "- Read the whole diff before you write the first finding.\n- Name file, line and the smallest change "
            "that repairs it.  \n\n"
            "Pull request {{pr_id}} against main:\n```diff\n{{diff}}\n```\nStart with the most dangerous finding. ",
            {});
    else if (state == QLatin1String("broken"))
        page.openText(
            "{\"model\": \"gpt-4.1\",\n \"messages\": [\n  {\"role\": \"user\", \"content\": oops}\n ]}\n", {});
    else if (state == QLatin1String("large"))
        page.openText(std::string(1'200'000, 'x'), {});
    else if (state == QLatin1String("crlf"))
        page.openText(
            "one\r\ntwo\nNo\xC2\xA0"
            "break \xE2\x80\xA8 and \xFF byte\r\nthree\r\n"
                + std::string(2500, 'y') + "\r\n",
            {});
    else if (state == QLatin1String("folder")) {
        for (const char *name : { "review.json", "helpdesk.json" }) {
            const QString path = directory.filePath(QString::fromLatin1(name));
            QVERIFY(writePromptBytes(path, samplePrompt()));
            page.openFiles({ path });
        }
        page.problems().setScope(ProblemPane::Scope::Folder);
        QTRY_VERIFY_WITH_TIMEOUT(page.problems().model().rowCount() > 10, 30'000);
    } else if (state != QLatin1String("empty"))
        page.openText(samplePrompt(), {});
    if (EditorFrame *frame = page.current()) {
        QTRY_VERIFY_WITH_TIMEOUT(frame->session().isChecked(), 30'000);
        const QMap<QString, int> displays{ { QStringLiteral("heat"), 2 },
                                           { QStringLiteral("ids"), 1 },
                                           { QStringLiteral("plain"), 3 },
                                           { QStringLiteral("borders"), 4 } };
        for (int i = 0; i < displays.value(state); ++i)
            act(page, PromptsPage::tr("Next token display"));
        if (state == QLatin1String("find")) {
            frame->findBar().open(true);
            frame->findBar().findField()->setText(QStringLiteral("the"));
        } else if (state == QLatin1String("folded")) {
            frame->edit().setBandFolded(0, true);
        } else if (state == QLatin1String("section")) {
            frame->edit().goTo(
                static_cast<int>(frame->edit().toPlainText().indexOf(QStringLiteral("## House rules"))));
            frame->edit().toggleFoldAtCursor();
        } else if (state == QLatin1String("silence")) {
            QVERIFY(page.silence(*frame, 0));
        } else if (state == QLatin1String("white-space") || state == QLatin1String("crlf")) {
            act(page, PromptsPage::tr("Show or hide white space"));
        } else if (state == QLatin1String("model")) {
            act(page, PromptsPage::tr("Choose the model"));
        } else if (state == QLatin1String("values")) {
            act(page, PromptsPage::tr("Values of the variables"));
        } else if (state == QLatin1String("fixed")) {
            page.fixAllSafe();
            QTRY_VERIFY_WITH_TIMEOUT(frame->session().isModified() && frame->session().isChecked(), 30'000);
        }
    }
    QTest::qWait(350);
    const QString gallery = qEnvironmentVariable("CACHESCOPE_GALLERY");
    const QString name = QLatin1String(QTest::currentDataTag());
    const QPixmap picture = window.grab();
    QCOMPARE(picture.toImage().pixelColor(2, size.height() / 2), tokenColor(Token::Side));
    if (!gallery.isEmpty()) {
        QVERIFY(picture.save(gallery % u'/' % name % QStringLiteral(".png")));
        for (QDialog *dialog : page.findChildren<QDialog *>()) {
            if (dialog->isVisible())
                QVERIFY(dialog->grab().save(gallery % u'/' % name % QStringLiteral("-dialog.png")));
        }
    }
    Theme::instance().setPreference(Theme::Preference::Light);
}

QTEST_MAIN(TestPromptPictures)
#include "tst_prompt_pictures.moc"
