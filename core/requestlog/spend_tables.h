// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/names.h"
#include "requestlog/row.h"
#include "requestlog/spend.h"
#include "storage/database.h"

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>
#include <unordered_map>

namespace cachescope::requestlog {

inline constexpr std::int64_t quarterMicros = 900'000'000;

/** Names that `spend_name` has sums of; the numbers are those of `name.kind`. */
struct SpendName
{
    NameKind kind;
    std::int64_t RowKeys::*key;
};
inline constexpr std::array<SpendName, 6> spendNames = {
    SpendName{ NameKind::Upstream, &RowKeys::upstream },     SpendName{ NameKind::Model, &RowKeys::model },
    SpendName{ NameKind::Client, &RowKeys::client },         SpendName{ NameKind::Project, &RowKeys::project },
    SpendName{ NameKind::Credential, &RowKeys::credential }, SpendName{ NameKind::Tags, &RowKeys::tags },
};

/** Columns of a row of the spend_* tables behind its key. */
inline constexpr std::string_view spendColumnNames
    = "calls, unpriced, fresh, cache_read, cache_write, output, billed, cost_read, cost_write, cost_output, "
      "cost_unsplit, without_cache, avoided";
inline constexpr int spendColumnCount = 13;
SpendSums readSpend(const storage::Statement &statement, int firstColumn);
void bindSpend(storage::Statement &statement, int firstIndex, const SpendSums &sums);

/** Columns of `request` that `readSpendOfRow` reads, and how many. */
extern const std::string_view spendRowColumns;
SpendSums readSpendOfRow(const storage::Statement &statement, int firstColumn);

/** Collects money while a transaction's rows are written and adds it to the spend_* tables before its commit.
 * Writer thread only. */
class SpendWriter
{
public:
    void add(base::UnixMicros startedAt, const RowKeys &keys, const SpendSums &sums);
    base::Result<> write(storage::Database &database);
    void clear() { m_collected.clear(); }

private:
    struct Key
    {
        std::int64_t quarter = 0;
        RowKeys names;
        friend bool operator==(const Key &, const Key &) = default;
    };
    struct Hash
    {
        std::size_t operator()(const Key &key) const;
    };
    std::unordered_map<Key, SpendSums, Hash> m_collected;
};

} // namespace cachescope::requestlog
