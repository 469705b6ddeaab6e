// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace cachescope::storage {

/** What stands in the log for a content: the first half of its SHA-256. */
using ShortDigest = std::array<std::uint8_t, 16>;

/**
 * Remembers the ids of the contents that were used last, by their digests: a table of fixed size, whose rows of
 * four give up what they have not met for longest. Answers are hints: the caller checks them against the file. One
 * thread.
 */
class DigestMemory
{
public:
    /** Room for `rows` times four; a power of two. */
    explicit DigestMemory(std::size_t rows)
        : m_rows(rows)
    { }

    std::optional<std::int64_t> find(const ShortDigest &digest)
    {
        Row &row = rowOf(digest);
        for (std::size_t i = 0; i < row.size() && row[i].id != 0; ++i) {
            if (row[i].digest == digest) {
                moveToFront(row, i);
                return row.front().id;
            }
        }
        return {};
    }

    void set(const ShortDigest &digest, std::int64_t id)
    {
        Row &row = rowOf(digest);
        std::size_t at = 0;
        while (at + 1 < row.size() && row[at].id != 0 && row[at].digest != digest)
            ++at;
        row[at] = { digest, id };
        moveToFront(row, at);
    }

    /** Something older than all that is there; forgotten at once where there is no room. */
    void addOlder(const ShortDigest &digest, std::int64_t id)
    {
        for (Slot &slot : rowOf(digest)) {
            if (slot.id == 0) {
                slot = { digest, id };
                return;
            }
        }
    }

private:
    struct Slot
    {
        ShortDigest digest{};
        std::int64_t id = 0; ///< 0: free.
    };
    using Row = std::array<Slot, 4>;

    Row &rowOf(const ShortDigest &digest)
    {
        std::size_t number = 0;
        for (std::size_t i = 0; i < sizeof number; ++i)
            number = (number << 8) | digest[i];
        return m_rows[number & (m_rows.size() - 1)];
    }
    static void moveToFront(Row &row, std::size_t from)
    {
        const Slot slot = row[from];
        for (; from > 0; --from)
            row[from] = row[from - 1];
        row.front() = slot;
    }

    std::vector<Row> m_rows;
};

} // namespace cachescope::storage
