// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "cache/entry.h"

#include <string>
#include <string_view>

namespace cachescope::cache {

/**
 * The secrets of a team that shares a cache, made from one team key. Who has the team key can read what the team
 * stores; the server that holds it, and who reads its network, can not. A plain value.
 */
struct TeamSecrets
{
    base::Secret seal; ///< Of the entries.
    base::Secret name; ///< Of the names that entries have on the server.
    base::Secret credential; ///< For the keyed hash of callers' credentials, in place of the installation's own.

    /** InvalidInput for a key under 32 characters (`openssl rand -base64 32` makes one of 44). */
    static base::Result<TeamSecrets> from(const base::Secret &teamKey);
};

/** How all names on the server begin, for the rights of the user there. */
inline constexpr std::string_view sharedNamePrefix = "cachescope:1:";

/** The name of an entry on the server: says nothing of the question to who has no team key. */
std::string sealedName(const base::Digest &canonical, const TeamSecrets &secrets);

/**
 * An entry as one sealed text: CBOR (RFC 8949), zstd, AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits;
 * the entry's key is its associated data, so that a value under another name does not open. Errors of OpenSSL:
 * Internal.
 */
base::Result<std::string> seal(const Entry &entry, const TeamSecrets &secrets);

/** The same for any text; `purpose` says what it is and has to be said again to open it. */
base::Result<std::string> sealText(std::string_view plain, std::string_view purpose, const TeamSecrets &secrets);
base::Result<std::string> unsealText(
    std::string_view sealed, std::string_view purpose, const TeamSecrets &secrets, std::size_t largestBytes);

/** A name on the server for something that the team has once. */
std::string sealedName(std::string_view what, const TeamSecrets &secrets);

/** The entry again, its key and its checksum compared (law 2). Corrupt for anything else than what seal() made with
 * this key for this question; `largestBytes` bounds what is unpacked. */
base::Result<Entry> unseal(
    std::string_view sealed, const base::Digest &canonical, const TeamSecrets &secrets, std::size_t largestBytes);

} // namespace cachescope::cache
