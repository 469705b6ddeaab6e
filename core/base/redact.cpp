// SPDX-License-Identifier: MIT
#include "base/redact.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace cachescope::base {

namespace {

constexpr bool isAlnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

constexpr bool isKeyByte(char c)
{
    return isAlnum(c) || c == '-' || c == '_';
}

/** token68 of RFC 9110, section 11.2. */
constexpr bool isToken68(char c)
{
    return isKeyByte(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
}

constexpr bool isTokenWithDots(char c)
{
    return isKeyByte(c) || c == '.';
}

/** A family of keys: how they start, what they go on with, and how many bytes at least make one. */
struct KeyShape
{
    std::string_view start;
    bool (*goesOn)(char);
    std::size_t least; ///< Bytes after `start`.
};

// The least lengths are below those of real keys, so that a key that was cut short is hidden, too.
constexpr std::array keyShapes = {
    KeyShape{ "sk-", isKeyByte, 16 },         KeyShape{ "sk_", isKeyByte, 20 },
    KeyShape{ "AIza", isKeyByte, 30 },        KeyShape{ "gsk_", isAlnum, 20 },
    KeyShape{ "xai-", isKeyByte, 20 },        KeyShape{ "pplx-", isAlnum, 20 },
    KeyShape{ "hf_", isAlnum, 20 },           KeyShape{ "ghp_", isAlnum, 20 },
    KeyShape{ "gho_", isAlnum, 20 },          KeyShape{ "ghu_", isAlnum, 20 },
    KeyShape{ "ghs_", isAlnum, 20 },          KeyShape{ "ghr_", isAlnum, 20 },
    KeyShape{ "github_pat_", isKeyByte, 20 }, KeyShape{ "glpat-", isKeyByte, 16 },
    KeyShape{ "xoxa-", isKeyByte, 10 },       KeyShape{ "xoxb-", isKeyByte, 10 },
    KeyShape{ "xoxe-", isKeyByte, 10 },       KeyShape{ "xoxp-", isKeyByte, 10 },
    KeyShape{ "xoxr-", isKeyByte, 10 },       KeyShape{ "xoxs-", isKeyByte, 10 },
    KeyShape{ "AKIA", isAlnum, 16 },          KeyShape{ "ASIA", isAlnum, 16 },
    KeyShape{ "ya29.", isKeyByte, 20 },
};

constexpr std::string_view pemBegin = "-----BEGIN ";
constexpr std::string_view pemEnd = "-----END ";

constexpr std::array<bool, 256> startBytes = [] {
    std::array<bool, 256> table{};
    for (const KeyShape &shape : keyShapes)
        table[static_cast<std::uint8_t>(shape.start.front())] = true;
    table[static_cast<std::uint8_t>('e')] = true;
    return table;
}();

/** Whatever a token can be made of. */
constexpr std::array<bool, 256> runBytes = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = isToken68(static_cast<char>(i));
    return table;
}();

constexpr std::string_view bearerWord = "bearer ";
constexpr std::size_t leastBearer = 16;
constexpr std::size_t leastWebTokenPart = 8;

/** No token, its start included, is shorter. */
constexpr std::size_t shortestToken = [] {
    std::size_t shortest = std::min(leastBearer, 2 * leastWebTokenPart);
    for (const KeyShape &shape : keyShapes)
        shortest = std::min(shortest, shape.start.size() + shape.least);
    return shortest;
}();

struct Span
{
    std::size_t begin = 0, end = 0;
};

std::size_t endOfRun(std::string_view text, std::size_t from, bool (*goesOn)(char))
{
    while (from < text.size() && goesOn(text[from]))
        ++from;
    return from;
}

/** A key starts a word ("task-…" holds none); the letter of a JSON escape ("\nsk-…") does not count as a part of
 * it. */
bool atWordStart(std::string_view text, std::size_t at)
{
    if (at == 0 || !isKeyByte(text[at - 1]))
        return true;
    return at >= 2 && text[at - 2] == '\\' && isAlnum(text[at - 1]);
}

std::optional<Span> bearerAt(std::string_view text, std::size_t at)
{
    if (!equalIgnoringCase(text.substr(at, bearerWord.size()), bearerWord))
        return {};
    const std::size_t begin = at + bearerWord.size();
    const std::size_t end = endOfRun(text, begin, isToken68);
    return end - begin >= leastBearer ? std::optional(Span{ begin, end }) : std::nullopt;
}

/** RFC 7519: three base64url parts; the header is a JSON object and so starts with "eyJ". */
std::optional<Span> webTokenAt(std::string_view text, std::size_t at)
{
    if (text.substr(at, 3) != "eyJ")
        return {};
    const std::size_t end = endOfRun(text, at, isTokenWithDots);
    const std::string_view token = text.substr(at, end - at);
    const std::size_t first = token.find('.');
    if (first == std::string_view::npos || first < leastWebTokenPart)
        return {};
    const std::size_t second = token.find('.', first + 1);
    if (second == std::string_view::npos || second - first <= leastWebTokenPart)
        return {};
    return Span{ at, end };
}

std::optional<Span> privateKeyAt(std::string_view text, std::size_t at)
{
    constexpr std::size_t longestLabel = 60;
    if (text.substr(at, pemBegin.size()) != pemBegin)
        return {};
    if (text.substr(at, longestLabel).find("PRIVATE KEY-----") == std::string_view::npos)
        return {};
    const std::size_t end = text.find(pemEnd, at);
    if (end == std::string_view::npos)
        return Span{ at, text.size() };
    const std::size_t close = text.find("-----", end + pemEnd.size());
    return Span{ at, close == std::string_view::npos ? text.size() : close + 5 };
}

/** A token or a bearer's value at `at`; private keys are looked for by themselves. */
std::optional<Span> tokenAt(std::string_view text, std::size_t at)
{
    const char c = text[at];
    if (!startBytes[static_cast<std::uint8_t>(c)] || !atWordStart(text, at))
        return {};
    if (c == 'e')
        return webTokenAt(text, at);
    for (const KeyShape &shape : keyShapes) {
        if (shape.start.front() != c || text.substr(at, shape.start.size()) != shape.start)
            continue;
        const std::size_t end = endOfRun(text, at + shape.start.size(), shape.goesOn);
        if (end - at - shape.start.size() >= shape.least)
            return Span{ at, end };
    }
    return {};
}

/**
 * Walks the secrets of a text from its start. Every token, but for private keys, is a run of at least
 * `shortestToken` bytes of token68, so one byte in that many is looked at, and only about long runs more: prose is
 * passed over several bytes a step.
 */
class SecretFinder
{
public:
    explicit SecretFinder(std::string_view text)
        : m_text(text)
        , m_privateKey(findPrivateKey(0))
    { }

