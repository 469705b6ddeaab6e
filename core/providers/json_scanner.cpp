// SPDX-License-Identifier: MIT
#include "providers/json_scanner.h"

#include "providers/json_bytes.h"

#include <bitset>
namespace cachescope::providers {

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

/** Takes an opening bracket and, in an object, the first key; false when a value is to come next. */
bool JsonScanner::skipOpening(bool isObject)
{
    if (!openContainer())
        return false;
    skipBlanks();
    if (m_position < m_end && *m_position == (isObject ? '}' : ']'))
        return true;
    if (isObject)
        takeKeyAndColon();
    return false;
}

void JsonScanner::skipContainer()
{
    std::bitset<maxDepth + 1> isObject;
    const std::size_t outside = m_depth;
    bool afterValue = false;
    do {
        skipBlanks();
        const char c = m_position < m_end ? *m_position : '\0';
        if (!afterValue && (c == '{' || c == '[')) {
            afterValue = skipOpening(c == '{');
            isObject[m_depth] = c == '{';
        } else if (!afterValue) {
            afterValue = skipScalar();
        } else if (c == ',') {
            ++m_position;
            skipBlanks();
            if (isObject[m_depth])
                takeKeyAndColon();
            afterValue = false;
        } else if (c == (isObject[m_depth] ? '}' : ']')) {
            ++m_position;
            --m_depth;
        } else {
            fail();
        }
    } while (!m_failed && (!afterValue || m_depth != outside));
    m_first = false;
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
