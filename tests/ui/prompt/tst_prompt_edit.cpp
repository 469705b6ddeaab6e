// SPDX-License-Identifier: MIT
#include "ui/prompt/mini_map.h"
#include "ui/prompt/prompt_document.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/prompt/prompt_layout.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTextBlock>
#include <QtTest>

using namespace cachescope;
using namespace cachescope::ui;

namespace {

const std::string request
    = R"({"model":"claude-sonnet-4-5","system":"one two","messages":[{"role":"user","content":"three four"},)"
      R"({"role":"assistant","content":"five"},{"role":"user","content":"six"}]})";

struct Rig
{
    std::unique_ptr<PromptDocument> document;
    std::unique_ptr<PromptEdit> edit;

    explicit Rig(const std::string &bytes)
    {
        document = std::move(*PromptDocument::open(bytes));
        edit = std::make_unique<PromptEdit>(*document);
        edit->tokens().setTokenizer(*tokens::encoding("o200k_base"), 1);
        edit->resize(700, 400);
        edit->show();
        edit->setFocus();
    }
    void at(int position)
    {
        QTextCursor cursor = edit->textCursor();
        cursor.setPosition(position);
        edit->setTextCursor(cursor);
    }
    QString segment(std::size_t index) const { return document->snapshot().segmentText(index).toString(); }
};

} // namespace

class TestPromptEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::install(Theme::Preference::Light); }
    void segmentsCannotBeJoined();
    void selectionOverSegmentsKeepsThemApart();
    void typingAtBordersStaysInside();
    void copyGivesRealText();
    void pasteKeepsBytes();
    void lineBrokenForDisplayIsOneLine();
    void foldedBandOpensUnderTheCursor();
    void undoKeyUndoesFixes();
    void aKeyPaintsOnlyWhatIsSeen();
};

void TestPromptEdit::segmentsCannotBeJoined()
{
    Rig rig(request);
    rig.at(rig.document->begin(1));
    QTest::keyClick(rig.edit.get(), Qt::Key_Backspace);
    QTest::keyClick(rig.edit.get(), Qt::Key_Backspace, Qt::ControlModifier);
    rig.at(rig.document->end(1));
    QTest::keyClick(rig.edit.get(), Qt::Key_Delete);
    QTest::keyClick(rig.edit.get(), Qt::Key_Delete, Qt::ControlModifier);
    QCOMPARE(rig.document->fileBytes(), request);
    rig.at(rig.document->begin(1) + 6);
    QTest::keyClick(rig.edit.get(), Qt::Key_Backspace, Qt::ControlModifier);
    QCOMPARE(rig.segment(1), QStringLiteral("four"));
}

void TestPromptEdit::selectionOverSegmentsKeepsThemApart()
{
    Rig rig(request);
    rig.edit->select(rig.document->begin(0) + 3, rig.document->end(2) - 1);
    QTest::keyClick(rig.edit.get(), Qt::Key_X);
    QCOMPARE(rig.segment(0), QStringLiteral("onex"));
    QCOMPARE(rig.segment(1), QString());
    QCOMPARE(rig.segment(2), QStringLiteral("e"));
    QCOMPARE(rig.segment(3), QStringLiteral("six"));
    rig.edit->selectAll();
    QTest::keyClick(rig.edit.get(), Qt::Key_Delete);
    QCOMPARE(rig.document->snapshot().begins.size(), std::size_t(4));
    QCOMPARE(rig.segment(3), QString());
    while (rig.document->text()->isUndoAvailable())
        QTest::keyClick(rig.edit.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rig.document->fileBytes(), request);
}

void TestPromptEdit::typingAtBordersStaysInside()
{
    Rig rig(request);
    rig.at(rig.document->begin(1));
    QTest::keyClicks(rig.edit.get(), QStringLiteral("A"));
    rig.at(rig.document->end(1));
    QTest::keyClicks(rig.edit.get(), QStringLiteral("B"));
    QTest::keyClick(rig.edit.get(), Qt::Key_Return);
    QTest::keyClicks(rig.edit.get(), QStringLiteral("C"));
    QCOMPARE(rig.segment(0), QStringLiteral("one two"));
    QString second = rig.segment(1);
    QCOMPARE(second.replace(QChar::ParagraphSeparator, u'\n'), QStringLiteral("Athree fourB\nC"));
    QCOMPARE(rig.segment(2), QStringLiteral("five"));
}

