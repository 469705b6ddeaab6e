// SPDX-License-Identifier: MIT
#include "prompt/lint/secrets.h"

#include "base/redact.h"
#include "prompt/lint/id_shapes.h"
#include "prompt/lint/line_context.h"
#include "prompt/lint/scan.h"

#include <algorithm>
#include <array>

namespace cachescope::prompt {

namespace {

constexpr std::size_t shortestPassword = 6;
constexpr std::size_t longestMailName = 64; ///< RFC 5321, section 4.5.3.1.1.

/** What documentation writes in the place of a key. */
bool isPlaceholder(std::string_view secret)
{
    static constexpr auto words = std::to_array<std::string_view>(
        { "example", "your", "xxxx", "placeholder", "redacted", "changeme", "dummy", "sample", "1234567890",
          "abcdef", "...", "test-key", "insert", "replace", "fake" });
    const std::string lower = lowered(secret);
    return std::ranges::any_of(words, [&](std::string_view word) { return lower.find(word) != std::string::npos; })
        || entropyPerCharacter(secret) < 2.5;
}

bool isPasswordCharacter(char c)
{
    return static_cast<unsigned char>(c) > 0x20 && c != '"' && c != '\'' && c != '`' && c != ',' && c != '<'
        && c != '>';
}

/** A value that a person or a program made up: letters with digits or signs, no word of a sentence. */
bool looksLikePassword(std::string_view value)
{
    if (value.size() < shortestPassword || value.front() == '{' || value.front() == '$' || value.front() == '[')
        return false;
    const bool hasDigit = std::ranges::any_of(value, scan::isDigit);
    const bool hasLetter = std::ranges::any_of(value, scan::isAlpha);
    const bool hasSign = std::ranges::any_of(
        value, [](char c) { return std::string_view("!@#$%^&*+?_-").find(c) != std::string_view::npos; });
    return hasLetter && (hasDigit || hasSign) && !isPlaceholder(value) && (hasDigit || value.back() != '?');
}

/** "process.env.API_KEY", "getenv(…)", "API_KEY": code that names a secret instead of holding it. */
bool isCode(std::string_view value)
{
    if (value.find_first_of("([") != std::string_view::npos)
        return true;
    if (std::ranges::all_of(
            value, [](char c) { return scan::isUpper(c) || scan::isDigit(c) || c == '_' || c == '-'; }))
        return value.find('_') != std::string_view::npos;
    const std::size_t dot = value.find('.');
    const auto isName = [](char c) { return scan::isAlpha(c) || c == '_'; };
    return dot != std::string_view::npos && dot > 1 && std::ranges::all_of(value.substr(0, dot), isName);
}

/** "password: hunter2!", "DB_PASSWORD=…", "Passwort: …". */
void findPasswords(std::string_view text, std::vector<FoundSecret> &out)
{
    static constexpr auto keys = std::to_array<std::string_view>(
        { "password", "passwd", "passwort", "contraseña", "mot de passe", "api_key", "api key", "apikey",
          "secret_key", "client_secret", "access_token", "auth_token" });
    const std::string lower = lowered(text);
    for (const std::string_view key : keys) {
        for (std::size_t at = lower.find(key); at != std::string::npos; at = lower.find(key, at + 1)) {
            std::size_t begin = at + key.size();
            begin = std::min(lower.find_first_not_of(" \t\"'*`", begin), lower.size());
            if (begin >= lower.size() || (lower[begin] != ':' && lower[begin] != '='))
                continue;
            begin = std::min(lower.find_first_not_of(" \t\"'*`", begin + 1), lower.size());
            std::size_t end = begin;
            while (end < text.size() && isPasswordCharacter(text[end]))
                ++end;
            while (end > begin && (text[end - 1] == '.' || text[end - 1] == ';' || text[end - 1] == ')'))
                --end;
            const std::string_view value = text.substr(begin, end - begin);
            if (!isCode(value) && looksLikePassword(value))
                out.push_back({ { begin, end }, "a password or key" });
        }
    }
}

/** "postgres://user:password@host". */
void findUrlPasswords(std::string_view text, std::vector<FoundSecret> &out)
{
    for (std::size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at + 3)) {
        const std::size_t begin = at + 3;
        const std::size_t end = std::min(text.find_first_of(" \t\r\n/\"'`<>", begin), text.size());
        const std::string_view authority = text.substr(begin, end - begin);
        const std::size_t sign = authority.rfind('@');
        const std::size_t colon = authority.find(':');
        if (sign == std::string_view::npos || colon == std::string_view::npos || colon > sign)
            continue;
        const std::string_view password = authority.substr(colon + 1, sign - colon - 1);
        const bool isName
            = password == "password" || password == "pass" || password == "pw" || password == "secret";
        if (password.size() >= 4 && !isName && password.front() != '$' && password.front() != '{'
            && password.front() != '<' && !isPlaceholder(password))
            out.push_back({ { begin + colon + 1, begin + sign }, "a password in a URL" });
    }
}

bool isMailCharacter(char c)
{
    return scan::isAlnum(c) || c == '.' || c == '_' || c == '-' || c == '+';
}

void findMail(std::string_view text, std::vector<FoundSecret> &out)
{
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        std::size_t begin = at, end = at + 1;
        while (begin > 0 && at - begin < longestMailName && isMailCharacter(text[begin - 1]))
            --begin;
        while (end < text.size() && isMailCharacter(text[end]))
            ++end;
        while (end > at && (text[end - 1] == '.' || text[end - 1] == '-'))
            --end;
        const std::string domain = lowered(text.substr(at + 1, end - at - 1));
        const std::string name = lowered(text.substr(begin, at - begin));
        const bool isReserved = domain.find("example") != std::string::npos || domain.ends_with(".test")
            || domain.ends_with(".invalid");
        static constexpr auto offices = std::to_array<std::string_view>(
            { "support", "info", "help", "contact", "sales", "noreply", "no-reply", "billing", "office", "service",
              "legal", "security", "privacy", "press", "jobs", "hello", "team" });
        const bool isOffice = std::ranges::find(offices, name) != offices.end();
        if (begin < at && domain.find('.') != std::string::npos && !isReserved && !isOffice)
            out.push_back({ { begin, end }, "a person's e-mail address" });
    }
}

