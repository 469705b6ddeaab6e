// SPDX-License-Identifier: MIT
#include "providers/json_scanner.h"

#include <bit>
#include <bitset>
#include <limits>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace cachescope::providers {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/** First byte that ends plain text inside a string: a quote, a backslash, a control or a byte beyond ASCII. */
const char *skipPlainText(const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i blank = _mm_set1_epi8(0x20);
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    while (end - p >= 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
        // Compared as signed, bytes from 0x80 on are below a blank, as are the controls.
        const __m128i special = _mm_or_si128(
            _mm_cmplt_epi8(bytes, blank),
            _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(special));
        if (mask != 0)
            return p + std::countr_zero(mask);
        p += 16;
    }
#endif
    while (p < end && static_cast<signed char>(*p) >= 0x20 && *p != '"' && *p != '\\')
        ++p;
    return p;
}

/** Length of the well-formed UTF-8 sequence beyond ASCII at `p` (Unicode, table 3-7); 0 when there is none. */
std::size_t sequenceLength(const char *p, const char *end)
{
    const auto byte = [&](std::ptrdiff_t i) { return static_cast<std::uint8_t>(p[i]); };
    const auto continues = [&](std::ptrdiff_t i) { return end - p > i && (byte(i) & 0xc0) == 0x80; };
    const std::uint8_t lead = byte(0);
    if (lead >= 0xc2 && lead <= 0xdf)
        return continues(1) ? 2 : 0;
    if ((lead & 0xf0) == 0xe0) {
        if (!continues(1) || !continues(2))
            return 0;
        return (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) > 0x9f) ? 0 : 3;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        if (!continues(1) || !continues(2) || !continues(3))
            return 0;
        return (lead == 0xf0 && byte(1) < 0x90) || (lead == 0xf4 && byte(1) > 0x8f) ? 0 : 4;
    }
    return 0;
}

void appendUtf8(std::string &out, std::uint32_t code)
{
    const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | (code >> 6));
        put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        put(0xe0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3f));
        put(0x80 | (code & 0x3f));
    } else {
        put(0xf0 | (code >> 18));
        put(0x80 | ((code >> 12) & 0x3f));
        put(0x80 | ((code >> 6) & 0x3f));
        put(0x80 | (code & 0x3f));
    }
}

std::uint32_t fourHexDigits(std::string_view digits)
{
    std::uint32_t value = 0;
    for (const char c : digits)
        value = value * 16 + static_cast<std::uint32_t>(hexValue(c));
    return value;
}

char escapedCharacter(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

/** Decodes `\uXXXX` (and its second half) at `at`, which points behind the `u`; returns where it ends. */
std::size_t appendUnicodeEscape(std::string &out, std::string_view text, std::size_t at)
{
    constexpr std::uint32_t replacement = 0xfffd;
    const std::uint32_t unit = fourHexDigits(text.substr(at, 4));
    at += 4;
    if (unit < 0xd800 || unit > 0xdfff) {
        appendUtf8(out, unit);
        return at;
    }
    if (unit < 0xdc00 && text.substr(at, 2) == "\\u") {
        const std::uint32_t low = fourHexDigits(text.substr(at + 2, 4));
        if (low >= 0xdc00 && low <= 0xdfff) {
            appendUtf8(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            return at + 6;
        }
    }
    appendUtf8(out, replacement);
    return at;
}

} // namespace

std::string decodeJsonString(std::string_view literal)
{
    std::string_view text = literal.substr(1, literal.size() - 2);
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t backslash = text.find('\\', at);
        out.append(text.substr(at, backslash == std::string_view::npos ? backslash : backslash - at));
        if (backslash == std::string_view::npos)
            break;
        const char kind = text[backslash + 1];
        at = backslash + 2;
        if (kind == 'u')
            at = appendUnicodeEscape(out, text, at);
        else
            out.push_back(escapedCharacter(kind));
    }
    return out;
}