    /** The first secret at or behind `from`; `from` never goes back. */
    std::optional<Span> next(std::size_t from)
    {
        if (m_privateKey && m_privateKey->begin < from)
            m_privateKey = findPrivateKey(from);
        const auto token = findToken(from);
        return token && (!m_privateKey || token->begin < m_privateKey->begin) ? token : m_privateKey;
    }

private:
    std::optional<Span> findPrivateKey(std::size_t from) const
    {
        for (std::size_t at = m_text.find(pemBegin, from); at != std::string_view::npos;
             at = m_text.find(pemBegin, at + 1)) {
            if (const auto found = privateKeyAt(m_text, at))
                return found;
        }
        return {};
    }

    std::optional<Span> findToken(std::size_t from) const
    {
        for (std::size_t probe = from + shortestToken - 1; probe < m_text.size(); probe += shortestToken) {
            if (!isRunByte(probe))
                continue;
            std::size_t begin = probe;
            while (begin > from && isRunByte(begin - 1))
                --begin;
            std::size_t end = probe + 1;
            while (end < m_text.size() && isRunByte(end))
                ++end;
            if (end - begin >= shortestToken) {
                if (const auto found = inRun(from, begin, end))
                    return found;
            }
            probe = end;
        }
        return {};
    }

    std::optional<Span> inRun(std::size_t from, std::size_t begin, std::size_t end) const
    {
        if (begin >= from + bearerWord.size()) {
            const std::size_t word = begin - bearerWord.size();
            if (atWordStart(m_text, word)) {
                if (const auto found = bearerAt(m_text, word))
                    return found;
            }
        }
        for (std::size_t at = begin; at + shortestToken <= end; ++at) {
            if (const auto found = tokenAt(m_text, at))
                return found;
        }
        return {};
    }

    bool isRunByte(std::size_t at) const { return runBytes[static_cast<std::uint8_t>(m_text[at])]; }

