// SPDX-License-Identifier: MIT
#include "ui/parts/table_view.h"
#include "ui/prompt/compare_model.h"
#include "ui/prompt/compare_view.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QClipboard>
#include <QtTest>

using namespace cachescope;
using namespace cachescope::ui;

namespace {

/** JSON written with single quotes: moc of Qt 6.4 stumbles over raw strings. */
QByteArray json(QByteArray text)
{
    return text.replace('\'', '"');
}

std::shared_ptr<const prompt::Prompt> parsed(const QByteArray &bytes)
{
    auto read = prompt::Prompt::parse(json(bytes).toStdString());
    if (!read)
        qFatal("%s", read.error().message.c_str());
    return *read;
}

std::shared_ptr<const ComparedPrompts> compared(const QByteArray &a, const QByteArray &b)
{
    auto made = comparePrompts(
        parsed(a), QStringLiteral("#1"), parsed(b), QStringLiteral("#2"), "gpt-4.1", tokens::ModelTable(), {});
    if (!made)
        qFatal("%s", made.error().message.c_str());
    return *made;
}

QByteArray tool(const QByteArray &name, const QByteArray &description)
{
    return "{'type':'function','function':{'name':'" + name + "','description':'" + description
        + "','parameters':{'type':'object','properties':{'path':{'type':'string'}}}}}";
}

QByteArray call(const QByteArray &tools, const QByteArray &system, const QByteArray &user)
{
    return "{'model':'gpt-4.1','tools':[" + tools + "],'messages':[{'role':'system','content':'" + system
        + "'},{'role':'user','content':'" + user + "'}]}";
}

QByteArray manyLines(int count, const QByteArray &changed = {})
{
    QByteArray lines;
    for (int i = 1; i <= count; ++i)
        lines += (i == count / 2 && !changed.isEmpty() ? changed : "Rule " + QByteArray::number(i) + ": stay calm.")
            + "\\n";
    return lines;
}

const QByteArray three = tool("read", "Reads.") + "," + tool("find", "Finds.") + "," + tool("write", "Writes.");

QString spoken(const CompareModel &model, int row)
{
    return model.index(row, 0).data(Qt::AccessibleTextRole).toString();
}

QStringList allSpoken(const CompareModel &model)
{
    QStringList lines;
    for (int i = 0; i < model.rowCount(); ++i)
        lines << spoken(model, i);
    return lines;
}

} // namespace

