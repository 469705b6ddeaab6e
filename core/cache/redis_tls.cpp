// SPDX-License-Identifier: MIT
#include "cache/redis_tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <array>
#include <map>
#include <mutex>
#include <string>

namespace cachescope::cache {

namespace {

using ContextPointer = std::shared_ptr<SSL_CTX>;

tl::unexpected<base::Error> fail(const std::string &what)
{
    return base::failure(base::ErrorCode::Unavailable, what);
}

/** OpenSSL's own words for the newest of its errors; the others are forgotten. */
std::string newestError()
{
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    const char *const words = code == 0 ? nullptr : ERR_reason_error_string(code);
    return words == nullptr ? "unknown error" : words;
}

base::Result<ContextPointer> makeContext(const RedisAddress &address)
{
    ContextPointer context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    if (!context)
        return fail("TLS cannot be used: " + newestError() + '.');
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    const bool trusted = address.caFile.empty()
        ? SSL_CTX_set_default_verify_paths(context.get()) == 1
        : SSL_CTX_load_verify_locations(context.get(), address.caFile.c_str(), nullptr) == 1;
    if (!trusted)
        return fail("no certificates can be read from " + address.caFile + " (?ca=): " + newestError() + '.');
    if (address.certificateFile.empty())
        return context;
    if (SSL_CTX_use_certificate_chain_file(context.get(), address.certificateFile.c_str()) != 1)
        return fail(
            "no certificate can be read from " + address.certificateFile + " (?cert=): " + newestError() + '.');
    if (SSL_CTX_use_PrivateKey_file(context.get(), address.keyFile.c_str(), SSL_FILETYPE_PEM) != 1)
        return fail(
            "no key that fits the certificate can be read from " + address.keyFile + " (?key=): " + newestError()
            + '.');
    return context;
}

/** One for all connections with the same files, as long as one is open: reading the system's certificates takes
 * milliseconds and megabytes. */
base::Result<ContextPointer> contextFor(const RedisAddress &address)
{
    static std::mutex mutex;
    static std::map<std::array<std::string, 3>, std::weak_ptr<SSL_CTX>> contexts;
    const std::array files{ address.caFile, address.certificateFile, address.keyFile };
    const std::scoped_lock lock(mutex);
    if (ContextPointer known = contexts[files].lock())
        return known;
    auto made = makeContext(address);
    if (made)
        contexts[files] = *made;
    return made;
}

bool isIpAddress(const std::string &host)
{
    std::array<unsigned char, sizeof(in6_addr)> buffer{};
    return ::inet_pton(AF_INET, host.c_str(), buffer.data()) == 1
        || ::inet_pton(AF_INET6, host.c_str(), buffer.data()) == 1;
}

/** Keeps the shared context alive as long as a session has it: OpenSSL's own count does not reach our map. */
void keepContext(SSL *session, ContextPointer context)
{
    static const int index = SSL_get_ex_new_index(
        0, nullptr, nullptr, nullptr, [](void *, void *held, CRYPTO_EX_DATA *, int, long, void *) {
            delete static_cast<ContextPointer *>(held);
        });
    SSL_set_ex_data(session, index, new ContextPointer(std::move(context)));
}

} // namespace

void TlsSessionCloser::operator()(SSL *session) const
{
    SSL_free(session);
}

base::Result<TlsSession> openTlsSession(const RedisNode &node, const RedisAddress &address)
{
    auto context = contextFor(address);
    if (!context)
        return tl::unexpected(context.error());
    TlsSession session(SSL_new(context->get()));
    if (!session)
        return fail("TLS cannot be used: " + newestError() + '.');
    keepContext(session.get(), std::move(*context));
    const bool named = isIpAddress(node.host)
        ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session.get()), node.host.c_str()) == 1
        : SSL_set1_host(session.get(), node.host.c_str()) == 1
            && SSL_set_tlsext_host_name(session.get(), node.host.c_str()) == 1;
    if (!named)
        return fail("its name cannot be checked: " + newestError() + '.');
    return session;
}

base::Error tlsError(SSL *session)
{
    const long verdict = SSL_get_verify_result(session);
    const std::string why = newestError();
    if (verdict == X509_V_OK)
        return { base::ErrorCode::Unavailable, "TLS failed: " + why + '.' };
    std::string advice;
    if (verdict == X509_V_ERR_HOSTNAME_MISMATCH || verdict == X509_V_ERR_IP_ADDRESS_MISMATCH)
        advice = " It is for another name than cache.store has.";
    else if (verdict != X509_V_ERR_CERT_HAS_EXPIRED && verdict != X509_V_ERR_CERT_NOT_YET_VALID)
        advice = " Name its issuer with ?ca=FILE.";
    return { base::ErrorCode::Unavailable,
             std::string("its certificate is refused: ") + X509_verify_cert_error_string(verdict) + '.' + advice };
}

} // namespace cachescope::cache
