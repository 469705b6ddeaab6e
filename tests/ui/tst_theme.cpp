// SPDX-License-Identifier: MIT
#include "ui/theme/icons.h"
#include "ui/theme/stylesheet.h"
#include "ui/theme/theme.h"

#include <QPalette>
#include <QRegularExpression>
#include <QtTest>

#include <cmath>

using namespace cachescope::ui;

namespace {

double channel(int value)
{
    const double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(QRgb color)
{
    return 0.2126 * channel(qRed(color)) + 0.7152 * channel(qGreen(color)) + 0.0722 * channel(qBlue(color));
}

/** Contrast ratio of WCAG 2.2, section "contrast ratio". */
double contrast(Token a, Token b, Scheme scheme)
{
    const double first = luminance(tokenRgb(a, scheme));
    const double second = luminance(tokenRgb(b, scheme));
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

struct Pair
{
    Token ink;
    Token ground;
};

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsReachFourAndAHalf_data() { schemes(); }
    void wordsReachFourAndAHalf();
    void marksReachThree_data() { schemes(); }
    void marksReachThree();
    void stylesheetLeavesNoPlaceholder_data() { schemes(); }
    void stylesheetLeavesNoPlaceholder();
    void paletteFollowsTheTokens_data() { schemes(); }
    void paletteFollowsTheTokens();
    void everyIconTakesItsColor();
    void changingThePreferenceChangesTheScheme();

private:
    static void schemes()
    {
        QTest::addColumn<Scheme>("scheme");
        QTest::newRow("light") << Scheme::Light;
        QTest::newRow("dark") << Scheme::Dark;
    }
};

void TestTheme::wordsReachFourAndAHalf()
{
    QFETCH(Scheme, scheme);
    const Token grounds[] = { Token::Window, Token::Side, Token::Panel, Token::Raised, Token::Hover };
    const Token inks[] = { Token::Text,      Token::Text2,    Token::Text3,     Token::AccentText,
                           Token::FreshText, Token::ReadText, Token::WriteText, Token::ErrorText };
    QList<Pair> pairs{ { Token::Text, Token::Selection },        { Token::Text2, Token::Selection },
                       { Token::OnAccent, Token::Accent },       { Token::TipText, Token::Tip },
                       { Token::TipLabel, Token::Tip },          { Token::Text2, Token::Badge },
                       { Token::ReadText, Token::ReadGround },   { Token::ErrorText, Token::ErrorGround },
                       { Token::WriteText, Token::WriteGround }, { Token::FreshText, Token::FreshGround } };
    for (const Token ink : inks) {
        for (const Token ground : grounds)
            pairs.append({ ink, ground });
    }
    for (const auto &[ink, ground] : pairs) {
        const double ratio = contrast(ink, ground, scheme);
        QVERIFY2(
            ratio >= 4.5,
            qPrintable(QStringLiteral("%1 on %2: %3")
                           .arg(
                               QLatin1String(tokenTable[std::size_t(ink)].name),
                               QLatin1String(tokenTable[std::size_t(ground)].name))
                           .arg(ratio)));
    }
}

void TestTheme::marksReachThree()
{
    QFETCH(Scheme, scheme);
    const Token marks[] = { Token::Fresh,     Token::Read,   Token::Write,  Token::Output, Token::Error,
                            Token::Coalesced, Token::Bypass, Token::Accent, Token::Focus };
    for (const Token mark : marks) {
        const double ratio = contrast(mark, Token::Panel, scheme);
        QVERIFY2(ratio >= 3, tokenTable[std::size_t(mark)].name);
    }
}

void TestTheme::stylesheetLeavesNoPlaceholder()
{
    QFETCH(Scheme, scheme);
    QString sheet = styleSheet(scheme);
    sheet.remove(
        QRegularExpression(QStringLiteral(R"(/\*.*?\*/)"), QRegularExpression::DotMatchesEverythingOption));
    QVERIFY(sheet.contains(QStringLiteral("QPushButton")));
    QVERIFY2(!sheet.contains(u'@'), "a token name in the stylesheet is unknown");
}

void TestTheme::paletteFollowsTheTokens()
{
    QFETCH(Scheme, scheme);
    const QPalette colors = palette(scheme);
    QCOMPARE(colors.color(QPalette::Base).rgb(), tokenRgb(Token::Panel, scheme));
    QCOMPARE(colors.color(QPalette::Text).rgb(), tokenRgb(Token::Text, scheme));
    QCOMPARE(colors.color(QPalette::Disabled, QPalette::Text).rgb(), tokenRgb(Token::TextOff, scheme));
}

void TestTheme::everyIconTakesItsColor()
{
    const QDir directory(QStringLiteral(":/cachescope/icons"));
    const QStringList names = directory.entryList({ QStringLiteral("*.svg") });
    QVERIFY(names.size() > 40);
    for (const QString &file : names) {
        const QPixmap drawn = icons::pixmap(file.chopped(4), QColor(255, 0, 255), 16, 2);
        QCOMPARE(drawn.size(), QSize(32, 32));
        const QImage image = drawn.toImage();
        bool found = false;
        for (int y = 0; y < image.height() && !found; ++y) {
            for (int x = 0; x < image.width() && !found; ++x)
                found = image.pixelColor(x, y) == QColor(255, 0, 255);
        }
        QVERIFY2(found, qPrintable(file));
    }
}

void TestTheme::changingThePreferenceChangesTheScheme()
{
    Theme &theme = Theme::install(Theme::Preference::Light);
    QSignalSpy spy(&theme, &Theme::changed);
    const QColor light = tokenColor(Token::Panel);
    theme.setPreference(Theme::Preference::Dark);
    QCOMPARE(spy.count(), 1);
    QCOMPARE(theme.scheme(), Scheme::Dark);
    QVERIFY(tokenColor(Token::Panel) != light);
    QCOMPARE(qApp->palette().color(QPalette::Window), tokenColor(Token::Window));
    theme.setPreference(Theme::Preference::Dark);
    QCOMPARE(spy.count(), 1);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
