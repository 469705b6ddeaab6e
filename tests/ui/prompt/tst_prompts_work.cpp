// SPDX-License-Identifier: MIT
// What is done with prompts: opened from calls, pasted, dropped, compared, run; how the log sharpens what is seen.
#include "prompts_rig.h"

#include "ui/app_window.h"
#include "ui/format/format.h"
#include "ui/parts/table_view.h"
#include "ui/prompt/compare_model.h"
#include "ui/prompt/compare_view.h"
#include "ui/prompt/model_picker.h"
#include "ui/prompt/outline_pane.h"
#include "ui/prompt/prompt_run.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QDropEvent>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSpinBox>
#include <QTcpServer>
#include <QTcpSocket>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;

namespace {

std::string words(int count, const std::string &word)
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += word + ' ';
    return text;
}

std::string callBody(const std::string &system, const std::string &question)
{
    return R"({"model":"claude-sonnet-4-5","max_tokens":64,"system":[{"type":"text","text":")" + system
        + R"(","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":")" + question
        + R"("}]})";
}

std::int64_t writeCall(PromptsRig &rig, int secondsAgo, const std::string &body)
{
    auto &log = rig.world.backend.log;
    requestlog::CallRecord record = agentCall(log, 0, secondsAgo);
    record.end.requestBody = body;
    log.write(record);
    log.drain();
    return (*requestlog::Reader::open(log.path()))->newestId().value();
}

/** A proxy that answers one call and keeps what it was sent. */
class OneAnswer : public QTcpServer
{
public:
    QByteArray received;
    QByteArray answer;
    explicit OneAnswer(QByteArray body)
        : answer(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body)
    {
        listen(QHostAddress::LocalHost, 0);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                received += socket->readAll();
                const qsizetype head = received.indexOf("\r\n\r\n");
                const qsizetype at = received.toLower().indexOf("content-length: ");
                const qsizetype size = received.mid(at + 16, received.indexOf("\r\n", at) - at - 16).toLongLong();
                if (head > 0 && received.size() >= head + 4 + size) {
                    socket->write(answer);
                    socket->disconnectFromHost();
                }
            });
        });
    }
    std::string address() const { return "127.0.0.1:" + std::to_string(serverPort()); }
    QByteArray body() const { return received.mid(received.indexOf("\r\n\r\n") + 4); }
};

} // namespace

class TestPromptsWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations(*qApp); // English plurals.
        Theme::install(Theme::Preference::Light);
    }
    void loggedCallsAreOpenedOnce();
    void callsWithoutBodyAreRefused();
    void pastedCurlIsARequest();
    void oneCallOutOfJsonLines();
    void filesAreDropped();
    void promptsAreCompared();
    void promptIsComparedWithALoggedCall();
    void observedPrefixIsTheStrictest();
    void placesAreFound();
    void runShowsForeseenAgainstReported();
    void aColdRunIsNoContradiction();
    void runOfACurlCommandSendsItsBody();
    void breakpointByKey();
    void sectionsFold();
    void sizeNoteIsDismissedForGood();
    void publicTokenizersCountExactly();
};

void TestPromptsWork::loggedCallsAreOpenedOnce()
{
    PromptsRig rig;
    const std::string body = callBody("Be careful.", "Why?");
    const std::int64_t id = writeCall(rig, 10, body);
    rig.page->openCall(id);
    QTRY_COMPARE(rig.page->tabCount(), 1);
    QCOMPARE(rig.bytes(), body);
    QVERIFY(rig.session().title().contains(QString::number(id)));
    QCOMPARE(rig.edit().toPlainText(), QStringLiteral("Be careful.\nWhy?"));
    rig.page->openFiles({ rig.file(QStringLiteral("a.md"), "text") });
    QCOMPARE(rig.page->tabCount(), 2);
    rig.page->openCall(id);
    QTRY_COMPARE(rig.session().origin().callId, id);
    QCOMPARE(rig.page->tabCount(), 2);
}