void TestPromptEdit::copyGivesRealText()
{
    Rig rig("a\xC2\xA0z\xE2\x80\xA8y\n" + std::string(2500, 'x'));
    rig.edit->selectAll();
    QTest::keyClick(rig.edit.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("a\u00A0z\u2028y\n") + QString(2500, u'x'));
}

void TestPromptEdit::pasteKeepsBytes()
{
    Rig rig("one\r\ntwo\r\n");
    rig.at(3);
    QGuiApplication::clipboard()->setText(QStringLiteral("\u00A0\nx\u2028"));
    QTest::keyClick(rig.edit.get(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(rig.document->fileBytes(), std::string("one\xC2\xA0\r\nx\xE2\x80\xA8\r\ntwo\r\n"));
}

void TestPromptEdit::lineBrokenForDisplayIsOneLine()
{
    Rig rig(std::string(4500, 'x'));
    const int first = rig.document->text()->firstBlock().length() - 1;
    // Over the break with one key in either direction, and deleting at it deletes one character.
    rig.at(first - 2);
    QTest::keyClick(rig.edit.get(), Qt::Key_Right);
    QTest::keyClick(rig.edit.get(), Qt::Key_Right);
    QCOMPARE(rig.edit->textCursor().blockNumber(), 1);
    QTest::keyClick(rig.edit.get(), Qt::Key_Left);
    QCOMPARE(rig.edit->textCursor().blockNumber(), 0);
    rig.at(rig.document->text()->findBlockByNumber(1).position());
    QTest::keyClick(rig.edit.get(), Qt::Key_Backspace);
    QCOMPARE(rig.document->fileBytes(), std::string(4499, 'x'));
    rig.document->undo(nullptr);
    rig.at(first - 1);
    QTest::keyClick(rig.edit.get(), Qt::Key_Delete);
    QCOMPARE(rig.document->fileBytes(), std::string(4499, 'x'));
}

void TestPromptEdit::foldedBandOpensUnderTheCursor()
{
    Rig rig(request);
    rig.edit->setBandFolded(1, true);
    QVERIFY(rig.edit->bands().isFolded(1));
    rig.edit->goTo(rig.document->end(1));
    QVERIFY(!rig.edit->bands().isFolded(1));
    QVERIFY(rig.document->text()->findBlock(rig.document->end(1)).isVisible());
}

void TestPromptEdit::undoKeyUndoesFixes()
{
    Rig rig(request);
    std::string fixed = request;
    fixed.replace(fixed.find("one two"), 7, "ONE");
    QVERIFY(rig.document->replaceBytes(fixed));
    QTest::keyClick(rig.edit.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rig.document->fileBytes(), request);
}

void TestPromptEdit::aKeyPaintsOnlyWhatIsSeen()
{
    std::string text;
    while (text.size() < 1'000'000)
        text += "A prompt of a megabyte has many lines, and all of them look like this one.\n";
    Rig rig(text);
    MiniMap map(*rig.edit);
    map.resize(60, 400);
    map.show();
    QVERIFY(QTest::qWaitForWindowExposed(rig.edit.get()));
    QCoreApplication::processEvents();
    rig.at(500'000);
    rig.edit->centerCursor();
    QCoreApplication::processEvents();
    rig.edit->takePaintedLines();
    const int drawings = map.drawings();
    const std::int64_t runs = rig.edit->tokens().wholeRuns();
    QTest::keyClicks(rig.edit.get(), QStringLiteral("x"));
    rig.edit->grab();
    const int seen = 400 / rig.document->layout()->lineHeight() + 2;
    QVERIFY2(rig.edit->takePaintedLines() <= 3 * seen, "a key painted lines that are not seen");
    QCOMPARE(rig.edit->tokens().wholeRuns(), runs);
    QCOMPARE(map.drawings(), drawings);
}

QTEST_MAIN(TestPromptEdit)
#include "tst_prompt_edit.moc"
