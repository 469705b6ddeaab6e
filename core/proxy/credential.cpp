// SPDX-License-Identifier: MIT
#include "proxy/credential.h"

#include "base/digest.h"
#include "base/redact.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace cachescope::proxy {

using base::equalIgnoringCase;

namespace {

/** Shorter "keys" are placeholders such as "x"; blotting them out would eat ordinary text. */
constexpr std::size_t shortestSecret = 8;
constexpr std::array<std::string_view, 4> keyFields{ "authorization", "x-api-key", "x-goog-api-key", "api-key" };
constexpr std::array<std::string_view, 4> keyParameters{ "key", "api_key", "api-key", "access_token" };

template <std::size_t N> bool contains(const std::array<std::string_view, N> &names, std::string_view name)
{
    return std::any_of(
        names.begin(), names.end(), [&](std::string_view known) { return equalIgnoringCase(known, name); });
}

/** Calls `visit(name, value)` for each parameter of the target's query. Views into `target`. */
template <typename Visitor> void visitQuery(std::string_view target, Visitor visit)
{
    const std::size_t question = target.find('?');
    if (question == std::string_view::npos)
        return;
    std::string_view rest = target.substr(question + 1);
    while (!rest.empty()) {
        const std::size_t end = rest.find('&');
        const std::string_view parameter = rest.substr(0, end);
        const std::size_t equals = parameter.find('=');
        if (equals != std::string_view::npos)
            visit(parameter.substr(0, equals), parameter.substr(equals + 1));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
}

} // namespace

CallerKeys::CallerKeys(const http::RequestHead &head)
{
    for (const http::Field field : head.fields)
        addField(field);
    visitQuery(head.target, [this](std::string_view name, std::string_view value) {
        if (contains(keyParameters, name))
            add(name, value);
    });
}

void CallerKeys::addField(const http::Field &field)
{
    if (!contains(keyFields, field.name) || field.value.empty())
        return;
    std::string_view value = field.value;
    if (const std::size_t blank = value.find(' ');
        blank != std::string_view::npos && equalIgnoringCase(field.name, keyFields.front()))
        value = base::trim(value.substr(blank));
    add(base::toLower(field.name), value);
}

void CallerKeys::add(std::string_view place, std::string_view value)
{
    m_text.append(place);
    m_text.push_back('\0');
    m_text.append(value);
    m_text.push_back('\0');
    m_values.push_back(value);
}

const std::string &CredentialHasher::hash(const CallerKeys &keys)
{
    if (keys.fingerprintText() != m_lastKeys.reveal()) {
        m_lastKeys = base::Secret(keys.fingerprintText());
        m_lastHash = keys.empty() ? std::string{}
                                  : base::toHex(base::hmacSha256(m_hashKey.reveal(), keys.fingerprintText()));
    }
    return m_lastHash;
}

void hideSecrets(std::string &text, const std::vector<std::string> &secrets)
{
    for (const std::string &secret : secrets) {
        if (secret.size() < shortestSecret)
            continue;
        std::size_t at = text.find(secret);
        for (; at != std::string::npos; at = text.find(secret, at + base::redactedMark.size()))
            text.replace(at, secret.size(), base::redactedMark);
    }
    text = base::redactText(std::move(text));
}

bool holdsSecret(std::string_view text, const std::vector<std::string> &secrets)
{
    return std::any_of(secrets.begin(), secrets.end(), [&](const std::string &secret) {
        return secret.size() >= shortestSecret && text.find(secret) != std::string_view::npos;
    });
}

} // namespace cachescope::proxy