std::optional<std::int64_t> wholeNumber(std::string_view token)
{
    const bool negative = token.starts_with('-');
    if (negative)
        token.remove_prefix(1);
    const std::size_t exponentAt = token.find_first_of("eE");
    std::string_view mantissa = token.substr(0, exponentAt);
    int exponent = 0;
    if (exponentAt != std::string_view::npos) {
        std::string_view digits = token.substr(exponentAt + 1);
        const bool below = digits.starts_with('-');
        if (below || digits.starts_with('+'))
            digits.remove_prefix(1);
        for (const char c : digits)
            exponent = exponent > 1000 ? exponent : exponent * 10 + (c - '0');
        exponent = below ? -exponent : exponent;
    }
    const std::size_t dot = mantissa.find('.');
    std::string digits(mantissa.substr(0, dot));
    if (dot != std::string_view::npos) {
        digits.append(mantissa.substr(dot + 1));
        exponent -= static_cast<int>(mantissa.size() - dot - 1);
    }
    for (; exponent < 0 && !digits.empty() && digits.back() == '0'; ++exponent)
        digits.pop_back();
    std::int64_t value = 0;
    constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max();
    const auto shift = [&](int digit) {
        if (value > (limit - digit) / 10)
            return false;
        value = value * 10 + digit;
        return true;
    };
    for (const char c : digits)
        if (!shift(c - '0'))
            return {};
    if (value == 0)
        return 0;
    if (exponent < 0)
        return {};
    for (; exponent > 0; --exponent)
        if (!shift(0))
            return {};
    return negative ? -value : value;
}

bool isStrictJson(std::string_view text)
{
    JsonScanner json(text);
    json.raw();
    return json.finish();
}

bool JsonScanner::fail()
{
    m_failed = true;
    return false;
}

void JsonScanner::skipBlanks()
{
    while (m_position < m_end
           && (*m_position == ' ' || *m_position == '\n' || *m_position == '\r' || *m_position == '\t'))
        ++m_position;
}

JsonKind JsonScanner::kind()
{
    skipBlanks();
    if (m_failed || m_position == m_end)
        return JsonKind::None;
    switch (*m_position) {
    case '{':
        return JsonKind::Object;
    case '[':
        return JsonKind::Array;
    case '"':
        return JsonKind::String;
    case 't':
    case 'f':
        return JsonKind::Boolean;
    case 'n':
        return JsonKind::Null;
    default:
        return *m_position == '-' || isDigit(*m_position) ? JsonKind::Number : JsonKind::None;
    }
}

bool JsonScanner::openContainer()
{
    if (m_depth == maxDepth)
        return fail();
    ++m_depth;
    ++m_position;
    m_first = true;
    m_pending = false;
    return true;
}

bool JsonScanner::enterObject()
{
    if (kind() != JsonKind::Object) {
        skipValue();
        return false;
    }
    return openContainer();
}

bool JsonScanner::enterArray()
{
    if (kind() != JsonKind::Array) {
        skipValue();
        return false;
    }
    return openContainer();
}

void JsonScanner::skipPending()
{
    if (m_pending)
        skipValue();
}

/** Reads what stands before the next member: nothing, a comma, or the end of the container (false). */
bool JsonScanner::closeOrSeparate()
{
    skipPending();
    skipBlanks();
    if (m_failed || m_position == m_end || m_depth == 0)
        return fail();
    if (*m_position == '}' || *m_position == ']') {
        ++m_position;
        --m_depth;
        m_first = false;
        return false;
    }
    if (m_first) {
        m_first = false;
        return true;
    }
    if (*m_position != ',')
        return fail();
    ++m_position;
    skipBlanks();
    return true;
}

bool JsonScanner::takeKeyAndColon()
{
    if (m_position == m_end || *m_position != '"' || !skipString())
        return fail();
    skipBlanks();
    if (m_position == m_end || *m_position != ':')
        return fail();
    ++m_position;
    return true;
}

std::optional<std::string_view> JsonScanner::nextKey()
{
    skipPending();
    skipBlanks();
    if (!m_failed && m_position < m_end && *m_position == ']')
        fail();
    if (!closeOrSeparate())
        return {};
    const char *const start = m_position;
    if (!takeKeyAndColon())
        return {};
    m_pending = true;
    std::string_view literal(start, static_cast<std::size_t>(m_position - start));
    literal = literal.substr(0, literal.rfind('"') + 1);
    if (literal.find('\\') == std::string_view::npos)
        return literal.substr(1, literal.size() - 2);
    m_key = decodeJsonString(literal);
    return m_key;
}

bool JsonScanner::nextElement()
{
    skipPending();
    skipBlanks();
    if (!m_failed && m_position < m_end && *m_position == '}')
        return fail();
    if (!closeOrSeparate())
        return false;
    m_pending = true;
    return true;
}

bool JsonScanner::skipEscape()
{
    // m_position is at the backslash.
    if (m_end - m_position < 2)
        return fail();
    const char kind = m_position[1];
    m_position += 2;
    if (kind == 'u') {
        for (int i = 0; i < 4; ++i, ++m_position)
            if (m_position == m_end || hexValue(*m_position) < 0)
                return fail();
        return true;
    }
    if (std::string_view("\"\\/bfnrt").find(kind) == std::string_view::npos)
        return fail();
    return true;
}

