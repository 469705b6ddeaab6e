// SPDX-License-Identifier: MIT
#include "../support/fake_backend.h"

#include "ui/alerts/alert_announcer.h"
#include "ui/alerts/alert_model.h"
#include "ui/alerts/alert_words.h"
#include "ui/alerts/alerts_page.h"
#include "ui/alerts/preview_card.h"
#include "ui/alerts/rule_editor.h"
#include "ui/alerts/suggestions.h"
#include "ui/alerts/value_field.h"
#include "ui/app_window.h"
#include "ui/charts/annotation_marks.h"
#include "ui/charts/time_chart.h"
#include "ui/data/saved_views.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/table_view.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;
using insight::AlertMetric;
using insight::AlertPhase;
using insight::AlertRule;

namespace {

/** Remembers what the page asks of the window. */
class Around final : public Navigator
{
public:
    QString filter, message;
    std::optional<requestlog::TimeRange> range;
    std::function<void()> action;
    PageId page = PageId::Overview;

    void openPage(PageId id) override { page = id; }
    void openRequests(const QString &text, std::optional<requestlog::TimeRange> time) override
    {
        filter = text;
        range = time;
    }
    void openCall(std::int64_t) override { }
    void openPrompt(std::int64_t) override { }
    void openSettings(const QString &) override { }
    void showMessage(
        const QString &, MessageKind, const QString &sentence, const QString &, std::function<void()> todo) override
    {
        message = sentence;
        action = std::move(todo);
    }
    void hideMessage(const QString &) override { message.clear(); }
    void openDemo() override { }
};

struct PageRig
{
    QTemporaryDir directory;
    QSettings session{ directory.filePath(QStringLiteral("window.ini")), QSettings::IniFormat };
    base::ManualClock clock{ 1'795'000'000'000'000 };
    FakeBackend backend;
    LogService log{ backend.logOpener() };
    RangeModel range{ clock };
    Around around;
    SavedViews views{ session };
    std::unique_ptr<AlertsPage> page;

    void open(const std::vector<AlertRule> &rules)
    {
        backend.data->records = madeUpCalls(clock.wall(), 300);
        backend.m_configuration.alertsJson = insight::alertRulesJson(rules);
        page = std::make_unique<AlertsPage>(PageContext{ backend, log, range, around, views, session, clock });
        page->resize(1200, 800);
        page->show();
        page->activate();
    }
    std::vector<AlertRule> saved() const
    {
        return *insight::parseAlertRules(backend.m_configuration.alertsJson, "");
    }
    /** Says that the rule stands so. */
    void stand(const AlertRule &rule, AlertPhase phase, double value, const std::string &entity = {})
    {
        insight::AlertRuleStatus status;
        status.rule = rule;
        status.phase = phase;
        insight::AlertState state;
        state.phase = phase;
        state.since = clock.wall() - 660'000'000;
        state.value = value;
        if (phase == AlertPhase::Firing) {
            state.episode = { 1, state.since, 0, insight::AlertEnd::StillOpen, value, rule.limit };
            status.firing = 1;
        }
        status.entities.emplace_back(entity, state);
        backend.m_alerts->rules.push_back(status);
        backend.m_alerts->firing += status.firing;
    }
    QString cell(int row, int column) const { return page->model().index(row, column).data().toString(); }
};

AlertRule named(AlertMetric metric, const std::string &name)
{
    AlertRule rule = insight::defaultAlertRule(metric);
    rule.name = name;
    return rule;
}

} // namespace

class TestAlertsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations(*qApp);
        Theme::install(Theme::Preference::Light);
    }
    void anEmptyPageSuggestsFourAndSwitchesOn();
    void theTableSaysWhereRulesStand();
    void theBarTellsAndShowsTheRequests();
    void theFormSavesAndTakesBack();
    void anotherMetricBringsItsUnit();
    void wrongFiguresAreMarkedAndNotTaken();
    void namesMustBeTheirOwn();
    void pausesAndRemovesWithUndo();
    void noPreviewIsSaid();
    void previewFramesShowTheWorst();
    void durationsAndValuesAreRead_data();
    void durationsAndValuesAreRead();
    void desktopNoticesAreFewAndTogether();
    void marksMergeAndTell();
    void everythingHasAName();
};

