// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/query.h"
#include "storage/write_queue.h"

#include <string>
#include <vector>

namespace cachescope::requestlog {

/** What a mark on a chart is about. The first two are stored: never renumber. */
enum class AnnotationKind : std::uint8_t
{
    Setting = 1, ///< `subject` is the path, `after` the new value where it may be shown.
    Prices = 2, ///< Another price book (`after` is its date), or calls were priced anew (`count` of them).
    Invalidation = 3, ///< `count` entries; `subject` who asked.
    Alert = 4, ///< `subject` is the rule, `after` the entity; until `end`.
};

/** Something that happened and may explain what a chart shows. */
struct Annotation
{
    base::UnixMicros at = 0;
    base::UnixMicros end = 0; ///< Alerts: when it was over; 0 while it lasts, and for all others.
    AnnotationKind kind = AnnotationKind::Setting;
    std::string subject, before, after;
    std::int64_t count = 0;
    bool undone = false; ///< Invalidations that were taken back.
};

/**
 * Queues a setting or a price book for the table `annotation`; the others are read from where they are kept. `uid`
 * keeps a job that runs twice from writing twice. Values must not be secrets.
 */
void writeAnnotation(storage::WriteQueue &queue, const std::string &uid, Annotation annotation);

/** A price book is in force: an annotation if it is another one than at the last start. */
void noteBookInForce(storage::WriteQueue &queue, const std::string &book, base::UnixMicros now);

/** All that happened in the range, oldest first; the newest `limit` of each kind. */
base::Result<std::vector<Annotation>> readAnnotations(
    storage::Database &database, TimeRange range, std::size_t limit = 200);

} // namespace cachescope::requestlog
