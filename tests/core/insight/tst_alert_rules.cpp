// SPDX-License-Identifier: MIT
#include "insight/alert_rule.h"

#include <QtTest>

#include <random>

namespace cachescope::insight {

class AlertRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAFullRule();
    void fillsInTheMetricsDefaults();
    void refusesWithPlaceAndName_data();
    void refusesWithPlaceAndName();
    void whatIsWrittenReadsBackTheSame();
    void templatesAreSoundAndWrittenBack();
    void filterOfAnEntityFindsItAlone();
    void levelsCountThresholds();
};

#ifndef Q_MOC_RUN

void AlertRulesTest::readsAFullRule()
{
    const auto rules = parseAlertRules(
        R"([ { "name": "Reads", "metric": "prefix_read", "filter": "client:a,b", "window_s": 600, "is": "below",
               "limit": 0.6, "for_s": 180, "recovered": 0.7, "recovered_for_s": 300, "min_requests": 20,
               "per": "session", "no_data": "fire", "no_data_s": 1200, "remind_s": 14400,
               "tell": ["webhook", "command"], "tell_recovered": true, "paused": true } ])",
        "c.json");
    QVERIFY2(rules.has_value(), rules ? "" : rules.error().message.c_str());
    const AlertRule &rule = rules->front();
    QCOMPARE(rule.name, std::string("Reads"));
    QVERIFY(rule.metric == AlertMetric::PrefixRead && rule.per == AlertPer::Session);
    QCOMPARE(rule.window.count(), 600);
    QCOMPARE(rule.limit, 0.6);
    QCOMPARE(rule.recovered, 0.7);
    QCOMPARE(rule.minRequests, 20);
    QVERIFY(rule.noData == AlertNoData::Fire && rule.tellRecovered && rule.paused);
    QCOMPARE(rule.tell, AlertTell::webhook | AlertTell::command);
}

void AlertRulesTest::fillsInTheMetricsDefaults()
{
    const auto rules = parseAlertRules(
        R"([ { "name": "a", "metric": "hit_ratio" }, { "name": "b", "metric": "hit_ratio", "limit": 0.3 } ])", "");
    QVERIFY(rules.has_value());
    QCOMPARE(rules->at(0).limit, 0.6); // "hit ratio below 0.6 for 15 minutes"
    QCOMPARE(rules->at(0).pending.count(), 900);
    QVERIFY(rules->at(0).is == AlertComparison::Below);
    QCOMPARE(rules->at(1).recovered, 0.3); // The template's recovery belongs to the template's limit.
}

void AlertRulesTest::refusesWithPlaceAndName_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("error");
    const auto rule = [](const char *more) {
        return QStringLiteral("[\n{ \"name\": \"a\", \"metric\": \"hit_ratio\", %1 } ]").arg(QLatin1String(more));
    };
    QTest::newRow("unknown key") << rule("\"windw_s\": 60")
                                 << "c.json:8: alerts[0].windw_s is no known setting; did you mean \"window_s\"?";
    QTest::newRow("metric") << "[{ \"name\": \"a\", \"metric\": \"hits\" }]"
                            << "must be one of \"spend\"";
    QTest::newRow("no metric") << "[{ \"name\": \"a\" }]"
                               << "needs a \"metric\"";
    QTest::newRow("no name") << "[{ \"metric\": \"spend\" }]"
                             << "needs a \"name\"";
    QTest::newRow("share") << rule("\"limit\": 60") << "from 0 to 1";
    QTest::newRow("recovery") << rule("\"limit\": 0.6, \"recovered\": 0.5") << "at or above \"limit\"";
    QTest::newRow("filter") << rule("\"filter\": \"modell:x\"") << "filter that cannot be read";
    QTest::newRow("tell") << rule("\"tell\": [\"mail\"]") << "alerts[0].tell[0] must be one of";
    QTest::newRow("period") << rule("\"period\": \"day\"") << "only the metric \"spend\"";
    QTest::newRow("negative") << rule("\"limit\": -1") << "must be a number from 0 on";
    QTest::newRow("twice")
        << "[{ \"name\": \"a\", \"metric\": \"spend\" }, { \"name\": \"a\", \"metric\": \"spend\" }]"
        << "alerts[1] has the name of another rule";
    QTest::newRow("no list") << "{}"
                             << "must be a list";
    QTest::newRow("per") << "[{ \"name\": \"a\", \"metric\": \"forecast\", \"per\": \"model\" }]"
                         << "\"per\"";
    QTest::newRow("also_at") << rule("\"also_at\": [0.5]") << "only budgets take";
}

