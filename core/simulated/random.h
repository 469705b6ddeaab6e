// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <string_view>

namespace cachescope::simulated {

/** Mixes two 64-bit values into one (finaliser of SplitMix64). */
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b)
{
    std::uint64_t z = a + 0x9e3779b97f4a7c15ULL + (b ^ (b >> 31)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

/** A hash of text that is the same in every run (FNV-1a over words of eight bytes, then mixed). */
inline std::uint64_t hashText(std::string_view text, std::uint64_t seed = 0)
{
    std::uint64_t hash = mix(seed, text.size());
    while (text.size() >= 8) {
        std::uint64_t word = 0;
        __builtin_memcpy(&word, text.data(), 8);
        hash = mix(hash, word);
        text.remove_prefix(8);
    }
    for (const char c : text)
        hash = mix(hash, static_cast<unsigned char>(c));
    return hash;
}

/** A small generator whose numbers depend on the seed alone, on every machine (the standard's distributions do
 * not). */
class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_state(seed)
    { }
    std::uint64_t next() { return mix(m_state++, 0x5851f42d4c957f2dULL); }
    /** 0 <= x < 1 */
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    /** 0 <= x < bound; bound > 0 */
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
    std::int64_t between(std::int64_t low, std::int64_t high)
    {
        return low + static_cast<std::int64_t>(below(static_cast<std::size_t>(high - low + 1)));
    }
    bool chance(double probability) { return unit() < probability; }
    /** Log-normal with this median; `sigma` is the spread of the logarithm (Box-Muller). */
    double logNormal(double median, double sigma)
    {
        const double radius = std::sqrt(-2.0 * std::log(1.0 - unit()));
        return median * std::exp(sigma * radius * std::cos(6.283185307179586 * unit()));
    }
    /** Exponentially distributed with this mean: gaps between independent events. */
    double exponential(double mean) { return -mean * std::log(1.0 - unit()); }
    template <typename Container> const auto &pick(const Container &container)
    {
        return container[below(container.size())];
    }

private:
    std::uint64_t m_state;
};

} // namespace cachescope::simulated