bool JsonScanner::skipString()
{
    ++m_position;
    for (;;) {
        m_position = skipPlainText(m_position, m_end);
        if (m_position == m_end)
            return fail();
        if (*m_position == '"') {
            ++m_position;
            return true;
        }
        if (*m_position == '\\') {
            if (!skipEscape())
                return false;
            continue;
        }
        while (m_position < m_end && static_cast<signed char>(*m_position) < 0) {
            const std::size_t length = sequenceLength(m_position, m_end);
            if (length == 0)
                return fail();
            m_position += length;
        }
        if (m_position < m_end && static_cast<std::uint8_t>(*m_position) < 0x20)
            return fail();
    }
}

bool JsonScanner::skipNumber()
{
    const auto digits = [&] {
        const char *const start = m_position;
        while (m_position < m_end && isDigit(*m_position))
            ++m_position;
        return m_position > start;
    };
    if (*m_position == '-')
        ++m_position;
    if (m_position < m_end && *m_position == '0')
        ++m_position;
    else if (!digits())
        return fail();
    if (m_position < m_end && *m_position == '.') {
        ++m_position;
        if (!digits())
            return fail();
    }
    if (m_position < m_end && (*m_position == 'e' || *m_position == 'E')) {
        ++m_position;
        if (m_position < m_end && (*m_position == '+' || *m_position == '-'))
            ++m_position;
        if (!digits())
            return fail();
    }
    return true;
}

bool JsonScanner::skipWord(std::string_view word)
{
    if (std::string_view(m_position, static_cast<std::size_t>(m_end - m_position)).substr(0, word.size()) != word)
        return fail();
    m_position += word.size();
    return true;
}

bool JsonScanner::skipScalar()
{
    switch (kind()) {
    case JsonKind::String:
        return skipString();
    case JsonKind::Number:
        return skipNumber();
    case JsonKind::Boolean:
        return skipWord(*m_position == 't' ? "true" : "false");
    case JsonKind::Null:
        return skipWord("null");
    default:
        return fail();
    }
}

void JsonScanner::skipValue()
{
    m_pending = false;
    m_first = false;
    const JsonKind next = kind();
    if (next == JsonKind::Object || next == JsonKind::Array)
        skipContainer();
    else
        skipScalar();
}

void JsonScanner::skipContainer()
{
    std::bitset<maxDepth + 1> isObject;
    const std::size_t outside = m_depth;
    for (bool expectsValue = true; !m_failed;) {
        skipBlanks();
        if (m_position == m_end) {
            fail();
            return;
        }
        if (expectsValue) {
            const char c = *m_position;
            if (c == '{' || c == '[') {
                if (!openContainer())
                    return;
                isObject[m_depth] = c == '{';
                skipBlanks();
                if (m_position < m_end && *m_position == (c == '{' ? '}' : ']'))
                    expectsValue = false;
                else if (c == '{' && !takeKeyAndColon())
                    return;
                continue;
            }
            if (!skipScalar())
                return;
            expectsValue = false;
        } else if (*m_position == ',') {
            ++m_position;
            skipBlanks();
            if (isObject[m_depth] && !takeKeyAndColon())
                return;
            expectsValue = true;
        } else if (*m_position == (isObject[m_depth] ? '}' : ']')) {
            ++m_position;
            --m_depth;
        } else {
            fail();
            return;
        }
        if (!expectsValue && m_depth == outside) {
            m_first = false;
            return;
        }
    }
}

std::string_view JsonScanner::raw()
{
    skipBlanks();
    const char *const start = m_position;
    skipValue();
    return m_failed ? std::string_view() : std::string_view(start, static_cast<std::size_t>(m_position - start));
}

std::optional<std::string> JsonScanner::string()
{
    const bool fits = kind() == JsonKind::String;
    const std::string_view text = raw();
    if (!fits || m_failed)
        return {};
    return decodeJsonString(text);
}

std::optional<std::int64_t> JsonScanner::integer()
{
    const bool fits = kind() == JsonKind::Number;
    const std::string_view text = raw();
    if (!fits || m_failed)
        return {};
    return wholeNumber(text);
}

std::optional<bool> JsonScanner::boolean()
{
    const bool fits = kind() == JsonKind::Boolean;
    const std::string_view text = raw();
    if (!fits || m_failed)
        return {};
    return text == "true";
}

bool JsonScanner::finish()
{
    if (m_depth != 0)
        fail();
    skipBlanks();
    if (m_position != m_end)
        fail();
    return !m_failed;
}

} // namespace cachescope::providers