void TestAlertsPage::anEmptyPageSuggestsFourAndSwitchesOn()
{
    PageRig rig;
    rig.open({});
    QVERIFY(rig.page->showsSuggestions());
    QVERIFY(!rig.page->editor().isVisible());
    auto *suggestions = rig.page->findChild<AlertSuggestions *>();
    QList<QPushButton *> buttons;
    for (QPushButton *button : suggestions->findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Switch on"))
            buttons.append(button);
    }
    QCOMPARE(buttons.size(), 4);
    const auto valueShown = [suggestions] {
        for (const QLabel *label : suggestions->findChildren<QLabel *>()) {
            if (label->text().startsWith(QStringLiteral("today ")))
                return true;
        }
        return false;
    };
    QTRY_VERIFY(valueShown());
    buttons.first()->click();
    QCOMPARE(rig.saved().size(), std::size_t{ 1 });
    QCOMPARE(rig.saved().front().limit, 0.6); // Hit ratio below 0.6 for 15 minutes.
    QCOMPARE(rig.saved().front().pending.count(), 900);
    QVERIFY(!rig.page->showsSuggestions());
    QVERIFY(rig.page->editor().isVisible());
    rig.page->undo();
    QVERIFY(rig.saved().empty());
    QVERIFY(rig.page->showsSuggestions());
}

void TestAlertsPage::theTableSaysWhereRulesStand()
{
    PageRig rig;
    AlertRule reads = named(AlertMetric::PrefixRead, "Reads");
    reads.per = insight::AlertPer::Session;
    const AlertRule slow = named(AlertMetric::FirstTokenP95, "Slow");
    AlertRule off = named(AlertMetric::ErrorRate, "Off");
    off.paused = true;
    rig.stand(reads, AlertPhase::Firing, 0.54, "7f3a");
    rig.stand(slow, AlertPhase::Waiting, 2.9, "anthropic");
    rig.open({ reads, slow, off });
    const QAbstractItemModelTester tester(&rig.page->model());
    QCOMPARE(rig.cell(0, AlertModel::State), QStringLiteral("firing"));
    QCOMPARE(rig.cell(0, AlertModel::For), QStringLiteral("session 7f3a"));
    QCOMPARE(rig.cell(0, AlertModel::Value), QStringLiteral("54%"));
    QCOMPARE(rig.cell(0, AlertModel::Limit), QStringLiteral("below 60%"));
    QVERIFY(!rig.cell(0, AlertModel::Since).isEmpty());
    QCOMPARE(rig.cell(1, AlertModel::State), QStringLiteral("waiting"));
    QCOMPARE(rig.cell(1, AlertModel::Value), QStringLiteral("2.90 s"));
    QCOMPARE(rig.cell(2, AlertModel::State), QStringLiteral("paused"));
}

void TestAlertsPage::theBarTellsAndShowsTheRequests()
{
    PageRig rig;
    AlertRule errors = named(AlertMetric::ErrorRate, "Errors");
    errors.per = insight::AlertPer::Upstream;
    rig.stand(errors, AlertPhase::Firing, 0.5, "openai");
    rig.open({ errors });
    QVERIFY2(
        rig.page->message().startsWith(QStringLiteral("Errors: error rate 50% for openai")),
        qPrintable(rig.page->message()));
    auto *bar = rig.page->findChild<MessageBar *>();
    QVERIFY(bar);
    auto *show = bar->findChildren<QPushButton *>().first();
    QTRY_VERIFY(show->text().contains(QRegularExpression(QStringLiteral("Show [0-9]+ request"))));
    show->click();
    QCOMPARE(rig.around.filter, QStringLiteral("(upstream:=\"openai\") cache:error"));
    QVERIFY(rig.around.range->end > rig.clock.wall());
    rig.backend.m_alerts = std::make_shared<insight::AlertSnapshot>();
    Q_EMIT rig.backend.alertsChanged();
    QVERIFY(rig.page->message().isEmpty());
}

void TestAlertsPage::theFormSavesAndTakesBack()
{
    PageRig rig;
    rig.open({ named(AlertMetric::HitRatio, "Hits") });
    RuleEditor &editor = rig.page->editor();
    QCOMPARE(editor.draft().name, std::string("Hits"));
    QVERIFY(!editor.isChanged());
    auto *field = editor.findChild<ValueField *>(); // The window.
    field->setText(QStringLiteral("1 h"));
    field->setModified(true);
    Q_EMIT field->editingFinished();
    QCOMPARE(editor.draft().window.count(), 3600);
    QVERIFY(editor.isChanged());
    QCOMPARE(rig.saved().front().window.count(), 900);
    rig.page->undo();
    QCOMPARE(editor.draft().window.count(), 900);
    field->setText(QStringLiteral("30"));
    field->setModified(true);
    Q_EMIT field->editingFinished();
    QCOMPARE(editor.draft().window.count(), 1800); // Bare numbers are minutes.
    rig.page->save();
    QCOMPARE(rig.saved().front().window.count(), 1800);
    QVERIFY(!editor.isChanged());
    rig.page->undo();
    QCOMPARE(rig.saved().front().window.count(), 900);
    QCOMPARE(editor.draft().window.count(), 900);
}