void TestPromptsWork::callsWithoutBodyAreRefused()
{
    PromptsRig rig;
    rig.page->openCall(writeCall(rig, 10, {}));
    QTRY_COMPARE(rig.world.navigator.messages.size(), 1);
    QVERIFY(rig.world.navigator.messages.last().contains(QStringLiteral("not stored")));
    rig.page->openCall(987'654);
    QTRY_COMPARE(rig.world.navigator.messages.size(), 2);
    QCOMPARE(rig.page->tabCount(), 0);
}

void TestPromptsWork::pastedCurlIsARequest()
{
    PromptsRig rig;
    const QString command
        = QStringLiteral("curl https://api.anthropic.com/v1/messages \\\n  -H 'x-api-key: none' \\\n  -d '")
        + QString::fromStdString(callBody("Be careful.", "Why?")) + QStringLiteral("'\n");
    QGuiApplication::clipboard()->setText(command);
    QVERIFY(rig.act(QStringLiteral("Open the clipboard as a prompt")));
    QCOMPARE(rig.page->tabCount(), 1);
    QCOMPARE(rig.session().document().base().form(), prompt::PromptForm::AnthropicMessages);
    QCOMPARE(rig.edit().toPlainText(), QStringLiteral("Be careful.\nWhy?"));
    rig.edit().goTo(rig.session().document().end(1));
    QTest::keyClicks(&rig.edit(), QStringLiteral(" Now."));
    QString expected = command;
    QCOMPARE(
        QString::fromStdString(rig.bytes()), expected.replace(QStringLiteral("Why?"), QStringLiteral("Why? Now.")));
    QGuiApplication::clipboard()->clear();
    QVERIFY(rig.act(QStringLiteral("Open the clipboard as a prompt")));
    QCOMPARE(rig.page->tabCount(), 1);
    QVERIFY(rig.world.navigator.messages.last().contains(QStringLiteral("clipboard")));
}

void TestPromptsWork::oneCallOutOfJsonLines()
{
    PromptsRig rig;
    const std::string second = callBody("Be careful.", "second");
    const QString path = rig.file(
        QStringLiteral("calls.jsonl"), callBody("Be careful.", "first") + "\n" + second + "\n{\"model\":\"cut");
    rig.page->openFiles({ path });
    QVERIFY(rig.page->current()->messageText(QStringLiteral("lines")).contains(QStringLiteral("3")));
    QVERIFY(rig.press(QStringLiteral("Open a call\u2026")));
    auto *dialog = rig.dialog<QInputDialog>();
    QVERIFY(dialog);
    dialog->setIntValue(2);
    dialog->accept();
    QCOMPARE(rig.page->tabCount(), 2);
    QCOMPARE(rig.bytes(), second);
    QVERIFY(rig.session().title().contains(QStringLiteral("calls.jsonl #2")));
    // The truncated line is named, the file stays as it is.
    rig.page->openFiles({ path });
    QVERIFY(rig.press(QStringLiteral("Open a call\u2026")));
    dialog = rig.dialog<QInputDialog>();
    dialog->setIntValue(3);
    dialog->accept();
    QCOMPARE(rig.page->tabCount(), 2);
    QVERIFY(rig.world.navigator.messages.last().contains(QStringLiteral("line 3")));
}

void TestPromptsWork::filesAreDropped()
{
    PromptsRig rig;
    QMimeData dropped;
    dropped.setUrls({ QUrl::fromLocalFile(rig.file(QStringLiteral("a.md"), "one")),
                      QUrl::fromLocalFile(rig.file(QStringLiteral("b.md"), "two")) });
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(rig.page.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(rig.page.get(), &drop);
    QCOMPARE(rig.page->tabCount(), 2);
    QCOMPARE(rig.bytes(), std::string("two"));
    // On the text, too: it leaves files to the page.
    QMimeData third;
    third.setUrls({ QUrl::fromLocalFile(rig.file(QStringLiteral("c.md"), "three")) });
    QDragEnterEvent over(QPoint(30, 30), Qt::CopyAction, &third, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(rig.edit().viewport(), &over);
    QVERIFY(over.isAccepted());
}

void TestPromptsWork::promptsAreCompared()
{
    PromptsRig rig;
    rig.page->openText(callBody("Be careful.\\nAlways.\\nIt is noon.", "Why?"), {});
    rig.page->openText(callBody("Be careful.\\nAlways.\\nIt is one.", "Why?"), {});
    QVERIFY(rig.checked());
    QVERIFY(rig.act(QStringLiteral("Compare\u2026")));
    auto *menu = rig.dialog<QMenu>();
    QVERIFY(menu);
    QAction *other = nullptr;
    for (QAction *action : menu->actions())
        other = action->text() == QStringLiteral("untitled") ? action : other;
    QVERIFY(other);
    other->trigger();
    menu->close();
    auto *dialog = rig.dialog<QDialog>();
    QVERIFY(dialog);
    auto *view = dialog->findChild<CompareView *>();
    QVERIFY(view);
    QTRY_COMPARE(view->model().differenceCount(), 1);
    QStringList said;
    bool tokensMarked = false;
    for (int i = 0; i < view->model().rowCount(); ++i) {
        said << view->model().index(i, 0).data().toString();
        tokensMarked = tokensMarked || !view->model().row(i).b.marks.isEmpty();
    }
    QVERIFY(tokensMarked);
    QVERIFY(said.join(u'\n').contains(QStringLiteral("It is one.")));
    QVERIFY(said.join(u'\n').contains(QStringLiteral("It is noon.")));
    view->goToNext();
    dialog->close();
}

void TestPromptsWork::promptIsComparedWithALoggedCall()
{
    PromptsRig rig;
    const std::string system = words(300, "Rule");
    for (int i = 0; i < 3; ++i)
        writeCall(rig, 30 - i, callBody(system, "Question " + std::to_string(i)));
    rig.page->openText(callBody(system, "Mine"), {});
    QVERIFY(QTest::qWaitFor([&] { return rig.session().log() != nullptr; }, 10'000));
    QVERIFY(rig.act(QStringLiteral("Compare\u2026")));
    auto *menu = rig.dialog<QMenu>();
    QVERIFY(menu);
    QAction *call = menu->actions().front();
    QVERIFY2(call->text().startsWith(QStringLiteral("call of")), qPrintable(call->text()));
    call->trigger();
    menu->close();
    auto *view = rig.dialog<QDialog>()->findChild<CompareView *>();
    QTRY_COMPARE(view->model().differenceCount(), 1);
}

void TestPromptsWork::observedPrefixIsTheStrictest()
{
    PromptsRig rig;
    const std::string begin = words(1500, "Rule"), end = words(800, "example");
    for (int i = 0; i < 20; ++i)
        writeCall(rig, 60 - i, callBody(begin + "Shop " + std::to_string(i * 7919) + ". " + end, "Why?"));
    rig.page->openText(callBody(begin + "Shop 1. " + end, "Mine"), {});
    QVERIFY(QTest::qWaitFor(
        [&] { return rig.session().isChecked() && rig.session().report()->views.observed.has_value(); }, 15'000));
    const auto report = rig.session().report();
    QCOMPARE(report->views.observed->calls, std::size_t(20));
    QCOMPARE(report->view, prompt::PrefixView::Observed);
    QVERIFY(report->strictest.stableTokens < report->views.fixed.stableTokens);
    QVERIFY(report->strictest.stableTokens > 1400);
    QVERIFY(report->strictest.end.culprit.find("system") != std::string::npos);
    QVERIFY(rig.page->outline().prefixWords().contains(QStringLiteral("Observed")));
    QVERIFY(report->marks.note.contains(QStringLiteral("logged calls differ")));
}

void TestPromptsWork::placesAreFound()
{
    PromptsRig rig;
    rig.page->openText("# One\ntext\n# Two rules\nmore text\n", {});
    QVERIFY(rig.checked());
    const auto lines = rig.page->palettePlaces(QStringLiteral(":4"));
    QCOMPARE(lines.size(), 1);
    lines.front().go();
    QCOMPARE(rig.edit().textCursor().blockNumber(), 3);
    const auto blocks = rig.page->palettePlaces(QStringLiteral("@two"));
    QCOMPARE(blocks.size(), 1);
    blocks.front().go();
    QCOMPARE(rig.edit().textCursor().blockNumber(), 2);
    const auto tokens = rig.page->palettePlaces(QStringLiteral("t:0"));
    QCOMPARE(tokens.size(), 1);
    tokens.front().go();
    QCOMPARE(rig.edit().textCursor().position(), 0);
    QVERIFY(rig.page->palettePlaces(QStringLiteral(":no")).isEmpty());
    QCOMPARE(rig.page->palettePlaces(QStringLiteral("@")).size(), 3);
    // The same by Ctrl+G.
    QVERIFY(rig.act(QStringLiteral("Go to a line or a token\u2026")));
    auto *dialog = rig.dialog<QInputDialog>();
    dialog->setTextValue(QStringLiteral("2"));
    dialog->accept();
    QCOMPARE(rig.edit().textCursor().blockNumber(), 1);
}

void TestPromptsWork::runShowsForeseenAgainstReported()
{
    PromptsRig rig;
    OneAnswer proxy(R"({"id":"m","type":"message","role":"assistant","content":[{"type":"text","text":"Yes."}],)"
                    R"("usage":{"input_tokens":9,"cache_read_input_tokens":0,"cache_creation_input_tokens":2106,)"
                    R"("output_tokens":2}})");
    rig.world.backend.proxy.address = proxy.address();
    const std::string body = callBody(words(2000, "Rule"), "Why?");
    rig.page->openText(body, {});
    QVERIFY(rig.checked());
    rig.page->run();
    EditorFrame &frame = *rig.page->current();
    QTRY_VERIFY_WITH_TIMEOUT(!frame.messageText(QStringLiteral("run")).isEmpty(), 10'000);
    const QString said = frame.messageText(QStringLiteral("run"));
    QVERIFY2(said.contains(QStringLiteral("Reported: 0 read, 2")), qPrintable(said));
    QVERIFY2(said.startsWith(QStringLiteral("Foreseen: ")), qPrintable(said));
    QCOMPARE(proxy.body().toStdString(), body);
    QVERIFY(proxy.received.startsWith("POST /anthropic/v1/messages "));
    QVERIFY(proxy.received.toLower().contains("cache-control: no-store"));
    QVERIFY(!said.contains(QStringLiteral("cold")));
    // A proxy that is off is said before anything is sent.
    rig.world.backend.proxy = { engine::ProxyState::Kind::Stopped, {}, "Nobody is there." };
    rig.page->run();
    QVERIFY(frame.messageText(QStringLiteral("run")).contains(QStringLiteral("Nobody is there")));
}

void TestPromptsWork::aColdRunIsNoContradiction()
{
    PromptsRig rig;
    OneAnswer proxy(
        R"({"id":"c","object":"chat.completion","model":"gpt-4.1","choices":[{"index":0,"finish_reason":"stop",)"
        R"("message":{"role":"assistant","content":"Yes."}}],)"
        R"("usage":{"prompt_tokens":2010,"completion_tokens":2,"total_tokens":2012,)"
        R"("prompt_tokens_details":{"cached_tokens":0}}})");
    rig.world.backend.proxy.address = proxy.address();
    rig.page->openText(
        R"({"model":"gpt-4.1","messages":[{"role":"user","content":")" + words(2000, "Rule") + R"("}]})", {});
    QVERIFY(rig.checked());
    rig.page->run();
    EditorFrame &frame = *rig.page->current();
    QTRY_VERIFY_WITH_TIMEOUT(!frame.messageText(QStringLiteral("run")).isEmpty(), 10'000);
    const QString said = frame.messageText(QStringLiteral("run"));
    QVERIFY2(said.contains(QStringLiteral("Reported: 0 read, 0 written")), qPrintable(said));
    QVERIFY2(said.endsWith(QStringLiteral("run it again to see it read.")), qPrintable(said));
}

void TestPromptsWork::runOfACurlCommandSendsItsBody()
{
    const std::string body = R"({"model":"gpt-4.1","messages":[{"role":"user","content":"Why?"}]})";
    const auto curl
        = prompt::Prompt::parse("curl https://api.openai.com/v1/chat/completions -d '" + body + "'").value();
    const auto plan = planRun(*curl, { "gpt-4.1", "openai", false }, {});
    QCOMPARE(plan->body, body);
    // Comments for the linter are no members that a provider knows.
    const auto commented
        = prompt::Prompt::parse(R"({"//": "cachescope: ignore REQ002", )" + body.substr(1)).value();
    QCOMPARE(planRun(*commented, { "gpt-4.1", "openai", false }, {})->body, body);
}

void TestPromptsWork::breakpointByKey()
{
    PromptsRig rig;
    const std::string body
        = R"({"model":"claude-sonnet-4-5","max_tokens":9,"system":"Rules.","messages":[{"role":"user","content":"Hi"}]})";
    rig.page->openText(body, {});
    QVERIFY(rig.checked());
    rig.edit().goTo(0);
    QTest::keyClick(&rig.edit(), Qt::Key_B, Qt::ControlModifier);
    QTRY_VERIFY(rig.bytes().find("cache_control") != std::string::npos);
    QVERIFY(rig.page->current()->messageText(QStringLiteral("fix")).contains(QStringLiteral("Breakpoint set")));
    QVERIFY(rig.press(QStringLiteral("Undo")));
    QCOMPARE(rig.bytes(), body);
}

void TestPromptsWork::sectionsFold()
{
    PromptsRig rig;
    rig.page->openText("Intro\n# One\na\nb\n# Two\nc\n", {});
    QVERIFY(rig.checked());
    PromptEdit &edit = rig.edit();
    const QTextBlock one = edit.document()->findBlockByNumber(1);
    edit.goTo(one.position());
    QTest::keyClick(&edit, Qt::Key_BracketLeft, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(edit.isSectionFolded(one));
    QVERIFY(!edit.document()->findBlockByNumber(2).isVisible());
    QVERIFY(!edit.document()->findBlockByNumber(3).isVisible());
    QVERIFY(edit.document()->findBlockByNumber(4).isVisible());
    // Going to a hidden line opens its section again, and so does typing at its edge.
    edit.goTo(edit.document()->findBlockByNumber(3).position());
    QVERIFY(!edit.isSectionFolded(one));
    edit.setSectionFolded(one, true);
    QTextCursor cursor = edit.textCursor();
    cursor.setPosition(one.position() + one.length() - 1);
    edit.setTextCursor(cursor);
    QTest::keyClick(&edit, Qt::Key_Delete);
    QVERIFY(!edit.isSectionFolded(edit.document()->findBlockByNumber(1)));
    QCOMPARE(rig.bytes(), std::string("Intro\n# Onea\nb\n# Two\nc\n"));
    QVERIFY(!edit.headingAbove(edit.document()->firstBlock()).isValid());
}

void TestPromptsWork::sizeNoteIsDismissedForGood()
{
    PromptsRig rig;
    std::string text;
    while (text.size() <= std::size_t(largePromptBytes))
        text += "One line of a prompt that is larger than a megabyte.\n";
    rig.page->openText(text, {});
    QVERIFY(rig.press(QStringLiteral("Do not show again")));
    rig.page->openText(text, {});
    QVERIFY(rig.page->current()->messageText(QStringLiteral("size")).isEmpty());
    QVERIFY(!rig.edit().tokens().isOn());
    QVERIFY(rig.act(QStringLiteral("Show tokens of a large prompt")));
    QVERIFY(rig.edit().tokens().isOn());
}

void TestPromptsWork::publicTokenizersCountExactly()
{
    PromptsRig rig;
    // Another wrapping than gpt-4.1's, and a model whose tokenizer nobody has published.
    rig.page->openText(
        R"({"model":"gpt-5-mini","messages":[{"role":"user","content":"Why is the sky blue?"}]})", {});
    QVERIFY(rig.checked());
    ModelPicker picker(rig.session().report(), rig.page->models(), 100, rig.page.get());
    const auto figure = [&picker](const QString &model) {
        for (int row = 0; row < picker.model().rowCount(); ++row) {
            if (picker.model().modelAt(row) == model)
                return picker.model().index(row, ModelCostModel::Tokens).data().toString();
        }
        return QString();
    };
    QVERIFY(figure(QStringLiteral("gpt-4.1")).startsWith(u'~'));
    QTRY_VERIFY_WITH_TIMEOUT(!figure(QStringLiteral("gpt-4.1")).startsWith(u'~'), 10'000);
    const auto layout = prompt::layOut(*rig.session().report()->prompt, "gpt-4.1", *rig.page->models().table());
    QCOMPARE(figure(QStringLiteral("gpt-4.1")), format::number(layout->total));
    QVERIFY(figure(QStringLiteral("claude-opus-4-5")).startsWith(u'~'));
}

QTEST_MAIN(TestPromptsWork)
#include "tst_prompts_work.moc"
