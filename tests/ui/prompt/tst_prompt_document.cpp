// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_document.h"
#include "ui/prompt/token_track.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QtTest>

#include <random>

using namespace cachescope;
using namespace cachescope::ui;

namespace {

const std::string anthropic
    = "{ \"model\":\"claude-sonnet-4-5\",\n  \"max_tokens\" : 1e3, \"messages\":[{\"content\":[{\"type\":\"text\", "
      "\"text\":\"Gr\\u00fc\\u00dfe\\tan\\nalle \\ud83d\\ude00\"}],\"role\":\"user\"}],\"system\":\"Be "
      "careful.\\nIt is "
      "now.\", \"tools\":[{\"name\":\"a\",\"input_schema\":{\"type\":\"object\"}}]}\r\n";

std::unique_ptr<PromptDocument> opened(const std::string &bytes)
{
    auto document = PromptDocument::open(bytes);
    return document ? std::move(*document) : nullptr;
}

void type(PromptDocument &document, int position, const QString &text)
{
    QTextCursor cursor(document.text());
    cursor.setPosition(position);
    cursor.insertText(text);
}

} // namespace

class TestPromptDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unchangedBytesStay_data();
    void unchangedBytesStay();
    void binaryIsRefused();
    void requestShowsDecodedSegments();
    void typingWritesTheSmallestSplice();
    void undoRestoresBytes();
    void bytesAreReplacedInOneStep();
    void brokenJsonIsText();
    void tokensFollowRandomEdits_data();
    void tokensFollowRandomEdits();
    void aKeyLooksAtLittleOfALargePrompt();
};

void TestPromptDocument::unchangedBytesStay_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("request") << QByteArray::fromStdString(anthropic);
    QTest::newRow("text") << QByteArray("a\r\nb\r\n\xFFz\xC2\xA0");
    QTest::newRow("broken") << QByteArray("{\"messages\": [\n 1, }");
    QTest::newRow("curl") << QByteArray(
        "curl https://api.openai.com/v1/chat/completions -d '{\"model\":\"gpt-4.1\","
        "\"messages\":[{\"role\":\"user\",\"content\":\"hi\\u00a0\"}]}'");
}

void TestPromptDocument::unchangedBytesStay()
{
    QFETCH(QByteArray, bytes);
    const auto document = opened(bytes.toStdString());
    QVERIFY(document);
    QCOMPARE(document->fileBytes(), bytes.toStdString());
    // And after an edit that was taken back by hand.
    const int place = document->begin(0);
    type(*document, place, QStringLiteral("x"));
    QVERIFY(document->fileBytes() != bytes.toStdString());
    QTextCursor cursor(document->text());
    cursor.setPosition(place);
    cursor.deleteChar();
    QCOMPARE(document->fileBytes(), bytes.toStdString());
}

void TestPromptDocument::binaryIsRefused()
{
    const auto document = PromptDocument::open(std::string("a\0b", 3));
    QVERIFY(!document);
    QVERIFY(document.error().message.find("NUL") != std::string::npos);
}

void TestPromptDocument::requestShowsDecodedSegments()
{
    const auto document = opened(anthropic);
    QCOMPARE(document->segmentCount(), std::size_t(3));
    QString text = document->text()->toRawText();
    text.replace(QChar::ParagraphSeparator, u'\n');
    QCOMPARE(
        text,
        QStringLiteral("{\"name\":\"a\",\"input_schema\":{\"type\":\"object\"}}\nBe careful.\nIt is now.\n"
                       "Gr\u00fc\u00dfe\tan\nalle \U0001F600"));
    QCOMPARE(document->segmentAt(0), std::size_t(0));
    QCOMPARE(document->segmentAt(document->begin(1)), std::size_t(1));
    QCOMPARE(document->segmentAt(document->end(1)), std::size_t(1));
    QCOMPARE(document->segmentAt(document->begin(2)), std::size_t(2));
}

void TestPromptDocument::typingWritesTheSmallestSplice()
{
    const auto document = opened(anthropic);
    type(*document, document->end(1), QStringLiteral(" \"Quote\"\n\u00e4"));
    type(*document, document->begin(2) + 2, QStringLiteral("!"));
    std::string expected = anthropic;
    expected.replace(expected.find("It is now."), 10, "It is now. \\\"Quote\\\"\\n\xC3\xA4");
    expected.replace(expected.find("Gr\\u00fc"), 2, "Gr!");
    QCOMPARE(document->fileBytes(), expected);
    QCOMPARE(document->snapshot().edits().size(), std::size_t(2));
}

void TestPromptDocument::undoRestoresBytes()
{
    const auto document = opened(anthropic);
    type(*document, document->begin(1), QStringLiteral("You. "));
    type(*document, document->end(2), QStringLiteral(" x"));
    QTextCursor cursor(document->text());
    while (document->text()->isUndoAvailable())
        document->undo(&cursor);
    QCOMPARE(document->fileBytes(), anthropic);
    QVERIFY(!document->text()->isModified());
    while (document->text()->isRedoAvailable())
        document->redo(&cursor);
    QVERIFY(document->fileBytes().find("You. Be careful.") != std::string::npos);
}

