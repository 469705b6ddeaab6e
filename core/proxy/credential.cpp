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

/** How often a byte is met in prose and JSON, roughly: capitals, digits and signs stand in keys more than there. */
int commonness(char c)
{
    if (c >= 'a' && c <= 'z')
        return 2;
    return c == ' ' || c == '"' || c == ',' || c == ':' ? 3 : 1;
}

/** std::string_view::find, but the byte that it looks for first is a rare one of the key's, not its first. */
std::size_t findSecret(std::string_view text, std::string_view secret, std::size_t from)
{
    const auto rarest = std::min_element(
        secret.begin(), secret.end(), [](char a, char b) { return commonness(a) < commonness(b); });
    const auto offset = static_cast<std::size_t>(rarest - secret.begin());
    for (std::size_t at = text.find(*rarest, from + offset); at != std::string_view::npos;
         at = text.find(*rarest, at + 1)) {
        if (text.substr(at - offset, secret.size()) == secret)
            return at - offset;
    }
    return std::string_view::npos;
}

} // namespace

bool isKeyField(std::string_view name)
{
    return contains(keyFields, name);
}

bool isKeyParameter(std::string_view name)
{
    return contains(keyParameters, name);
}

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
        std::size_t at = findSecret(text, secret, 0);
        for (; at != std::string::npos; at = findSecret(text, secret, at + base::redactedMark.size()))
            text.replace(at, secret.size(), base::redactedMark);
    }
    text = base::redactText(std::move(text));
}

bool holdsSecret(std::string_view text, const std::vector<std::string> &secrets)
{
    return std::any_of(secrets.begin(), secrets.end(), [&](const std::string &secret) {
        return secret.size() >= shortestSecret && findSecret(text, secret, 0) != std::string_view::npos;
    });
}

} // namespace cachescope::proxy
