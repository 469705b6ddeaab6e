// SPDX-License-Identifier: MIT
#pragma once

#include "base/secret.h"
#include "http/head.h"

#include <string>
#include <string_view>
#include <vector>

namespace cachescope::proxy {

/**
 * The keys that a request carries, in whichever of the five forms: `Authorization`, `x-api-key`, `x-goog-api-key`,
 * `api-key`, `?key=` (reliability.md, C7). Views into the head.
 */
class CallerKeys
{
public:
    explicit CallerKeys(const http::RequestHead &head);

    bool empty() const { return m_text.empty(); }
    /** All of them with their places, for a keyed hash: equal exactly when the caller showed the same keys. */
    const std::string &fingerprintText() const { return m_text; }
    /** The bare keys (a Bearer token without "Bearer"), for redaction. */
    const std::vector<std::string_view> &values() const { return m_values; }

private:
    void addField(const http::Field &field);
    void add(std::string_view place, std::string_view value);

    std::string m_text;
    std::vector<std::string_view> m_values;
};

/** Whether a field, or a parameter of the query, carries a key in one of the five forms. */
bool isKeyField(std::string_view name);
bool isKeyParameter(std::string_view name);

/** Turns keys into the keyed hash that stands for the caller; remembers the last one, for connections repeat
 * themselves. */
class CredentialHasher
{
public:
    explicit CredentialHasher(const base::Secret &hashKey)
        : m_hashKey(hashKey)
    { }
    /** 64 hex digits of HMAC-SHA-256; empty without a key. Valid until the next call. */
    const std::string &hash(const CallerKeys &keys);

private:
    const base::Secret &m_hashKey;
    base::Secret m_lastKeys;
    std::string m_lastHash;
};

/** Replaces every occurrence of the secrets, and whatever looks like a key, for what is stored. */
void hideSecrets(std::string &text, const std::vector<std::string> &secrets);
/** True when `text` holds one of the secrets: such an answer is delivered, but never kept for replay. */
bool holdsSecret(std::string_view text, const std::vector<std::string> &secrets);

} // namespace cachescope::proxy
