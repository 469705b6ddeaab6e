// SPDX-License-Identifier: MIT
#include "ui/parts/badge.h"
#include "ui/parts/card.h"
#include "ui/parts/chip_button.h"
#include "ui/parts/labels.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/painting.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/segment.h"
#include "ui/parts/switch.h"
#include "ui/parts/table_view.h"
#include "ui/parts/tile.h"
#include "ui/theme/theme.h"

#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <QtTest>

using namespace cachescope::ui;

namespace {

void addGalleryButtons(QVBoxLayout *column)
{
    auto *row = new QHBoxLayout;
    row->addWidget(makeButton(QStringLiteral("Save rule"), ButtonKind::Primary));
    row->addWidget(makeButton(QStringLiteral("Normal")));
    QPushButton *disabled = makeButton(QStringLiteral("Disabled"), ButtonKind::Normal, QStringLiteral("undo"));
    disabled->setEnabled(false);
    row->addWidget(disabled);
    row->addWidget(makeButton(QStringLiteral("Stop storing"), ButtonKind::Destructive, QStringLiteral("stop")));
    row->addWidget(makeButton(QStringLiteral("Quiet"), ButtonKind::Quiet, QStringLiteral("export")));
    row->addWidget(
        makeButton(QStringLiteral("Copy"), ButtonKind::Normal, QStringLiteral("copy"), ButtonSize::Small));
    row->addStretch();
    column->addLayout(row);
}

void addGalleryFields(QVBoxLayout *column)
{
    auto *row = new QHBoxLayout;
    auto *edit = new QLineEdit(QStringLiteral("cost>abc"));
    edit->setProperty("state", QStringLiteral("error"));
    row->addWidget(edit);
    row->addWidget(new Segment({ QStringLiteral("File"), QStringLiteral("Open"), QStringLiteral("Log") }));
    auto *on = new Switch;
    on->setChecked(true);
    row->addWidget(on);
    row->addWidget(new Switch);
    row->addWidget(new Badge(BadgeKind::Neutral, QStringLiteral("neutral")));
    row->addWidget(new Badge(BadgeKind::Good, QStringLiteral("certain")));
    row->addWidget(new Badge(BadgeKind::Warning, QStringLiteral("stale")));
    row->addWidget(new Badge(BadgeKind::Error, QStringLiteral("3 errors")));
    row->addWidget(new Badge(BadgeKind::Info, QStringLiteral("1 info")));
    auto *chip = new ChipButton;
    chip->setContent(
        { ChipButton::Mark::Dot, {}, Token::Read, QStringLiteral("On"), QStringLiteral("127.0.0.1:8737") });
    chip->setMenu(new QMenu(chip));
    row->addWidget(chip);
    column->addLayout(row);
}

void addGalleryTable(QVBoxLayout *column)
{
    auto *model = new QStandardItemModel(4, 3);
    for (int row = 0; row < 4; ++row) {
        model->setItem(row, 0, new QStandardItem(QStringLiteral("support-bot, normal, 24")));
        auto *share = new QStandardItem;
        share->setData(0.3 * row, ShareRole);
        model->setItem(row, 1, share);
        auto *cost = new QStandardItem(QStringLiteral("$0.0303"));
        cost->setTextAlignment(Qt::AlignRight);
        cost->setData(true, MediumRole);
        model->setItem(row, 2, cost);
    }
    for (int cell = 0; cell < 3; ++cell)
        model->item(3, cell)->setData(true, TotalRowRole);
    auto *table = new TableView;
    model->setParent(table);
    table->setModel(model);
    table->setItemDelegateForColumn(1, new ShareDelegate(table));
    table->selectRow(1);
    column->addWidget(table);
}

} // namespace

class TestParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::install(Theme::Preference::Light); }
    void gallery_data();
    void gallery();
    void controlsHaveTheirHeights();
    void tileSpeaksItsFigure();
    void segmentKeepsOneChoice();
    void hatchIsStripedAndTranslucent();
    void tableKeepsACurrentIndex();
};

void TestParts::gallery_data()
{
    QTest::addColumn<Theme::Preference>("preference");
    QTest::newRow("light") << Theme::Preference::Light;
    QTest::newRow("dark") << Theme::Preference::Dark;
}

