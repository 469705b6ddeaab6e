// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cachescope::requestlog {

/**
 * A mergeable histogram of durations in microseconds with 16 buckets an octave, as HdrHistogram has them: values
 * below 32 are exact, others off by at most 1/32 (3.125 %). Kept sparse: real latencies fill some dozens of
 * buckets. Merging is exact, so percentiles of a day are those of its calls, not an average of hours.
 */
class Histogram
{
public:
    /** Negative values mean "did not happen" and are left out. */
    void add(std::int64_t micros);
    void merge(const Histogram &other);
    std::int64_t count() const { return m_count; }
    /** The value that `share` (0 to 1) of all values do not exceed, by nearest rank; -1 when empty. */
    std::int64_t percentile(double share) const;

    /** Varint pairs of bucket distance and count: some bytes for each bucket in use. */
    std::string toBlob() const;
    /** Nothing when the blob is damaged. */
    static std::optional<Histogram> fromBlob(std::string_view blob);

    friend bool operator==(const Histogram &, const Histogram &) = default;

private:
    using Bucket = std::pair<std::uint32_t, std::int64_t>; // index and count
    std::vector<Bucket> m_buckets; // ascending by index, counts above zero
    std::int64_t m_count = 0;
};

} // namespace cachescope::requestlog
