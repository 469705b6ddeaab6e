// SPDX-License-Identifier: MIT
#include "ui/prompt/display_text.h"

#include <QPlainTextEdit>
#include <QTextBlock>
#include <QTextDocument>
#include <QtTest>

#include <random>

using namespace cachescope::ui::display;

class TestDisplayText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesSurviveTheDocument_data();
    void bytesSurviveTheDocument();
    void randomBytesSurvive();
    void longLinesAreBrokenForDisplayOnly();
    void usualLineEndDecides();
    void userTextIsCleaned();
    void indexGoesBothWays();
    void tokenizerGetsTheRealText();

private:
    static std::string throughDocument(const std::string &bytes, LineEnds ends)
    {
        QTextDocument document;
        document.setPlainText(fromBytes(bytes, ends));
        return toBytes(document.toRawText(), ends);
    }
};

void TestDisplayText::bytesSurviveTheDocument_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const QByteArray &bytes) { QTest::newRow(name) << bytes; };
    row("empty", "");
    row("plain", "one\ntwo\n");
    row("no final newline", "one\ntwo");
    row("CRLF", "one\r\ntwo\r\n");
    row("CR", "one\rtwo\r");
    row("mixed", "one\r\ntwo\nthree\rfour\r\nfive\r\n");
    row("LF CR", "one\n\rtwo");
    row("bare LF before CRLF", "a\r\nb\r\nc\n\r\nd\r\n");
    row("NBSP", "a\xC2\xA0z");
    row("line separators", "a\xE2\x80\xA8z\xE2\x80\xA9y");
    row("frame marks", "a\xEF\xB7\x90z\xEF\xB7\x91y\xEF\xBF\xBC");
    row("BOM", "\xEF\xBB\xBFtext");
    row("emoji", "a\xF0\x9F\x98\x80z\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB");
    row("not UTF-8", "a\xFF\xFEz\xC3(\xE2\x82");
    row("surrogates as UTF-8", "a\xED\xA0\x80z\xED\xB0\x80");
    row("overlong", "a\xC0\x80z\xE0\x80\x80\xF5\x90\x80\x80");
    row("controls", "\x01\x02\t\x0b\x0c\x1b[0m\x7f");
    row("long line", QByteArray(9000, 'x'));
    row("long line of emoji", QByteArray("\xF0\x9F\x98\x80").repeated(3000));
    row("long CRLF lines", QByteArray(QByteArray(5000, 'x') + "\r\n").repeated(3));
}

void TestDisplayText::bytesSurviveTheDocument()
{
    QFETCH(QByteArray, bytes);
    const std::string text = bytes.toStdString();
    for (const LineEnds ends : { LineEnds::Lf, LineEnds::CrLf, LineEnds::Cr })
        QCOMPARE(throughDocument(text, ends), text);
}

void TestDisplayText::randomBytesSurvive()
{
    std::mt19937 random(4711);
    const std::vector<std::string> pieces{ "\r",
                                           "\n",
                                           "\r\n",
                                           "a",
                                           " ",
                                           "\xC2\xA0",
                                           "\xE2\x80\xA8",
                                           "\xFF",
                                           "\xF0\x9F\x98\x80",
                                           "\xED\xB0\x8D",
                                           std::string(700, 'y'),
                                           "\xE2\x80" };
    for (int round = 0; round < 400; ++round) {
        std::string text;
        for (unsigned i = 0; i < 40; ++i)
            text += pieces[random() % pieces.size()];
        const LineEnds ends = usualLineEnds(text);
        QCOMPARE(throughDocument(text, ends), text);
    }
}

void TestDisplayText::longLinesAreBrokenForDisplayOnly()
{
    std::string text;
    while (text.size() < 100'000)
        text += "some words, ";
    QTextDocument document;
    document.setPlainText(fromBytes(text, LineEnds::Lf));
    QVERIFY(document.blockCount() >= 50);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        QVERIFY(block.length() <= longestLine + 3);
    QCOMPARE(toBytes(document.toRawText(), LineEnds::Lf), text);
}

void TestDisplayText::usualLineEndDecides()
{
    QCOMPARE(usualLineEnds("a\nb\n"), LineEnds::Lf);
    QCOMPARE(usualLineEnds("a\r\nb\r\nc\n"), LineEnds::CrLf);
    QCOMPARE(usualLineEnds("a\rb\rc"), LineEnds::Cr);
    QCOMPARE(usualLineEnds("nothing"), LineEnds::Lf);
}

void TestDisplayText::userTextIsCleaned()
{
    QCOMPARE(fromUser(QStringLiteral("a\r\nb\rc\nd"), LineEnds::CrLf), QStringLiteral("a\nb\nc\nd"));
    QCOMPARE(fromUser(QString(QChar(0xD800)), LineEnds::Lf), QString(QChar(0xFFFD)));
    QCOMPARE(fromUser(QString(QChar(u'\0')) + u'x', LineEnds::Lf), QStringLiteral("x"));
    const QString separator(QChar(0x2028));
    QCOMPARE(toBytes(fromUser(separator, LineEnds::Lf), LineEnds::Lf), std::string("\xE2\x80\xA8"));
}

void TestDisplayText::indexGoesBothWays()
{
    std::string text;
    for (int i = 0; i < 3000; ++i)
        text += i % 7 == 0 ? "\xF0\x9F\x98\x80\r\n" : "w\xC3\xB6rd ";
    const QString shown = fromBytes(text, LineEnds::CrLf);
    const ByteIndex index(shown, LineEnds::CrLf);
    QCOMPARE(index.bytes(), text.size());
    for (qsizetype at = 0; at < shown.size(); at += 13) {
        const std::size_t byte = index.byteOf(at);
        QCOMPARE(byte, toBytes(QStringView(shown).left(index.unitOf(byte)), LineEnds::CrLf).size());
    }
}

void TestDisplayText::tokenizerGetsTheRealText()
{
    const std::string text = "a\r\nb\nc\xFF" + std::string(3000, 'x');
    const QString shown = fromBytes(text, LineEnds::CrLf);
    QCOMPARE(
        QString::fromStdU16String(toUtf16(shown, LineEnds::CrLf)),
        QStringLiteral("a\r\nb\nc\uFFFD") + QString(3000, u'x'));
}

QTEST_MAIN(TestDisplayText)
#include "tst_display_text.moc"