/** The widget that shows two prompts beside each other. */
class TestCompareView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::install(Theme::Preference::Light); }

    void equalPartsAreFoldedAndOpen()
    {
        CompareModel model;
        model.setCompared(compared(
            call(three, manyLines(40), "Hello"), call(three, manyLines(40, "Rule 20: stay very calm."), "Hello")));
        const QStringList closed = allSpoken(model);
        QVERIFY2(
            closed.first().startsWith(QStringLiteral("tools[0] to tools[2], 3 blocks, equal")),
            qPrintable(closed.first()));
        QVERIFY(closed.contains(QStringLiteral("messages[0] system: changed")));
        QVERIFY(closed.contains(QStringLiteral("16 equal lines, closed")));
        QVERIFY(closed.contains(QStringLiteral("removed, line 20: Rule 20: stay calm.")));
        QVERIFY(closed.contains(QStringLiteral("added, line 20: Rule 20: stay very calm.")));
        QVERIFY(closed.contains(QStringLiteral("line 17: Rule 17: stay calm.")));
        QVERIFY(!closed.contains(QStringLiteral("line 16: Rule 16: stay calm.")));
        const int fold = int(closed.indexOf(QStringLiteral("16 equal lines, closed")));
        model.toggle(fold);
        QCOMPARE(spoken(model, fold), QStringLiteral("16 equal lines, open"));
        QVERIFY(allSpoken(model).contains(QStringLiteral("line 16: Rule 16: stay calm.")));
        model.toggle(fold);
        QCOMPARE(allSpoken(model), closed);
        QCOMPARE(model.differenceCount(), 1);
    }

    void tokensThatDifferAreMarked()
    {
        CompareModel model;
        model.setCompared(
            compared(call({}, "It is Monday, naïve 日 x.", "a"), call({}, "It is Friday, naïve 日 x.", "a")));
        const int first = model.nextDifference(-1, true);
        const CompareCell &cell = model.row(first).a;
        QCOMPARE(cell.marks.size(), 1);
        QCOMPARE(
            cell.text.mid(cell.marks[0].begin, cell.marks[0].end - cell.marks[0].begin), QStringLiteral(" Monday"));
        QCOMPARE(model.nextDifference(first, true), -1);
    }

    void sideBySideHasBothInOneRow()
    {
        CompareModel model;
        model.setCompared(compared(call({}, "one\\ntwo b c d", "x"), call({}, "one\\ntwo b c e\\nthree", "x")));
        model.setStyle(CompareStyle::SideBySide);
        const CompareRow &row = model.row(model.nextDifference(-1, true));
        QCOMPARE(row.a.text, QStringLiteral("two b c d"));
        QCOMPARE(row.b.text, QStringLiteral("two b c e"));
        QVERIFY(allSpoken(model).contains(QStringLiteral("added, line 3: three")));
    }

    void longLinesAreWrappedWhole()
    {
        const QByteArray words = QByteArray("word and 日本語 more ").repeated(40);
        CompareModel model;
        model.setTextWidth(300);
        model.setCompared(compared(call({}, "a", words + "x"), call({}, "a", words + "y")));
        QString joined;
        int pieces = 0;
        for (int i = 0; i < model.rowCount(); ++i) {
            if (model.row(i).a.present && !model.row(i).b.present) {
                joined += model.row(i).a.text;
                ++pieces;
            }
        }
        QCOMPARE(joined, QString::fromUtf8(words + "x"));
        QVERIFY(pieces > 5);
    }

    void controlCharactersAreSeen()
    {
        CompareModel model;
        model.setCompared(compared(call({}, "a b c\\td\\r", "x"), call({}, "a b c d", "x")));
        const CompareRow &row = model.row(model.nextDifference(-1, true));
        QVERIFY2(row.a.text.contains(QChar(0x2192)) && row.a.text.contains(QChar(0x240d)), qPrintable(row.a.text));
    }

    void orderOnlyIsSaid()
    {
        CompareView view;
        view.resize(700, 400);
        view.show();
        const QByteArray turned
            = tool("find", "Finds.") + "," + tool("read", "Reads.") + "," + tool("write", "Writes.");
        view.setCompared(compared(call(three, "s", "u"), call(turned, "s", "u")));
        QVERIFY(view.findChild<QWidget *>(QStringLiteral("orderOnly"))->isVisible());
        QVERIFY(allSpoken(view.model()).join(QLatin1Char('|')).contains(QStringLiteral("moved")));
        view.setCompared(compared(call(three, "s", "u"), call(three, "s", "v")));
        QVERIFY(!view.findChild<QWidget *>(QStringLiteral("orderOnly"))->isVisible());
    }

    void keysGoThroughDifferencesAndFolds()
    {
        CompareView view;
        view.resize(700, 300);
        view.show();
        view.setCompared(
            compared(call(three, manyLines(60, "Rule 30: run."), "one"), call(three, manyLines(60), "two")));
        auto *table = view.findChild<TableView *>();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        table->setFocus();
        const int first = table->currentIndex().row();
        QVERIFY(view.model().row(first).startsDifference);
        view.goToNext();
        const int second = table->currentIndex().row();
        QVERIFY(second > first && view.model().row(second).startsDifference);
        view.goToNext();
        QCOMPARE(table->currentIndex().row(), first); // Round the end.
        view.goToPrevious();
        QCOMPARE(table->currentIndex().row(), second);

        table->setCurrentIndex(view.model().index(0, 0));
        QTest::keyClick(table, Qt::Key_Right);
        QVERIFY(view.model().row(0).open);
        QTest::keyClick(table, Qt::Key_Left);
        QVERIFY(!view.model().row(0).open);
        QTest::keyClick(table, Qt::Key_Return);
        QVERIFY(view.model().row(0).open);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("tools[0]")));
    }

    void namesItselfAndSaysWhyThereIsNothing()
    {
        CompareView view;
        view.resize(500, 300);
        view.show();
        view.setMessage(QStringLiteral("The body was not stored."));
        QVERIFY(!view.findChild<TableView *>()->isVisible());
        QCOMPARE(view.findChild<TableView *>()->accessibleName(), QStringLiteral("Comparison"));
        const QByteArray same = call(three, "s", "u");
        view.setCompared(compared(same, same));
        QVERIFY(view.findChild<TableView *>()->isVisible());
        QCOMPARE(view.model().differenceCount(), 0);
        QCOMPARE(view.model().rowCount(), 1);
    }

    void pictures_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("sideBySide");
        QTest::newRow("light-unified") << false << false;
        QTest::newRow("dark-side-by-side") << true << true;
    }
    void pictures()
    {
        QFETCH(const bool, dark);
        QFETCH(const bool, sideBySide);
        Theme::instance().setPreference(dark ? Theme::Preference::Dark : Theme::Preference::Light);
        CompareView view;
        view.resize(900, 420);
        view.setSideBySide(sideBySide);
        view.show();
        const QByteArray a = tool("read", "Reads a file.") + ","
            + tool("run",
                   "Runs checks: review, test, docs, in this order, and returns one line for each finding that it "
                   "has.");
        const QByteArray b = tool("read", "Reads a file.") + ","
            + tool("run",
                   "Runs checks: docs, review, test, in this order, and returns one line for each finding that it "
                   "has.")
            + "," + tool("write", "Writes a file.");
        view.setCompared(compared(
            call(a, manyLines(40), "Look at pull request 41."),
            call(b, manyLines(40, "Rule 20: stay very calm, please."), "Look at pull request 42.")));
        const QImage image = view.grab().toImage();
        QVERIFY(!image.isNull());
        if (const QString folder = qEnvironmentVariable("CACHESCOPE_GALLERY"); !folder.isEmpty())
            QVERIFY(image.save(
                folder + QStringLiteral("/compare-") + QString::fromLatin1(QTest::currentDataTag())
                + QStringLiteral(".png")));
        Theme::instance().setPreference(Theme::Preference::Light);
    }
};

QTEST_MAIN(TestCompareView)
#include "tst_compare_view.moc"