bool passesLuhn(const std::string &digits)
{
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        int value = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 1)
            value = value * 2 > 9 ? value * 2 - 9 : value * 2;
        sum += value;
    }
    return sum % 10 == 0;
}

/** ISO 13616: moved to the end and read as a number, country and check digits leave 1 modulo 97. */
bool isIban(const std::string &iban)
{
    int rest = 0;
    for (const char c : iban.substr(4) + iban.substr(0, 4)) {
        const int value = scan::isDigit(c) ? c - '0' : c - 'A' + 10;
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
}

void findIbans(std::string_view text, std::vector<FoundSecret> &out)
{
    for (std::size_t at = 0; at + 15 <= text.size(); ++at) {
        const bool begins = scan::isUpper(text[at]) && scan::isUpper(text[at + 1]) && scan::isDigit(text[at + 2])
            && scan::isDigit(text[at + 3]) && (at == 0 || !scan::isAlnum(text[at - 1]));
        if (!begins)
            continue;
        std::string iban;
        std::size_t end = at;
        for (std::size_t i = at; i < text.size() && iban.size() < 34; ++i) {
            if (scan::isDigit(text[i]) || scan::isUpper(text[i])) {
                iban.push_back(text[i]);
                end = i + 1;
            } else if (text[i] != ' ') {
                break;
            }
        }
        if (iban.size() >= 15 && isIban(iban))
            out.push_back({ { at, end }, "a bank account (IBAN)" });
    }
}

void findNumbers(std::string_view text, std::vector<FoundSecret> &out)
{
    for (std::size_t at = 0; at < text.size();) {
        const bool begins = (scan::isDigit(text[at]) || text[at] == '+')
            && (at == 0 || (!scan::isAlnum(text[at - 1]) && text[at - 1] != '.' && text[at - 1] != '-'));
        if (!begins) {
            ++at;
            continue;
        }
        std::string digits;
        std::size_t end = at, i = text[at] == '+' ? at + 1 : at;
        for (; i < text.size()
             && (scan::isDigit(text[i]) || text[i] == ' ' || text[i] == '-' || text[i] == '(' || text[i] == ')');
             ++i) {
            if (scan::isDigit(text[i])) {
                digits.push_back(text[i]);
                end = i + 1;
            }
        }
        if (digits.size() >= 13 && digits.size() <= 19 && text[at] != '+' && passesLuhn(digits)
            && digits.find_first_not_of(digits[0]) != std::string::npos)
            out.push_back({ { at, end }, "a card number" });
        else if (text[at] == '+' && digits.size() >= 9 && digits.size() <= 15)
            out.push_back({ { at, end }, "a telephone number" });
        at = std::max(end, at + 1);
    }
}

void sortByPlace(std::vector<FoundSecret> &found)
{
    std::ranges::stable_sort(found, {}, [](const FoundSecret &entry) { return entry.range.begin; });
    std::size_t end = 0;
    std::erase_if(found, [&end](const FoundSecret &entry) {
        const bool overlaps = entry.range.begin < end;
        end = std::max(end, entry.range.end);
        return overlaps;
    });
}

} // namespace

std::vector<FoundSecret> findPromptSecrets(std::string_view text)
{
    std::vector<FoundSecret> found;
    for (const base::SecretPlace &place : base::findSecrets(text)) {
        const std::string_view secret = text.substr(place.begin, place.end - place.begin);
        if (!isPlaceholder(secret))
            found.push_back({ { place.begin, place.end },
                              secret.starts_with("-----") ? "a private key" : "an API key or access token" });
    }
    findPasswords(text, found);
    findUrlPasswords(text, found);
    sortByPlace(found);
    return found;
}

std::vector<FoundSecret> findPersonalData(std::string_view text)
{
    std::vector<FoundSecret> found;
    findMail(text, found);
    findIbans(text, found);
    findNumbers(text, found);
    sortByPlace(found);
    return found;
}

} // namespace cachescope::prompt
