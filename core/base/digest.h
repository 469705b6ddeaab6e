// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::base {

/** A SHA-256 value. */
using Digest = std::array<std::uint8_t, 32>;

/** SHA-256 of `data` by OpenSSL (hardware instructions where the machine has them). Thread-safe. */
Digest sha256(std::string_view data);

/** HMAC-SHA-256 (RFC 2104). */
Digest hmacSha256(std::string_view key, std::string_view data);

/** SHA-256 of data that comes in pieces. One owner; not thread-safe. */
class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256 &&) noexcept;
    Sha256 &operator=(Sha256 &&) noexcept;
    void add(std::string_view data);
    /** Adds a length (8 bytes, little endian) and then the bytes, so that neighbouring fields cannot run together.
     */
    void addField(std::string_view data);
    /** Ends the digest; the object can be used again for a new one afterwards. */
    Digest finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

std::string toHex(const std::uint8_t *data, std::size_t size);
inline std::string toHex(const Digest &digest)
{
    return toHex(digest.data(), digest.size());
}
std::optional<std::string> fromHex(std::string_view hex);

/** Compares without telling by its run time where the first difference is. For tokens and credentials. */
bool equalConstantTime(std::string_view a, std::string_view b);

/** `count` bytes from the system's random source. */
std::string randomBytes(std::size_t count);

/** Hash functor for containers keyed by Digest (takes its first eight bytes). */
struct DigestHash
{
    std::size_t operator()(const Digest &digest) const noexcept
    {
        std::size_t value = 0;
        for (std::size_t i = 0; i < sizeof value; ++i)
            value = (value << 8) | digest[i];
        return value;
    }
};

} // namespace cachescope::base
