// SPDX-License-Identifier: MIT
#include "requestlog/histogram.h"

#include "storage/varint.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace cachescope::requestlog {

namespace {

constexpr std::uint32_t subBuckets = 16;
constexpr std::uint32_t subBits = 4;
constexpr std::uint32_t bucketLimit = (64 - subBits) * subBuckets;

std::uint32_t bucketOf(std::uint64_t value)
{
    if (value < subBuckets)
        return static_cast<std::uint32_t>(value);
    const auto exponent = static_cast<std::uint32_t>(std::bit_width(value)) - 1 - subBits;
    return (exponent + 1) * subBuckets + static_cast<std::uint32_t>(value >> exponent) - subBuckets;
}

std::int64_t middleOf(std::uint32_t bucket)
{
    if (bucket < subBuckets)
        return bucket;
    const std::uint32_t exponent = bucket / subBuckets - 1;
    const std::uint64_t low = std::uint64_t{ subBuckets + bucket % subBuckets } << exponent;
    return static_cast<std::int64_t>(low + ((std::uint64_t{ 1 } << exponent) >> 1));
}

} // namespace

void Histogram::add(std::int64_t micros)
{
    if (micros < 0)
        return;
    const std::uint32_t index = bucketOf(static_cast<std::uint64_t>(micros));
    const auto at = std::lower_bound(
        m_buckets.begin(), m_buckets.end(), index,
        [](const Bucket &bucket, std::uint32_t wanted) { return bucket.first < wanted; });
    if (at != m_buckets.end() && at->first == index)
        ++at->second;
    else
        m_buckets.insert(at, { index, 1 });
    ++m_count;
}

void Histogram::merge(const Histogram &other)
{
    if (other.m_buckets.empty())
        return;
    std::vector<Bucket> merged;
    merged.reserve(m_buckets.size() + other.m_buckets.size());
    auto mine = m_buckets.begin();
    for (const Bucket &theirs : other.m_buckets) {
        while (mine != m_buckets.end() && mine->first < theirs.first)
            merged.push_back(*mine++);
        if (mine != m_buckets.end() && mine->first == theirs.first)
            merged.emplace_back(theirs.first, theirs.second + (mine++)->second);
        else
            merged.push_back(theirs);
    }
    merged.insert(merged.end(), mine, m_buckets.end());
    m_buckets = std::move(merged);
    m_count += other.m_count;
}

std::int64_t Histogram::percentile(double share) const
{
    if (m_count == 0)
        return -1;
    const auto rank = std::clamp<std::int64_t>(
        static_cast<std::int64_t>(std::ceil(share * static_cast<double>(m_count))), 1, m_count);
    std::int64_t seen = 0;
    for (const auto &[index, count] : m_buckets) {
        seen += count;
        if (seen >= rank)
            return middleOf(index);
    }
    return -1;
}

std::string Histogram::toBlob() const
{
    std::string blob;
    std::uint32_t previous = 0;
    for (const auto &[index, count] : m_buckets) {
        storage::appendVarint(blob, index - previous);
        storage::appendVarint(blob, static_cast<std::uint64_t>(count));
        previous = index;
    }
    return blob;
}

std::optional<Histogram> Histogram::fromBlob(std::string_view blob)
{
    Histogram histogram;
    std::uint64_t index = 0;
    while (!blob.empty()) {
        const auto distance = storage::takeVarint(blob);
        const auto count = blob.empty() ? std::nullopt : storage::takeVarint(blob);
        const bool first = histogram.m_buckets.empty();
        if (!distance || !count || *distance > bucketLimit || (*distance == 0 && !first) || *count == 0
            || *count > (std::uint64_t{ 1 } << 48))
            return {};
        index += *distance;
        if (index >= bucketLimit)
            return {};
        histogram.m_buckets.emplace_back(static_cast<std::uint32_t>(index), static_cast<std::int64_t>(*count));
        histogram.m_count += static_cast<std::int64_t>(*count);
    }
    return histogram;
}

} // namespace cachescope::requestlog
