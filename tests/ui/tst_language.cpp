// SPDX-License-Identifier: MIT
#include "ui/app_window.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"

#include "requestlog/query.h"

#include <QFile>
#include <QGuiApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace cachescope;
using namespace cachescope::ui;

/** The window's words, figures and dates for somebody who reads German. */
class TestLanguage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        installTranslations(*QCoreApplication::instance());
    }
    void cleanupTestCase() { QLocale::setDefault(QLocale::c()); }

    void everyWordHasItsGerman();
    void placesOfValuesAreKept();
    void figuresAreGerman();
    void datesAreGerman();
    void theCoresSentencesAreTranslated_data();
    void theCoresSentencesAreTranslated();
    void qtsOwnWordsAreTranslated();
};

namespace {

struct Message
{
    QString source;
    QStringList translations;
};

/** All messages of the German file; a missing or unfinished one has no translation. */
QList<Message> messages()
{
    QFile file(QStringLiteral(CACHESCOPE_TRANSLATIONS "/cachescope_de.ts"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Message> all;
    QXmlStreamReader reader(&file);
    bool finished = true;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (reader.name() == QLatin1String("source"))
            all.append({ reader.readElementText(), {} });
        else if (reader.name() == QLatin1String("translation")) {
            finished = reader.attributes().value(QLatin1String("type")).isEmpty();
            const QString text = reader.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            if (finished && !text.isEmpty())
                all.last().translations.append(text);
        }
    }
    return all;
}

} // namespace

void TestLanguage::everyWordHasItsGerman()
{
    const QList<Message> all = messages();
    QVERIFY(all.size() > 800);
    for (const Message &message : all)
        QVERIFY2(!message.translations.isEmpty(), qPrintable(message.source));
}

void TestLanguage::placesOfValuesAreKept()
{
    static const QRegularExpression place(QStringLiteral("%(\\d|n)"));
    for (const Message &message : messages()) {
        for (auto found = place.globalMatch(message.source); found.hasNext();) {
            const QString wanted = found.next().captured();
            QVERIFY2(
                wanted == QStringLiteral("%n") || message.translations.join(QString()).contains(wanted),
                qPrintable(message.source));
        }
    }
}

void TestLanguage::figuresAreGerman()
{
    QCOMPARE(format::money(base::Money::parse("1644.06")), QStringLiteral("1\u2009644,06\u00A0$"));
    QCOMPARE(format::money(base::Money::parse("-0.6")), QStringLiteral("\u22120,60\u00A0$"));
    QCOMPARE(format::percent(0.0083, 1), QStringLiteral("0,8\u00A0%"));
    QCOMPARE(format::compact(9139), QStringLiteral("9,14\u2009k"));
    QCOMPARE(format::duration(770'000), QStringLiteral("0,77 s"));
    QCOMPARE(format::bytes((12ll << 30) / 10), QStringLiteral("1,2 GB"));
}

void TestLanguage::datesAreGerman()
{
    const base::UnixMicros when = 1'763'645'540'000'000; // 2025-11-20
    QVERIFY2(format::day(when).startsWith(QStringLiteral("20. Nov")), qPrintable(format::day(when)));
    QVERIFY(format::dateAndMilliseconds(when).startsWith(QStringLiteral("20. November 2025, ")));
}

void TestLanguage::theCoresSentencesAreTranslated_data()
{
    QTest::addColumn<QString>("filter");
    for (const char *filter : { "modle:x", "zzqqyy:x", "cost>abc", "in>abc", "ttft>abc", "size>abc", "status:abc",
                                "prefix<abc", "at:abc", "(model:x", "model:", "cache:misss", "stream:maybe" })
        QTest::newRow(filter) << QString::fromLatin1(filter);
}

/** What the core really says, not what the patterns think it says. */
void TestLanguage::theCoresSentencesAreTranslated()
{
    QFETCH(QString, filter);
    const auto parsed = requestlog::Filter::parse(format::utf8(filter));
    QVERIFY(!parsed);
    const QString shown = format::coreText(parsed.error().message);
    QVERIFY2(shown != format::text(parsed.error().message), qPrintable(shown));
}

void TestLanguage::qtsOwnWordsAreTranslated()
{
    const QString folder = QLibraryInfo::path(QLibraryInfo::TranslationsPath);
    if (!QFile::exists(folder + QStringLiteral("/qtbase_de.qm")))
        QSKIP("Qt's translations (qt6-translations-l10n) are not installed");
    QCOMPARE(QCoreApplication::translate("QPlatformTheme", "Cancel"), QStringLiteral("Abbrechen"));
}

QTEST_MAIN(TestLanguage)
#include "tst_language.moc"
