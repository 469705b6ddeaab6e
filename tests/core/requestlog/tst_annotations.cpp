// SPDX-License-Identifier: MIT
#include "log_fixture.h"
#include "requestlog/annotations.h"

namespace cachescope::requestlog {

class AnnotationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gathersAllKindsInOrder();
    void aBookIsNotedWhenItChanges();
    void aJobThatRunsTwiceWritesOnce();
};

#ifndef Q_MOC_RUN

void AnnotationsTest::gathersAllKindsInOrder()
{
    LogFixture log;
    writeAnnotation(log.queue(), "a", { 300, 0, AnnotationKind::Setting, "cache.ttl_s", "", "600", 0, false });
    writeAnnotation(log.queue(), "b", { 900, 0, AnnotationKind::Setting, "cache.ttl_s", "", "60", 0, false });
    log.queue().submit(
        [](storage::Database &database) {
            return database.execute(
                "INSERT INTO alert_episode VALUES (1, 'Reads', 'session x', 100, 150, 1, 0.5, 0.6);"
                "INSERT INTO invalidation (uid, at, undo_until, undone_at, action, selector, origin, entries, "
                "bytes, "
                "pinned_kept, per_week, unpriced, restored) VALUES ('u', 200, 0, 0, 0, '{}', 'window', 214, 0, 0, "
                "0, "
                "0, 0), ('v', 250, 0, 0, 0, '{}', 'window', 0, 0, 0, 0, 0, 0)");
        },
        1);
    log.drain();
    auto database = storage::Database::open(log.path(), storage::OpenMode::ReadOnly);
    const auto found = readAnnotations(*database, { 100, 500 });
    QVERIFY2(found.has_value(), found ? "" : found.error().message.c_str());
    QCOMPARE(found->size(), std::size_t{ 3 }); // An invalidation of nothing is none.
    QVERIFY(found->at(0).kind == AnnotationKind::Alert && found->at(0).end == 150);
    QVERIFY(found->at(1).kind == AnnotationKind::Invalidation && found->at(1).count == 214);
    QVERIFY(found->at(2).kind == AnnotationKind::Setting && found->at(2).after == "600");
}

void AnnotationsTest::aBookIsNotedWhenItChanges()
{
    LogFixture log;
    for (const char *book : { "2026-10-01", "2026-10-01", "2026-11-01", "2026-11-01" }) {
        noteBookInForce(log.queue(), book, log.clock().wall());
        log.clock().advance(std::chrono::hours(1));
        log.drain();
    }
    auto database = storage::Database::open(log.path(), storage::OpenMode::ReadOnly);
    const auto found = readAnnotations(*database, { 1, log.clock().wall() });
    QCOMPARE(found->size(), std::size_t{ 1 });
    QCOMPARE(found->front().before, std::string("2026-10-01"));
    QCOMPARE(found->front().after, std::string("2026-11-01"));
}

void AnnotationsTest::aJobThatRunsTwiceWritesOnce()
{
    LogFixture log;
    for (int i = 0; i < 2; ++i)
        writeAnnotation(log.queue(), "same", { 5, 0, AnnotationKind::Setting, "log.days", "", "7", 0, false });
    log.drain();
    QCOMPARE(log.count("SELECT count(*) FROM annotation"), 1);
}

#endif

} // namespace cachescope::requestlog

QTEST_GUILESS_MAIN(cachescope::requestlog::AnnotationsTest)
#include "tst_annotations.moc"
