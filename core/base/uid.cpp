// SPDX-License-Identifier: MIT
#include "base/uid.h"

#include <random>

namespace cachescope::base {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t textLength = 26;

/** Not a secret, only unique: seeded once per thread from the system, then no system call per id. */
std::uint64_t randomWord()
{
    thread_local std::mt19937_64 engine([] {
        std::random_device device;
        std::seed_seq seed{ device(), device(), device(), device(), device(), device() };
        return std::mt19937_64(seed);
    }());
    return engine();
}

} // namespace

Uid Uid::create(UnixMicros now)
{
    Uid uid;
    auto millis = static_cast<std::uint64_t>(now / 1000);
    for (std::size_t i = 6; i-- > 0;) {
        uid.bytes[i] = static_cast<std::uint8_t>(millis & 0xff);
        millis >>= 8;
    }
    std::uint64_t word = randomWord();
    for (std::size_t i = 6; i < 14; ++i) {
        uid.bytes[i] = static_cast<std::uint8_t>(word & 0xff);
        word >>= 8;
    }
    word = randomWord();
    uid.bytes[14] = static_cast<std::uint8_t>(word & 0xff);
    uid.bytes[15] = static_cast<std::uint8_t>((word >> 8) & 0xff);
    return uid;
}

UnixMicros Uid::time() const
{
    UnixMicros millis = 0;
    for (std::size_t i = 0; i < 6; ++i)
        millis = (millis << 8) | bytes[i];
    return millis * 1000;
}

std::string Uid::toString() const
{
    // 128 bits in 26 digits of 5 bits: the first digit holds the top 3 bits.
    std::string text(textLength, '0');
    unsigned int buffer = 0;
    int bits = 0;
    std::size_t out = textLength;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        buffer |= static_cast<unsigned int>(bytes[i]) << bits;
        bits += 8;
        while (bits >= 5) {
            text[--out] = alphabet[buffer & 31];
            buffer >>= 5;
            bits -= 5;
        }
    }
    text[--out] = alphabet[buffer & 31];
    return text;
}

std::optional<Uid> Uid::parse(std::string_view text)
{
    if (text.size() != textLength)
        return {};
    Uid uid;
    unsigned int buffer = 0;
    int bits = 0;
    std::size_t out = uid.bytes.size();
    for (std::size_t i = textLength; i-- > 0;) {
        char c = text[i];
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
        const std::size_t value = alphabet.find(c);
        if (value == std::string_view::npos)
            return {};
        buffer |= static_cast<unsigned int>(value) << bits;
        bits += 5;
        if (bits >= 8 && out > 0) {
            uid.bytes[--out] = static_cast<std::uint8_t>(buffer & 0xff);
            buffer >>= 8;
            bits -= 8;
        }
    }
    if (buffer != 0)
        return {};
    return uid;
}

} // namespace cachescope::base
