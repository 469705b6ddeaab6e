// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "insight/observe_family.h"
#include "log_fixture.h"
#include "prompt/lint/lint.h"
#include "simulated/demo_history.h"
#endif

#include <QTest>

#include <map>
#include <set>

using namespace cachescope;
using requestlog::LogFixture;

/**
 * The way from the log to findings, over real request shapes: agents, a support bot and batch programs of three
 * providers made up the log. One of them, the review agent, has planted faults; the others are well made.
 */
class LintLogTest : public QObject
{
    Q_OBJECT

private:
    struct Seen
    {
        int linted = 0;
        std::map<std::string, int>
            alarms; ///< By rule of the families BRK, TLS, HIS, CTX, REQ: warnings and errors.
        std::string first; ///< The first alarm's words.
    };

    static bool isStructural(std::string_view rule)
    {
        static const std::set<std::string_view> families{ "BRK", "TLS", "HIS", "CTX", "REQ" };
        return families.contains(rule.substr(0, 3));
    }

    Seen lintClient(const std::string &client, int calls)
    {
        Seen seen;
        const auto reader = m_log.reader();
        const auto filter = requestlog::Filter::parse("client:" + client);
        const auto ids = reader->newestIds(*filter, calls, 100'000);
        const tokens::ModelTable models;
        for (const std::int64_t id : *ids) {
            const auto record = reader->rows({ id })->front();
            auto parsed = prompt::Prompt::parse(reader->contents(id)->requestBody);
            if (!parsed || (*parsed)->form() == prompt::PromptForm::PlainText)
                continue; // Embeddings and the like.
            insight::FamilyQuery query;
            query.upstream = record.start.upstream;
            query.model = record.start.model;
            query.time = std::chrono::seconds(60);
            const auto observed = insight::observeFamily(*reader, **parsed, query);
            if (!observed)
                qFatal("%s", observed.error().message.c_str());
            prompt::LintSettings settings;
            settings.upstream = record.start.upstream;
            settings.model = record.start.model;
            const auto result
                = prompt::lint(**parsed, settings, models, *providers::PriceBook::shipped(), &observed->evidence);
            ++seen.linted;
            for (const prompt::Finding &finding : result.findings) {
                if (finding.severity < prompt::Severity::Warning || !isStructural(finding.rule))
                    continue;
                ++seen.alarms[std::string(finding.rule)];
                if (seen.first.empty())
                    seen.first = std::string(finding.rule) + ": " + finding.message;
            }
        }
        return seen;
    }

    LogFixture m_log;

private Q_SLOTS:
    void initTestCase()
    {
        simulated::DemoHistorySettings settings;
        settings.until = 1'790'000'000'000'000;
        settings.lastHourCalls = 400;
        settings.earlierCalls = 200;
        simulated::demoHistory(settings, [this](requestlog::CallStart start, requestlog::CallEnd end) {
            const std::int64_t id = m_log.log().open(std::move(start));
            m_log.log().finish(id, std::move(end));
            return id;
        });
        m_log.drain();
    }

    void wellMadeProgramsRaiseNoAlarm_data()
    {
        QTest::addColumn<QString>("client");
        for (const char *client : { "code-agent", "support-bot", "ci-runner", "notebook" })
            QTest::newRow(client) << QString::fromLatin1(client);
    }

    void wellMadeProgramsRaiseNoAlarm()
    {
        QFETCH(QString, client);
        const Seen seen = lintClient(client.toStdString(), 12);
        QVERIFY(seen.linted >= 5);
        QVERIFY2(seen.alarms.empty(), seen.first.c_str());
    }

    void plantedFaultsAreFound()
    {
        const Seen seen = lintClient("review-agent", 12);
        QVERIFY(seen.linted >= 5);
        QVERIFY(seen.alarms.contains("HIS005")); // A clock in the system text.
        QVERIFY(seen.alarms.contains("TLS004")); // A list in a tool's description that changes its order.
    }
};

QTEST_GUILESS_MAIN(LintLogTest)
#include "tst_lint_log.moc"