void TestAlertsPage::anotherMetricBringsItsUnit()
{
    PageRig rig;
    rig.open({ named(AlertMetric::HitRatio, "Hits") });
    RuleEditor &editor = rig.page->editor();
    auto *metric = editor.findChildren<QComboBox *>().first();
    metric->setCurrentIndex(static_cast<int>(AlertMetric::Spend));
    Q_EMIT metric->activated(metric->currentIndex());
    QCOMPARE(editor.draft().name, std::string("Hits"));
    QVERIFY(editor.draft().metric == AlertMetric::Spend && editor.draft().period == insight::AlertPeriod::Day);
    editor.undo();
    QVERIFY(editor.draft().metric == AlertMetric::HitRatio);
}

void TestAlertsPage::wrongFiguresAreMarkedAndNotTaken()
{
    PageRig rig;
    rig.open({ named(AlertMetric::HitRatio, "Hits") });
    auto *field = rig.page->editor().findChild<ValueField *>();
    field->setText(QStringLiteral("soon"));
    field->setModified(true);
    Q_EMIT field->editingFinished();
    QCOMPARE(field->property("state").toString(), QStringLiteral("error"));
    QCOMPARE(rig.page->editor().draft().window.count(), 900);
}

void TestAlertsPage::namesMustBeTheirOwn()
{
    PageRig rig;
    rig.open({ named(AlertMetric::HitRatio, "New rule") });
    rig.page->newRule();
    QCOMPARE(rig.page->editor().draft().name, std::string("New rule 2"));
    rig.page->save();
    QCOMPARE(rig.saved().size(), std::size_t{ 2 });
    QCOMPARE(rig.page->model().rowCount(), 2);
}

void TestAlertsPage::pausesAndRemovesWithUndo()
{
    PageRig rig;
    rig.open({ named(AlertMetric::HitRatio, "Hits"), named(AlertMetric::ErrorRate, "Errors") });
    const QModelIndex pause = rig.page->model().index(1, AlertModel::Pause);
    QTest::mouseClick(
        rig.page->table().viewport(), Qt::LeftButton, {}, rig.page->table().visualRect(pause).center());
    QVERIFY(rig.saved().at(1).paused);
    rig.page->removeRule("Errors");
    QCOMPARE(rig.saved().size(), std::size_t{ 1 });
    QVERIFY(rig.around.message.contains(QStringLiteral("Errors")));
    rig.around.action();
    QCOMPARE(rig.saved().size(), std::size_t{ 2 });
    QVERIFY(rig.saved().at(1).paused);
    rig.page->undo();
    QVERIFY(!rig.saved().at(1).paused);
}

void TestAlertsPage::noPreviewIsSaid()
{
    PageRig rig;
    rig.open({ named(AlertMetric::LogDrops, "Drops") });
    const auto says = [&rig] {
        for (const QLabel *label : rig.page->preview().findChildren<QLabel *>()) {
            if (label->text() == QStringLiteral("No preview for this metric"))
                return true;
        }
        return false;
    };
    QTRY_VERIFY(says());
}

