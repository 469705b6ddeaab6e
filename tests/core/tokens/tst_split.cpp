// SPDX-License-Identifier: MIT
// The splitting functions against the regular expressions that they stand for, run by PCRE2 on random text.
#include "support.h"

#include "tokens/json_tokenizer.h"
#include "tokens/pipeline.h"
#include "tokens/utf8.h"

#include <QRegularExpression>
#include <QtTest>

using namespace cachescope::tokens;
using namespace cachescope::tokens::test;
using detail::SplitKind;

namespace {

/** What this PCRE2 (Unicode 14) and the reference see alike; U+0085 is no \s to PCRE2. */
std::string plainText(std::mt19937_64 &random)
{
    const std::string text = randomText(random, 1 + random() % 40);
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const detail::Character c = detail::decode(reinterpret_cast<const std::uint8_t *>(text.data()) + at);
        const bool newer = c.codePoint >= 0x80 && c.charClass == detail::CharClass::None;
        if (!newer && c.codePoint != 0x85
            && (c.codePoint < 0x10000 || (c.codePoint >= 0x1F300 && c.codePoint < 0x1F650)))
            plain.append(text, at, c.length);
        at += c.length;
    }
    return plain;
}

QStringList piecesOf(SplitKind kind, const std::string &text)
{
    QStringList pieces;
    const auto *at = reinterpret_cast<const std::uint8_t *>(text.data());
    const auto *const end = at + text.size();
    while (at < end) {
        const auto *const next = detail::splitOnce(kind, at, end);
        pieces.append(QString::fromUtf8(reinterpret_cast<const char *>(at), static_cast<qsizetype>(next - at)));
        at = next;
    }
    return pieces;
}

/** Matches and the stretches between them, as Split with "Isolated" gives. */
QStringList isolated(const QRegularExpression &pattern, const QStringList &texts)
{
    QStringList pieces;
    for (const QString &text : texts) {
        qsizetype position = 0;
        auto matches = pattern.globalMatch(text);
        while (matches.hasNext()) {
            const QRegularExpressionMatch match = matches.next();
            if (match.capturedStart() > position)
                pieces.append(text.mid(position, match.capturedStart() - position));
            pieces.append(match.captured());
            position = match.capturedEnd();
        }
        if (position < text.size())
            pieces.append(text.mid(position));
    }
    return pieces;
}

QRegularExpression expression(const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::UseUnicodePropertiesOption);
}

QString firstDifference(const QStringList &actual, const QStringList &expected)
{
    qsizetype i = 0;
    while (i < actual.size() && i < expected.size() && actual[i] == expected[i])
        ++i;
    const auto shown = [i](const QStringList &list) {
        return i < list.size() ? QString::fromLatin1(list[i].toUtf8().toPercentEncoding())
                               : QStringLiteral("(end)");
    };
    return shown(actual) + QStringLiteral(" is not ") + shown(expected);
}

} // namespace

class TestSplit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheExpression_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("pattern");
        for (const SplitKind kind :
             { SplitKind::O200k, SplitKind::Tekken, SplitKind::Cl100k, SplitKind::Qwen2, SplitKind::Qwen35,
               SplitKind::Gpt2, SplitKind::Digits, SplitKind::Digits3, SplitKind::DigitRuns }) {
            const QString pattern = QString::fromUtf8(detail::patternOfSplit(kind).data());
            QTest::addRow("%d", static_cast<int>(kind)) << static_cast<int>(kind) << pattern;
        }
    }
    void equalsTheExpression()
    {
        QFETCH(int, kind);
        QFETCH(QString, pattern);
        const QRegularExpression regex = expression(pattern);
        QVERIFY(regex.isValid() && !pattern.isEmpty());
        std::mt19937_64 random(31);
        for (int i = 0; i < 4000; ++i) {
            const std::string text = plainText(random);
            const QStringList actual = piecesOf(static_cast<SplitKind>(kind), text);
            const QStringList expected = isolated(regex, { QString::fromStdString(text) });
            QVERIFY2(actual == expected, qPrintable(firstDifference(actual, expected)));
        }
    }

    void deepSeekEqualsItsThreeExpressions()
    {
        const QRegularExpression digits = expression(QStringLiteral("\\p{N}{1,3}"));
        const QRegularExpression cjk
            = expression(QStringLiteral("[\\x{4e00}-\\x{9fa5}\\x{3040}-\\x{309f}\\x{30a0}-\\x{30ff}]+"));
        const QRegularExpression words = expression(QString::fromUtf8(detail::patternOfDeepSeekWords().data()));
        QVERIFY(words.isValid());
        std::mt19937_64 random(32);
        for (int i = 0; i < 4000; ++i) {
            const std::string text = plainText(random);
            const QStringList expected
                = isolated(words, isolated(cjk, isolated(digits, { QString::fromStdString(text) })));
            const QStringList actual = piecesOf(SplitKind::DeepSeek, text);
            QVERIFY2(actual == expected, qPrintable(firstDifference(actual, expected)));
        }
    }
};

QTEST_GUILESS_MAIN(TestSplit)
#include "tst_split.moc"
