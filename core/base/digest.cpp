// SPDX-License-Identifier: MIT
#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <cstdlib>

namespace cachescope::base {

namespace {

const EVP_MD *sha256Method()
{
    // Fetched once: EVP_sha256() alone makes OpenSSL 3 look the method up again for every digest.
    static EVP_MD *const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return method;
}

struct ContextDeleter
{
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, ContextDeleter>;

EVP_MD_CTX *threadContext()
{
    thread_local const Context context(EVP_MD_CTX_new());
    return context.get();
}

} // namespace

Digest sha256(std::string_view data)
{
    Digest digest{};
    EVP_MD_CTX *context = threadContext();
    EVP_DigestInit_ex2(context, sha256Method(), nullptr);
    EVP_DigestUpdate(context, data.data(), data.size());
    EVP_DigestFinal_ex(context, digest.data(), nullptr);
    return digest;
}

Digest hmacSha256(std::string_view key, std::string_view data)
{
    Digest digest{};
    unsigned int size = 0;
    HMAC(
        EVP_sha256(), key.data(), static_cast<int>(key.size()),
        reinterpret_cast<const unsigned char *>(data.data()), data.size(), digest.data(), &size);
    return digest;
}

struct Sha256::State
{
    Context context{ EVP_MD_CTX_new() };
};

Sha256::Sha256()
    : m_state(std::make_unique<State>())
{
    EVP_DigestInit_ex2(m_state->context.get(), sha256Method(), nullptr);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256 &&) noexcept = default;
Sha256 &Sha256::operator=(Sha256 &&) noexcept = default;

void Sha256::add(std::string_view data)
{
    EVP_DigestUpdate(m_state->context.get(), data.data(), data.size());
}

void Sha256::addField(std::string_view data)
{
    std::array<char, 8> length{};
    std::uint64_t size = data.size();
    for (char &byte : length) {
        byte = static_cast<char>(size & 0xff);
        size >>= 8;
    }
    add({ length.data(), length.size() });
    add(data);
}

Digest Sha256::finish()
{
    Digest digest{};
    EVP_DigestFinal_ex(m_state->context.get(), digest.data(), nullptr);
    EVP_DigestInit_ex2(m_state->context.get(), sha256Method(), nullptr);
    return digest;
}

std::string toHex(const std::uint8_t *data, std::size_t size)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(size * 2);
    for (std::size_t i = 0; i < size; ++i) {
        text.push_back(digits[data[i] >> 4]);
        text.push_back(digits[data[i] & 0xf]);
    }
    return text;
}

std::optional<std::string> fromHex(std::string_view hex)
{
    if (hex.size() % 2 != 0)
        return {};
    const auto value = [](char c) -> int {
        if (c >= '0' && c <= '9')
            return c - '0';
        if (c >= 'a' && c <= 'f')
            return c - 'a' + 10;
        if (c >= 'A' && c <= 'F')
            return c - 'A' + 10;
        return -1;
    };
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = value(hex[i]);
        const int low = value(hex[i + 1]);
        if (high < 0 || low < 0)
            return {};
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    return bytes;
}

bool equalConstantTime(std::string_view a, std::string_view b)
{
    // The length may show: tokens of one kind have one length.
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string randomBytes(std::size_t count)
{
    std::string bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char *>(bytes.data()), static_cast<int>(count)) != 1)
        std::abort(); // A system without randomness cannot keep a secret.
    return bytes;
}

} // namespace cachescope::base