void AlertRulesTest::refusesWithPlaceAndName()
{
    QFETCH(QString, json);
    QFETCH(QString, error);
    const auto rules = parseAlertRules(json.toStdString(), "c.json", 7);
    QVERIFY(!rules);
    const QString message = QString::fromStdString(rules.error().message);
    QVERIFY2(message.contains(error), qPrintable(message));
    QVERIFY2(message.startsWith(QStringLiteral("c.json:")), qPrintable(message));
}

void AlertRulesTest::whatIsWrittenReadsBackTheSame()
{
    std::mt19937 random(7);
    const auto below = [&random](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
    for (int round = 0; round < 300; ++round) {
        std::vector<AlertRule> rules;
        for (int i = 0; i < 3; ++i) {
            AlertRule rule = defaultAlertRule(static_cast<AlertMetric>(below(alertMetricCount)));
            rule.name = "rule \"" + std::to_string(i) + "\" \u00e4\\";
            const AlertMetricFacts &facts = factsOf(rule.metric);
            rule.limit = facts.unit == AlertUnit::Share ? below(100) / 100.0 : below(5000) / 7.0;
            rule.is = below(2) == 0 ? AlertComparison::Above : AlertComparison::Below;
            rule.recovered = rule.limit;
            rule.alsoAt.clear();
            if (rule.isBudget() && rule.is == AlertComparison::Above && rule.limit > 2)
                rule.alsoAt = { rule.limit / 3, rule.limit / 2 };
            if (below(2) == 0)
                rule.filter = "model:opus* -client:\"x y\"";
            if (facts.perEntity)
                rule.per = static_cast<AlertPer>(below(alertPerCount));
            if (rule.metric == AlertMetric::Spend) {
                rule.period = static_cast<AlertPeriod>(below(alertPeriodCount));
                if (rule.period == AlertPeriod::None)
                    rule.alsoAt.clear();
            }
            rule.window = std::chrono::seconds(60 + below(100'000));
            rule.pending = std::chrono::seconds(below(4000));
            rule.recoveredFor = std::chrono::seconds(below(4000));
            rule.noDataFor = std::chrono::seconds(below(4000));
            rule.remind = std::chrono::seconds(below(4000));
            rule.minRequests = below(50);
            rule.noData = static_cast<AlertNoData>(below(3));
            rule.tell = static_cast<unsigned>(below(16));
            rule.tellRecovered = below(2) == 0;
            rule.paused = below(2) == 0;
            rules.push_back(rule);
        }
        const std::string json = alertRulesJson(rules);
        const auto again = parseAlertRules(json, "c.json");
        QVERIFY2(again.has_value(), again ? "" : (again.error().message + json).c_str());
        QVERIFY2(*again == rules, json.c_str());
    }
}

void AlertRulesTest::templatesAreSoundAndWrittenBack()
{
    const auto again = parseAlertRules(alertRulesJson(alertTemplates()), "c.json");
    QVERIFY2(again.has_value(), again ? "" : again.error().message.c_str());
    QVERIFY(*again == alertTemplates());
    QCOMPARE(suggestedAlertRules().size(), std::size_t{ 4 });
    // Each metric has a template.
    for (const AlertMetricFacts &facts : alertMetrics())
        QVERIFY(defaultAlertRule(facts.metric).metric == facts.metric);
}

void AlertRulesTest::filterOfAnEntityFindsItAlone()
{
    AlertRule rule = defaultAlertRule(AlertMetric::ErrorRate);
    rule.per = AlertPer::Client;
    rule.filter = "model:a or model:b";
    for (const std::string name : { "plain", "with \"quotes\" and \\", "none", "a*b", "" }) {
        const std::string text = alertCallsFilter(rule, name);
        const auto filter = requestlog::Filter::parse(text);
        QVERIFY2(filter.has_value(), text.c_str());
        requestlog::CallRecord record;
        record.start.client = name;
        record.start.model = "b";
        record.end.outcome = requestlog::Outcome::Error;
        QVERIFY2(filter->matches(record), text.c_str());
        record.start.model = "c";
        QVERIFY2(!filter->matches(record), text.c_str());
        record.start.model = "a";
        record.start.client = "axb" + name;
        QVERIFY2(!filter->matches(record), text.c_str());
    }
}

void AlertRulesTest::levelsCountThresholds()
{
    AlertRule rule = defaultAlertRule(AlertMetric::Spend);
    rule.alsoAt = { 10, 20 };
    rule.limit = 30;
    QCOMPARE(rule.levelOf(10), 0);
    QCOMPARE(rule.levelOf(10.01), 1);
    QCOMPARE(rule.levelOf(25), 2);
    QCOMPARE(rule.levelOf(31), 3);
    QCOMPARE(rule.thresholdOf(2), 20.0);
    QCOMPARE(rule.thresholdOf(3), 30.0);
}

#endif

} // namespace cachescope::insight

QTEST_GUILESS_MAIN(cachescope::insight::AlertRulesTest)
#include "tst_alert_rules.moc"
