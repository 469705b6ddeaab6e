// SPDX-License-Identifier: MIT
#include "support/fake_log.h"

#include "ui/data/log_service.h"

#include <QThread>
#include <QtTest>

#include <future>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;

namespace {

LogService::Opener openFake()
{
    return [] { return base::Result<std::unique_ptr<LogSource>>(fakeSource(std::make_shared<FakeLogData>())); };
}

} // namespace

class TestLogService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersComeOnTheAskersThread();
    void partsComeInOrderBeforeTheAnswer();
    void cancelledAnswersAreDropped();
    void anUnstartedQuestionNeverRuns();
    void anAskerThatIsGoneGetsNothing();
    void onlyTheLatestQuestionIsAnswered();
    void aLogThatCannotBeOpenedAnswersWithItsError();
};

void TestLogService::answersComeOnTheAskersThread()
{
    LogService service(openFake());
    QThread *worker = nullptr;
    QThread *answered = nullptr;
    service.ask(
        Lane::Pages, this,
        [&worker](LogSource &) {
            worker = QThread::currentThread();
            return base::Result<int>(7);
        },
        [&answered](base::Result<int> value) {
            QCOMPARE(*value, 7);
            answered = QThread::currentThread();
        });
    QTRY_COMPARE(answered, QThread::currentThread());
    QVERIFY(worker != answered);
}

void TestLogService::partsComeInOrderBeforeTheAnswer()
{
    LogService service(openFake());
    QVector<int> seen;
    service.ask(
        Lane::Search, this,
        [&seen](LogSource &, JobControl &control) {
            for (int i = 0; i < 3; ++i)
                control.deliver([&seen, i] { seen.append(i); });
            return base::Result<int>(3);
        },
        [&seen](base::Result<int> value) { seen.append(*value); });
    QTRY_COMPARE(seen, (QVector<int>{ 0, 1, 2, 3 }));
}

void TestLogService::cancelledAnswersAreDropped()
{
    LogService service(openFake());
    std::promise<void> started;
    std::promise<void> release;
    bool noticed = false;
    bool answered = false;
    LogTicket ticket = service.ask(
        Lane::Search, this,
        [&](LogSource &, JobControl &control) {
            started.set_value();
            release.get_future().wait();
            noticed = control.isCancelled();
            return base::Result<int>(1);
        },
        [&answered](const base::Result<int> &) { answered = true; });
    started.get_future().wait();
    QVERIFY(ticket.isActive());
    service.cancel(ticket);
    release.set_value();
    bool later = false;
    service.ask(
        Lane::Search, this, [](LogSource &) { return base::Result<int>(2); },
        [&later](const base::Result<int> &) { later = true; });
    QTRY_VERIFY(later);
    QVERIFY(noticed);
    QVERIFY(!answered);
}

void TestLogService::anUnstartedQuestionNeverRuns()
{
    LogService service(openFake());
    std::promise<void> release;
    service.ask(
        Lane::Pages, this,
        [&release](LogSource &) {
            release.get_future().wait();
            return base::Result<int>(1);
        },
        [](const base::Result<int> &) {});
    bool ran = false;
    LogTicket ticket = service.ask(
        Lane::Pages, this,
        [&ran](LogSource &) {
            ran = true;
            return base::Result<int>(1);
        },
        [](const base::Result<int> &) {});
    service.cancel(ticket);
    release.set_value();
    bool last = false;
    service.ask(
        Lane::Pages, this, [](LogSource &) { return base::Result<int>(1); },
        [&last](const base::Result<int> &) { last = true; });
    QTRY_VERIFY(last);
    QVERIFY(!ran);
}

void TestLogService::anAskerThatIsGoneGetsNothing()
{
    LogService service(openFake());
    auto asker = std::make_unique<QObject>();
    bool answered = false;
    service.ask(
        Lane::Pages, asker.get(), [](LogSource &) { return base::Result<int>(1); },
        [&answered](const base::Result<int> &) { answered = true; });
    asker.reset();
    bool last = false;
    service.ask(
        Lane::Pages, this, [](LogSource &) { return base::Result<int>(1); },
        [&last](const base::Result<int> &) { last = true; });
    QTRY_VERIFY(last);
    QVERIFY(!answered);
}

void TestLogService::onlyTheLatestQuestionIsAnswered()
{
    LogService service(openFake());
    QVector<int> answers;
    LatestQuestion latest(service);
    for (int i = 0; i < 5; ++i) {
        latest.ask(
            Lane::Dashboard, this, [i](LogSource &) { return base::Result<int>(i); },
            [&answers](base::Result<int> value) { answers.append(*value); });
    }
    QTRY_COMPARE(answers, QVector<int>{ 4 });
    QTRY_VERIFY(!latest.isActive());
}

void TestLogService::aLogThatCannotBeOpenedAnswersWithItsError()
{
    LogService service([]() -> base::Result<std::unique_ptr<LogSource>> {
        return base::failure(base::ErrorCode::Unreadable, "The log is not there.");
    });
    QString message;
    service.ask(
        Lane::Pages, this, [](LogSource &log) { return log.newestId(); },
        [&message](const base::Result<std::int64_t> &id) {
            message = id ? QString() : QString::fromStdString(id.error().message);
        });
    QTRY_COMPARE(message, QStringLiteral("The log is not there."));
}

QTEST_GUILESS_MAIN(TestLogService)
#include "tst_log_service.moc"
