// SPDX-License-Identifier: MIT
#include "requestlog/annotations.h"

#include <algorithm>

namespace cachescope::requestlog {

namespace {

using base::Result;
using storage::Database;
using storage::Statement;

/** One kind's question: at, end, subject, before, after, count, undone. */
struct Source
{
    AnnotationKind kind;
    const char *sql;
};
constexpr Source sources[] = {
    { AnnotationKind::Setting,
      "SELECT at, 0, subject, before, after, 0, 0 FROM annotation WHERE kind = 1 AND at >= ?1 AND at < ?2 "
      "ORDER BY at DESC LIMIT ?3" },
    { AnnotationKind::Prices,
      "SELECT at, 0, subject, before, after, 0, 0 FROM annotation WHERE kind = 2 AND at >= ?1 AND at < ?2 "
      "ORDER BY at DESC LIMIT ?3" },
    { AnnotationKind::Prices,
      "SELECT finished_at, 0, origin, '', book, calls, 0 FROM repricing WHERE finished_at >= ?1 AND finished_at < "
      "?2 "
      "ORDER BY finished_at DESC LIMIT ?3" },
    { AnnotationKind::Invalidation,
      "SELECT at, 0, origin, '', selector, entries, undone_at > 0 FROM invalidation WHERE at >= ?1 AND at < ?2 "
      "AND entries > 0 ORDER BY at DESC LIMIT ?3" },
    { AnnotationKind::Alert,
      "SELECT began_at, ended_at, rule, '', entity, 0, 0 FROM alert_episode WHERE began_at >= ?1 AND began_at < ?2 "
      "ORDER BY began_at DESC LIMIT ?3" },
};

Result<> insert(Database &database, const std::string &uid, const Annotation &annotation)
{
    auto statement = database.cached("INSERT OR IGNORE INTO annotation (uid, at, kind, subject, before, after) "
                                     "VALUES (?, ?, ?, ?, ?, ?)");
    if (!statement)
        return tl::unexpected(statement.error());
    Statement &row = **statement;
    row.bind(1, std::string_view(uid));
    row.bind(2, annotation.at);
    row.bind(3, static_cast<std::int64_t>(annotation.kind));
    row.bind(4, std::string_view(annotation.subject));
    row.bind(5, std::string_view(annotation.before));
    row.bind(6, std::string_view(annotation.after));
    return row.run();
}

} // namespace

void writeAnnotation(storage::WriteQueue &queue, const std::string &uid, Annotation annotation)
{
    const auto bytes = static_cast<std::int64_t>(
        sizeof annotation + annotation.subject.size() + annotation.before.size() + annotation.after.size());
    queue.submit(
        [uid, annotation = std::move(annotation)](Database &database) { return insert(database, uid, annotation); },
        bytes);
}

void noteBookInForce(storage::WriteQueue &queue, const std::string &book, base::UnixMicros now)
{
    queue.submit(
        [book, now](Database &database) -> Result<> {
            auto newest = database.prepare(
                "SELECT after FROM annotation WHERE kind = 2 AND subject = 'book' ORDER BY id DESC LIMIT 1");
            if (!newest)
                return tl::unexpected(newest.error());
            const bool known = newest->step();
            const std::string before(known ? newest->text(0) : std::string_view());
            if (!newest->ok())
                return tl::unexpected(newest->error());
            newest->reset();
            if (known && before == book)
                return {};
            // The first one of a log is no change: it stands before all charts.
            const base::UnixMicros at = known ? now : 0;
            return insert(
                database, "book " + book + ' ' + std::to_string(at),
                { at, 0, AnnotationKind::Prices, "book", before, book, 0, false });
        },
        static_cast<std::int64_t>(book.size()) + 64);
}

Result<std::vector<Annotation>> readAnnotations(Database &database, TimeRange range, std::size_t limit)
{
    std::vector<Annotation> all;
    for (const Source &source : sources) {
        auto statement = database.prepare(source.sql);
        if (!statement)
            return tl::unexpected(statement.error());
        statement->bind(1, range.begin);
        statement->bind(2, range.end);
        statement->bind(3, static_cast<std::int64_t>(limit));
        while (statement->step())
            all.push_back({ statement->integer(0), statement->integer(1), source.kind,
                            std::string(statement->text(2)), std::string(statement->text(3)),
                            std::string(statement->text(4)), statement->integer(5), statement->integer(6) != 0 });
        if (!statement->ok())
            return tl::unexpected(statement->error());
    }
    std::stable_sort(all.begin(), all.end(), [](const Annotation &a, const Annotation &b) { return a.at < b.at; });
    return all;
}

} // namespace cachescope::requestlog
