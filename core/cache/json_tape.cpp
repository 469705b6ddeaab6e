// SPDX-License-Identifier: MIT
#include "cache/json_tape.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace cachescope::cache {

namespace {

using Kind = JsonToken::Kind;

constexpr std::uint64_t everyByte(std::uint64_t byte)
{
    return byte * 0x0101010101010101U;
}

/** High bits mark bytes of `word` that end a plain stretch of a string: quote, backslash, control, non-ASCII. Bits
 * above the lowest one may be wrong, the lowest never is. */
constexpr std::uint64_t specialBytes(std::uint64_t word)
{
    const auto zeros = [](std::uint64_t x) { return (x - everyByte(1)) & ~x; };
    const std::uint64_t controls = (word - everyByte(0x20)) & ~word;
    return (zeros(word ^ everyByte('"')) | zeros(word ^ everyByte('\\')) | controls | word) & everyByte(0x80);
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/** Four hex digits, or a negative number. */
std::int32_t hex4(const char *p)
{
    std::int32_t value = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hexValue(p[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

class Reader
{
public:
    Reader(std::string_view json, std::vector<JsonToken> &tape)
        : m_begin(json.data())
        , m_at(json.data())
        , m_end(json.data() + json.size())
        , m_tape(tape)
    { }

    bool document()
    {
        skipBlanks();
        if (!value(1))
            return false;
        skipBlanks();
        return m_at == m_end;
    }

private:
    std::uint32_t offset(const char *p) const { return static_cast<std::uint32_t>(p - m_begin); }

    void skipBlanks()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t'))
            ++m_at;
    }

    bool consume(char c)
    {
        if (m_at == m_end || *m_at != c)
            return false;
        ++m_at;
        return true;
    }

    bool add(Kind kind, const char *begin, const char *end)
    {
        const auto next = static_cast<std::uint32_t>(m_tape.size() + 1);
        m_tape.push_back({ offset(begin), offset(end), next, kind });
        return m_tape.size() <= jsonTokenLimit;
    }

    bool value(int depth)
    {
        if (m_at == m_end)
            return false;
        switch (*m_at) {
        case '{':
            return container(Kind::Object, '}', depth);
        case '[':
            return container(Kind::Array, ']', depth);
        case '"':
            return string();
        case 't':
            return word("true", Kind::True);
        case 'f':
            return word("false", Kind::False);
        case 'n':
            return word("null", Kind::Null);
        default:
            return number();
        }
    }

    bool container(Kind kind, char close, int depth)
    {
        if (depth > jsonDepthLimit)
            return false;
        const std::size_t index = m_tape.size();
        if (!add(kind, m_at, m_at))
            return false;
        ++m_at;
        skipBlanks();
        if (!consume(close)) {
            do {
                skipBlanks();
                if (kind == Kind::Object && !name())
                    return false;
                if (!value(depth + 1))
                    return false;
                skipBlanks();
            } while (consume(','));
            if (!consume(close))
                return false;
        }
        m_tape[index].end = offset(m_at);
        m_tape[index].next = static_cast<std::uint32_t>(m_tape.size());
        return true;
    }

    bool name()
    {
        if (m_at == m_end || *m_at != '"' || !string())
            return false;
        skipBlanks();
        if (!consume(':'))
            return false;
        skipBlanks();
        return true;
    }

    bool word(std::string_view expected, Kind kind)
    {
        if (static_cast<std::size_t>(m_end - m_at) < expected.size()
            || std::memcmp(m_at, expected.data(), expected.size()) != 0)
            return false;
        m_at += expected.size();
        return add(kind, m_at - expected.size(), m_at);
    }

    bool digits()
    {
        const char *const start = m_at;
        while (m_at != m_end && isDigit(*m_at))
            ++m_at;
        return m_at != start;
    }

    bool number()
    {
        const char *const start = m_at;
        consume('-');
        if (!consume('0') && !digits())
            return false;
        if (consume('.') && !digits())
            return false;
        if (m_at != m_end && (*m_at == 'e' || *m_at == 'E')) {
            ++m_at;
            if (!consume('+'))
                consume('-');
            if (!digits())
                return false;
        }
        return add(Kind::Number, start, m_at);
    }

    /** Moves to the next byte of a string that is not plain ASCII content. */
    void skipPlain()
    {
        if constexpr (std::endian::native == std::endian::little) {
            while (m_end - m_at >= 8) {
                std::uint64_t chunk = 0;
                std::memcpy(&chunk, m_at, sizeof chunk);
                const std::uint64_t special = specialBytes(chunk);
                if (special != 0) {
                    m_at += std::countr_zero(special) / 8;
                    return;
                }
                m_at += 8;
            }
        }
        while (m_at != m_end && *m_at != '"' && *m_at != '\\' && static_cast<unsigned char>(*m_at) >= 0x20
               && static_cast<unsigned char>(*m_at) < 0x80)
            ++m_at;
    }

    bool string()
    {
        const char *const start = ++m_at;
        Kind kind = Kind::Text;
        for (;;) {
            skipPlain();
            if (m_at == m_end)
                return false;
            const char c = *m_at;
            if (c == '"') {
                ++m_at;
                return add(kind, start, m_at - 1);
            }
            if (c == '\\') {
                kind = Kind::EscapedText;
                if (!escape())
                    return false;
            } else if (static_cast<unsigned char>(c) < 0x20 || !nonAscii()) {
                return false;
            }
        }
    }

    bool escape()
    {
        if (m_end - m_at < 2)
            return false;
        const char c = m_at[1];
        m_at += 2;
        if (c != 'u')
            return c != '\0' && std::strchr("\"\\/bfnrt", c) != nullptr;
        const std::int32_t unit = unicodeUnit();
        if (unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff))
            return false;
        if (unit < 0xd800 || unit > 0xdfff)
            return true;
        if (!consume('\\') || !consume('u'))
            return false;
        const std::int32_t low = unicodeUnit();
        return low >= 0xdc00 && low <= 0xdfff;
    }

    std::int32_t unicodeUnit()
    {
        if (m_end - m_at < 4)
            return -1;
        m_at += 4;
        return hex4(m_at - 4);
    }

    /** One or more well-formed sequences of two to four bytes (Unicode 15, table 3-7). */
    bool nonAscii()
    {
        const auto byte = [this](std::ptrdiff_t i) { return static_cast<unsigned char>(m_at[i]); };
        const auto continuations = [&](std::ptrdiff_t count) {
            if (m_end - m_at <= count)
                return false;
            for (std::ptrdiff_t i = 1; i <= count; ++i) {
                if ((byte(i) & 0xc0) != 0x80)
                    return false;
            }
            return true;
        };
        while (m_at != m_end && byte(0) >= 0x80) {
            const unsigned char lead = byte(0);
            if (lead >= 0xe0 && lead <= 0xef) {
                if (!continuations(2) || (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) > 0x9f))
                    return false;
                m_at += 3;
            } else if (lead >= 0xc2 && lead <= 0xdf) {
                if (!continuations(1))
                    return false;
                m_at += 2;
            } else if (lead >= 0xf0 && lead <= 0xf4) {
                if (!continuations(3) || (lead == 0xf0 && byte(1) < 0x90) || (lead == 0xf4 && byte(1) > 0x8f))
                    return false;
                m_at += 4;
            } else {
                return false;
            }
        }
        return true;
    }

    const char *const m_begin;
    const char *m_at;
    const char *const m_end;
    std::vector<JsonToken> &m_tape;
};

void appendUtf8(std::uint32_t code, std::string &out)
{
    const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
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

} // namespace

bool readJsonTape(std::string_view json, std::vector<JsonToken> &tape)
{
    tape.clear();
    if (json.size() > UINT32_MAX)
        return false;
    return Reader(json, tape).document();
}

void appendUnescaped(std::string_view escaped, std::string &out)
{
    static constexpr std::string_view names = "\"\\/bfnrt";
    static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    for (std::size_t i = 0; i < escaped.size();) {
        const std::size_t backslash = std::min(escaped.find('\\', i), escaped.size());
        out.append(escaped, i, backslash - i);
        if (backslash == escaped.size())
            return;
        const char c = escaped[backslash + 1];
        i = backslash + 2;
        if (c != 'u') {
            out.push_back(meanings[names.find(c)]);
            continue;
        }
        auto code = static_cast<std::uint32_t>(hex4(escaped.data() + i));
        i += 4;
        if (code >= 0xd800 && code <= 0xdbff) {
            code = 0x10000 + ((code - 0xd800) << 10)
                + (static_cast<std::uint32_t>(hex4(escaped.data() + i + 2)) - 0xdc00);
            i += 6;
        }
        appendUtf8(code, out);
    }
}

} // namespace cachescope::cache