/** All parts on one picture; kept when CACHESCOPE_GALLERY names a directory, for judging by eye. */
void TestParts::gallery()
{
    QFETCH(Theme::Preference, preference);
    Theme::instance().setPreference(preference);
    QWidget ground;
    ground.setProperty("surface", QStringLiteral("window"));
    auto *column = new QVBoxLayout(&ground);
    auto *tiles = new QHBoxLayout;
    auto *tile = new Tile(QStringLiteral("Spend"), Token::Fresh);
    tile->setContent({ QStringLiteral("$6.16"),
                       QStringLiteral("+12% on the hour before"),
                       Tone::Error,
                       { 1, 3, 2, 5, 4, 6, 3, 7 } });
    tiles->addWidget(tile);
    tiles->addWidget(new Tile(QStringLiteral("Errors"), Token::Error));
    column->addLayout(tiles);
    auto *card = new Card(QStringLiteral("Requests per minute"));
    card->setCaption(QStringLiteral("by outcome"));
    column->addWidget(card, 1);
    addGalleryButtons(card->body());
    addGalleryFields(card->body());
    addGalleryTable(card->body());
    auto *message = new MessageBar(
        MessageKind::Error, QStringLiteral("Disk full: caching pauses, requests pass."),
        MessageBar::Closing::Closable);
    message->addAction(QStringLiteral("Free space"));
    column->addWidget(message);
    ground.resize(900, 480);
    ground.show();
    const QPixmap picture = ground.grab();
    QVERIFY(picture.toImage().pixelColor(2, 2) == tokenColor(Token::Window));
    const QString directory = qEnvironmentVariable("CACHESCOPE_GALLERY");
    if (!directory.isEmpty()) {
        const QString name = QLatin1String(QTest::currentDataTag());
        QVERIFY(picture.save(directory % QStringLiteral("/parts-") % name % QStringLiteral(".png")));
    }
}

void TestParts::controlsHaveTheirHeights()
{
    QWidget ground;
    QPushButton *normal = makeButton(QStringLiteral("x"), ButtonKind::Normal, {}, ButtonSize::Normal, &ground);
    QPushButton *small = makeButton(QStringLiteral("x"), ButtonKind::Normal, {}, ButtonSize::Small, &ground);
    QLineEdit field(&ground);
    ground.ensurePolished();
    QCOMPARE(normal->sizeHint().height(), metrics::controlHeight);
    QCOMPARE(small->sizeHint().height(), metrics::smallControlHeight);
    QCOMPARE(field.sizeHint().height(), metrics::controlHeight);
}

void TestParts::tileSpeaksItsFigure()
{
    Tile tile(QStringLiteral("Spend"), Token::Fresh);
    tile.setContent({ QStringLiteral("$6.16"), QStringLiteral("in 1 h"), Tone::Third, {} });
    QCOMPARE(tile.accessibleName(), QStringLiteral("Spend"));
    QCOMPARE(tile.accessibleDescription(), QStringLiteral("$6.16, in 1 h"));
    QSignalSpy clicked(&tile, &Tile::clicked);
    QTest::keyClick(&tile, Qt::Key_Space);
    QCOMPARE(clicked.count(), 1);
}

void TestParts::segmentKeepsOneChoice()
{
    Segment segment({ QStringLiteral("Lines"), QStringLiteral("Tokens") });
    QSignalSpy changed(&segment, &Segment::currentChanged);
    QCOMPARE(segment.current(), 0);
    segment.setCurrent(1);
    segment.setCurrent(1);
    segment.setCurrent(7);
    QCOMPARE(segment.current(), 1);
    QCOMPARE(changed.count(), 1);
}

void TestParts::hatchIsStripedAndTranslucent()
{
    for (const int ratio : { 1, 2, 3 }) {
        const QImage tile = hatchBrush(Qt::black, ratio).texture().toImage();
        QCOMPARE(tile.size(), QSize(4 * ratio, 4 * ratio));
        int least = 255;
        int greatest = 0;
        for (int x = 0; x < tile.width(); ++x) {
            least = std::min(least, tile.pixelColor(x, 0).alpha());
            greatest = std::max(greatest, tile.pixelColor(x, 0).alpha());
        }
        QVERIFY(least < 120);
        QVERIFY(greatest > 200);
    }
}

void TestParts::tableKeepsACurrentIndex()
{
    TableView table;
    QStandardItemModel model;
    table.setModel(&model);
    QVERIFY(!table.currentIndex().isValid());
    model.appendRow(new QStandardItem(QStringLiteral("a")));
    QVERIFY(table.currentIndex().isValid());
}

QTEST_MAIN(TestParts)
#include "tst_parts.moc"