void TestPromptDocument::bytesAreReplacedInOneStep()
{
    const auto document = opened(anthropic);
    type(*document, document->end(1), QStringLiteral(" Now."));
    const std::string before = document->fileBytes();
    // A mark outside the text, and a change inside it, at once.
    std::string after = before;
    after.replace(
        after.find("\"system\":\"Be careful.\\nIt is now. Now.\""),
        std::string("\"system\":\"Be careful.\\nIt is now. Now.\"").size(),
        "\"system\":[{\"type\":\"text\",\"text\":\"Be very "
        "careful.\",\"cache_control\":{\"type\":\"ephemeral\"}}]");
    QVERIFY(document->replaceBytes(after));
    QCOMPARE(document->fileBytes(), after);
    QVERIFY(document->base().segments()[1].mark.has_value());
    type(*document, document->end(1), QStringLiteral(" Later."));
    QTextCursor cursor(document->text());
    document->undo(&cursor);
    QCOMPARE(document->fileBytes(), after);
    document->undo(&cursor);
    QCOMPARE(document->fileBytes(), before);
    QVERIFY(!document->base().segments()[1].mark.has_value());
    QCOMPARE(document->segmentAt(document->end(1)), std::size_t(1));
    document->redo(&cursor);
    QCOMPARE(document->fileBytes(), after);
    QVERIFY(document->base().segments()[1].mark.has_value());
}

void TestPromptDocument::brokenJsonIsText()
{
    const auto document = opened("{\"messages\": [oops]}");
    QVERIFY(document->base().problem().has_value());
    QCOMPARE(document->segmentCount(), std::size_t(1));
    type(*document, 13, QStringLiteral("\""));
    QCOMPARE(document->fileBytes(), std::string("{\"messages\": \"[oops]}"));
}

void TestPromptDocument::tokensFollowRandomEdits_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QByteArray crlf, longLine;
    for (int i = 0; i < 60; ++i)
        crlf += "Line of words, number " + QByteArray::number(i) + (i % 9 == 0 ? "\n" : "\r\n");
    for (int i = 0; i < 900; ++i)
        longLine += "word" + QByteArray::number(i) + ' ';
    QTest::newRow("request") << QByteArray::fromStdString(anthropic);
    QTest::newRow("crlf") << crlf;
    QTest::newRow("long line") << longLine;
    QTest::newRow("crlf and long") << crlf + longLine + "\r\n" + crlf;
}

/** The tokens after each edit are those of the text from scratch. */
void TestPromptDocument::tokensFollowRandomEdits()
{
    QFETCH(QByteArray, bytes);
    const auto document = opened(bytes.toStdString());
    TokenTrack track(*document);
    const auto tokenizer = *tokens::encoding("o200k_base");
    track.setTokenizer(tokenizer, 1);
    std::mt19937 random(1);
    const QStringList pieces{ QStringLiteral("a"), QStringLiteral(" the"), QStringLiteral("\n"),
                              QStringLiteral("\U0001F600"), QStringLiteral("\n\n  x") };
    for (int round = 0; round < 300; ++round) {
        const std::size_t segment = random() % document->segmentCount();
        const int begin = document->begin(segment), end = document->end(segment);
        QTextCursor cursor(document->text());
        const int place = begin + int(random() % unsigned(end - begin + 1));
        cursor.setPosition(place);
        if (random() % 2 && place < end) {
            cursor.setPosition(std::min(end, place + 1 + int(random() % 6)), QTextCursor::KeepAnchor);
            cursor.removeSelectedText();
        } else if (random() % 8 == 0) {
            document->undo(&cursor);
        } else {
            cursor.insertText(pieces[qsizetype(random() % unsigned(pieces.size()))]);
        }
        const PromptSnapshot now = document->snapshot();
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < document->segmentCount(); ++i) {
            const QString real = QString::fromStdU16String(display::toUtf16(now.segmentText(i), now.ends));
            sum += std::int64_t(tokenizer->count(real.toStdString()));
            QCOMPARE(document->realOffset(i, document->end(i)), int(real.size()));
        }
        QCOMPARE(track.total(), sum);
    }
    QVERIFY2(track.wholeRuns() < 20, qPrintable(QString::number(track.wholeRuns())));
}

void TestPromptDocument::aKeyLooksAtLittleOfALargePrompt()
{
    std::string text;
    while (text.size() < 1'000'000)
        text += "A prompt of a megabyte has many lines, and all of them look like this one.\n";
    const auto document = opened(text);
    TokenTrack track(*document);
    track.setTokenizer(*tokens::encoding("o200k_base"), 1);
    const std::int64_t runs = track.wholeRuns();
    for (const int place : { 0, 500'000, 999'000 }) {
        type(*document, place, QStringLiteral("x"));
        QVERIFY2(track.lastScannedBytes() < 10'000, qPrintable(QString::number(track.lastScannedBytes())));
    }
    QCOMPARE(track.wholeRuns(), runs);
}

QTEST_MAIN(TestPromptDocument)
#include "tst_prompt_document.moc"
