// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/names.h"
#include "requestlog/record.h"
#include "requestlog/sums.h"
#include "requestlog/text_blocks.h"
#include "storage/database.h"

#include <cstdint>
#include <string>

namespace cachescope::requestlog {

/** Bits of `request.flags`. Stored: never renumber. */
namespace RowFlag {
inline constexpr std::int64_t stream = 1;
inline constexpr std::int64_t stored = 2;
inline constexpr std::int64_t toolCalls = 4;
inline constexpr std::int64_t pinned = 8;
inline constexpr std::int64_t responseTruncated = 16;
inline constexpr std::int64_t usageInconsistent = 32;
inline constexpr int usageSourceShift = 6; ///< Two bits: providers::UsageSource.
inline constexpr int reasonShift = 8; ///< Five bits: MissReason.
inline constexpr std::int64_t reasonMask = 31;
} // namespace RowFlag

/** `request.request_body` and `response_body`: a body's id, 0 when there was none, or this when it was cleaned up.
 */
inline constexpr std::int64_t bodyCleanedUp = -1;

/** The numbers of the names in a row that sums are keyed by. */
struct RowKeys
{
    std::int64_t upstream = 0, model = 0, project = 0;
    std::int64_t client = 0, session = 0, credential = 0, tags = 0; ///< For sums of money only.
    std::int64_t reason = 0; ///< MissReason, where somebody asked for it; no part of any key that is stored.
    friend bool operator==(const RowKeys &, const RowKeys &) = default;
};

/** Writes rows of `request` and `request_detail`. Writer thread only. */
class RowWriter
{
public:
    RowWriter(NameWriter &names, TextBlockWriter &texts)
        : m_names(names)
        , m_texts(texts)
    { }
    /** A row in state Open; nothing happens if the call has a row already. */
    base::Result<> insertOpen(storage::Database &database, const CallStart &start);
    enum class Written
    {
        Now,
        Before
    };
    /** Makes the row an ended one, whether or not it was opened. Before: it had ended already (the job ran twice).
     */
    base::Result<Written> finish(
        storage::Database &database, const CallStart &start, const CallEnd &end, RowKeys &keys);

private:
    /** Ids of the contents. */
    struct Bodies
    {
        std::int64_t request = 0, response = 0;
    };
    base::Result<> bindNames(
        storage::Database &database, storage::Statement &statement, int firstIndex, const CallStart &start,
        const CallEnd &end);
    base::Result<bool> execute(
        storage::Database &database, std::string_view sql, const CallStart &start, const CallEnd &end,
        const Bodies &bodies);
    base::Result<> writeDetail(
        storage::Database &database, std::string_view sql, const CallStart &start, const CallEnd &end);
    static base::Result<Bodies> putBodies(storage::Database &database, const CallEnd &end);
    static base::Result<> releaseBodies(storage::Database &database, const Bodies &bodies);

    NameWriter &m_names;
    TextBlockWriter &m_texts;
    RowKeys m_keys;
};

/** Columns of `request` that a record is read from, to be selected in this order. */
extern const std::string_view rowColumns;
/** A record from a statement that selects `rowColumns` and, behind them, `detailColumns`. */
base::Result<CallRecord> readRow(
    storage::Database &database, NameReader &names, const storage::Statement &statement);
/** Columns of `request_detail AS d` that a record is read from. */
extern const std::string_view detailColumns;

/** What sums need, in the order of `figureColumns`: cheaper than a record. */
extern const std::string_view figureColumns;
inline constexpr int figureColumnCount = 17;
CallFigures readFigures(const storage::Statement &statement, int firstColumn);

/** Both heads as one compressed value, and back; a damaged value is an error. */
std::string packHeads(std::string_view requestHead, std::string_view responseHead);
struct Heads
{
    std::string request, response;
};
base::Result<Heads> unpackHeads(std::string_view packed);

} // namespace cachescope::requestlog