    std::string_view m_text;
    std::optional<Span> m_privateKey; ///< The next one.
};

std::string percentDecoded(std::string_view text)
{
    const auto digit = [](char c) {
        const auto at = std::string_view("0123456789abcdef").find(c >= 'A' && c <= 'F' ? char(c + 32) : c);
        return at == std::string_view::npos ? -1 : static_cast<int>(at);
    };
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? digit(text[i + 1]) : -1;
        const int low = high >= 0 ? digit(text[i + 2]) : -1;
        if (low < 0) {
            decoded.push_back(text[i]);
            continue;
        }
        decoded.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    return decoded;
}

bool isSecretParameter(std::string_view name)
{
    constexpr std::array<std::string_view, 14> names = {
        "key",           "api_key",        "apikey",    "api-key", "access_token",    "token",
        "auth",          "authorization",  "x-api-key", "sig",     "x-amz-signature", "x-amz-security-token",
        "client_secret", "x-goog-api-key",
    };
    const std::string plain = toLower(percentDecoded(name));
    return std::find(names.begin(), names.end(), plain) != names.end();
}

std::string withoutUserInformation(std::string_view target)
{
    const std::size_t authority = target.find("//");
    if (authority == std::string_view::npos)
        return std::string(target);
    const std::size_t end = std::min(target.find_first_of("/?#", authority + 2), target.size());
    const std::size_t sign = target.substr(0, end).rfind('@');
    if (sign == std::string_view::npos || sign < authority)
        return std::string(target);
    return std::string(target.substr(0, authority + 2)) + std::string(redactedMark)
        + std::string(target.substr(sign));
}

/** A request line's target, or a status line, without key parameters: words are handled one by one. */
std::string redactFirstLine(std::string_view line)
{
    std::string result;
    for (const std::string_view word : split(line, ' ')) {
        if (!result.empty())
            result.push_back(' ');
        result += redactTarget(word);
    }
    return result;
}

} // namespace

bool isSecretHeader(std::string_view name)
{
    constexpr std::array<std::string_view, 8> names
        = { "authorization", "proxy-authorization", "cookie",  "set-cookie",
            "x-api-key",     "x-goog-api-key",      "api-key", "x-amz-security-token" };
    const std::string plain = toLower(trim(name));
    if (std::find(names.begin(), names.end(), plain) != names.end())
        return true;
    return plain.ends_with("-api-key") || plain.ends_with("-token") || plain.ends_with("-secret");
}

std::string redactHeaderValue(std::string_view name, std::string_view value)
{
    if (!isSecretHeader(name))
        return redactTarget(redactText(std::string(value)));
    const std::string plain = toLower(trim(name));
    const std::string_view text = trim(value);
    const std::size_t blank = text.find(' ');
    if (plain.ends_with("authorization") && blank != std::string_view::npos
        && std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(blank), isAlnum))
        return std::string(text.substr(0, blank + 1)) + std::string(redactedMark);
    return std::string(redactedMark);
}

std::string redactTarget(std::string_view target)
{
    std::string plain = withoutUserInformation(target);
    const std::size_t query = plain.find('?');
    if (query == std::string::npos)
        return redactText(std::move(plain));
    std::string result = plain.substr(0, query + 1);
    bool first = true;
    for (const std::string_view parameter : split(std::string_view(plain).substr(query + 1), '&')) {
        if (!first)
            result.push_back('&');
        first = false;
        const std::size_t equals = parameter.find('=');
        if (equals != std::string_view::npos && isSecretParameter(parameter.substr(0, equals)))
            result.append(parameter.substr(0, equals + 1)).append(redactedMark);
        else
            result.append(parameter);
    }
    return redactText(std::move(result));
}

std::string redactHead(std::string_view head)
{
    std::string result;
    result.reserve(head.size());
    bool first = true;
    bool secretField = false;
    for (std::size_t start = 0; start < head.size();) {
        const std::size_t newline = std::min(head.find('\n', start), head.size());
        std::string_view line = head.substr(start, newline - start);
        const bool carriageReturn = line.ends_with('\r');
        if (carriageReturn)
            line.remove_suffix(1);
        start = newline + 1;
        const bool continuation = line.starts_with(' ') || line.starts_with('\t');
        if (continuation && secretField)
            continue;
        const std::size_t colon = line.find(':');
        const bool startLine = first && (colon == std::string_view::npos || colon > line.find(' '));
        first = false;
        if (startLine || colon == std::string_view::npos || continuation) {
            result += redactFirstLine(line);
        } else {
            secretField = isSecretHeader(line.substr(0, colon));
            result.append(line.substr(0, colon + 1)).append(" ");
            result += redactHeaderValue(line.substr(0, colon), trim(line.substr(colon + 1)));
        }
        if (carriageReturn)
            result.push_back('\r');
        if (newline < head.size())
            result.push_back('\n');
    }
    return result;
}

std::string redactText(std::string text)
{
    SecretFinder secrets(text);
    auto found = secrets.next(0);
    if (!found)
        return text;
    std::string result;
    result.reserve(text.size());
    std::size_t copied = 0;
    while (found) {
        result.append(text, copied, found->begin - copied).append(redactedMark);
        copied = found->end;
        found = secrets.next(copied);
    }
    result.append(text, copied);
    return result;
}

std::vector<SecretPlace> findSecrets(std::string_view text)
{
    std::vector<SecretPlace> places;
    SecretFinder finder(text);
    for (auto found = finder.next(0); found; found = finder.next(found->end))
        places.push_back({ found->begin, found->end });
    return places;
}

} // namespace cachescope::base