void TestAlertsPage::previewFramesShowTheWorst()
{
    insight::AlertPreview preview;
    preview.step = 60'000'000;
    preview.values.assign(10'080, 0.9);
    preview.values[5'000] = 0.1;
    for (std::size_t i = 6'000; i < 6'100; ++i)
        preview.values[i] = std::nan("");
    const ChartFrame frame = previewFrame(preview, named(AlertMetric::HitRatio, "x"), QStringLiteral("USD"));
    QVERIFY(frame.buckets <= 504);
    double least = 1;
    int gaps = 0;
    for (const double value : frame.values.first()) {
        least = std::isnan(value) ? least : std::min(least, value);
        gaps += std::isnan(value) ? 1 : 0;
    }
    QCOMPARE(least, 0.1);
    QVERIFY(gaps >= 4);
}

void TestAlertsPage::durationsAndValuesAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("seconds");
    QTest::newRow("minutes") << "10 min" << 600;
    QTest::newRow("bare") << "3" << 180;
    QTest::newRow("seconds") << "90 s" << 90;
    QTest::newRow("hours") << "4h" << 14'400;
    QTest::newRow("days") << "1 d" << 86'400;
    QTest::newRow("none") << "0 s" << 0;
    QTest::newRow("words") << "soon" << -1;
    QTest::newRow("empty") << "" << -1;
    QTest::newRow("unit") << "3 parsecs" << -1;
}

void TestAlertsPage::durationsAndValuesAreRead()
{
    QFETCH(QString, text);
    QFETCH(int, seconds);
    const auto duration = alerts::readDuration(text);
    QCOMPARE(duration ? static_cast<int>(duration->count()) : -1, seconds);
    if (duration)
        QCOMPARE(alerts::readDuration(alerts::durationText(*duration))->count(), duration->count());
    using insight::AlertUnit;
    QCOMPARE(*alerts::readValue(AlertUnit::Share, QStringLiteral("60 %")), 0.6);
    QVERIFY(!alerts::readValue(AlertUnit::Share, QStringLiteral("120 %")));
    QCOMPARE(*alerts::readValue(AlertUnit::Money, QStringLiteral("$12.50")), 12.5);
    QCOMPARE(*alerts::readValue(AlertUnit::Seconds, QStringLiteral("2.5 s")), 2.5);
    QCOMPARE(*alerts::readValue(AlertUnit::Seconds, QStringLiteral("1 d")), 86'400.0);
}

void TestAlertsPage::desktopNoticesAreFewAndTogether()
{
    FakeBackend backend;
    Around around;
    base::ManualClock clock;
    QStringList shown;
    AlertAnnouncer announcer(
        backend, around, clock, [&shown](const QString &, const QString &text) { shown.append(text); });
    insight::AlertNotice notice;
    notice.rule = named(AlertMetric::HitRatio, "Hits");
    notice.value = 0.5;
    notice.threshold = 0.6;
    for (int i = 0; i < 5; ++i)
        Q_EMIT backend.alertNoticed(notice);
    QCOMPARE(shown.size(), 1);
    QCOMPARE(around.message, shown.first());
    around.action();
    QVERIFY(around.page == PageId::Alerts);
    notice.rule.tell = insight::AlertTell::webhook; // Neither window nor desktop.
    around.message.clear();
    Q_EMIT backend.alertNoticed(notice);
    QVERIFY(around.message.isEmpty());
}

void TestAlertsPage::marksMergeAndTell()
{
    TimeChart chart(
        { { QStringLiteral("calls"), Token::Fresh, Token::FreshText, SeriesShape::Bar, false } }, ChartUnit::Count,
        PointPlace::Middle);
    chart.resize(600, 200);
    chart.show();
    ChartFrame frame;
    frame.begin = 0;
    frame.step = 60'000'000;
    frame.buckets = 60;
    frame.values = { QVector<double>(60, 3) };
    chart.setFrame(frame);
    using requestlog::Annotation;
    using requestlog::AnnotationKind;
    const std::vector<Annotation> happened{
        { 10 * 60'000'000LL, 0, AnnotationKind::Invalidation, "window", "", "{}", 214, false },
        { 30 * 60'000'000LL, 0, AnnotationKind::Setting, "cache.ttl_s", "", "600", 0, false },
        { 30 * 60'000'000LL + 1, 0, AnnotationKind::Alert, "Reads", "", "session x", 0, false },
    };
    chart.setMarks(annotationMarks(happened, MarkWords::Shown));
    const QVector<ChartMark> marks = annotationMarks(happened, MarkWords::Shown);
    QCOMPARE(marks.first().words, QStringLiteral("invalidated 214 entries"));
    QVERIFY(annotationMarks(happened, MarkWords::OnHover).first().words.isEmpty());
    int one = 0;
    int two = 0;
    for (int x = 0; x < 600; ++x) {
        const QString text = chart.markText(QPointF(x, 100));
        one += text.contains(QStringLiteral("214")) ? 1 : 0;
        two += text.contains(QStringLiteral("cache.ttl_s")) && text.contains(QStringLiteral("Reads")) ? 1 : 0;
    }
    QVERIFY(one > 0 && two > 0 && one < 40 && two < 40);
    chart.setMarks({});
    QVERIFY(chart.markText(QPointF(300, 100)).isEmpty());
}

void TestAlertsPage::everythingHasAName()
{
    PageRig rig;
    rig.open({ named(AlertMetric::HitRatio, "Hits") });
    for (const QWidget *widget : rig.page->findChildren<QWidget *>()) {
        const bool field
            = widget->inherits("QLineEdit") || widget->inherits("QComboBox") || widget->inherits("QAbstractButton");
        if (!field || !widget->isVisible() || widget->objectName().startsWith(QStringLiteral("qt_"))
            || widget->inherits("QTableCornerButton"))
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        QVERIFY2(
            !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
            widget->metaObject()->className());
    }
}

QTEST_MAIN(TestAlertsPage)
#include "tst_alerts_page.moc"
