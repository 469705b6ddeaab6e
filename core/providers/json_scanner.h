// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::providers {

/** What the next value of a JSON text is, by its first character. */
enum class JsonKind : std::uint8_t
{
    None, ///< No value: the end of the text, or no JSON.
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
};

/**
 * Reads JSON text (RFC 8259) forward without building a tree: the caller walks into what interests it, the rest is
 * skipped at the speed of a string search, and every value can be had as it was spelt. Strict: grammar, escapes,
 * well-formed UTF-8, at most `maxDepth` levels. After the first mistake `failed()` stays true and everything
 * returns nothing. Duplicate names are the caller's affair.
 *
 *     JsonScanner json(text);
 *     if (json.enterObject())
 *         while (const auto key = json.nextKey())
 *             if (*key == "model")
 *                 model = json.string().value_or("");   // what is not asked for is skipped
 *     if (!json.finish()) …                              // malformed
 *
 * A loop has to run until nextKey()/nextElement() return nothing. `text` has to outlive the scanner. Not
 * thread-safe.
 */
class JsonScanner
{
public:
    static constexpr std::size_t maxDepth = 512;

    explicit JsonScanner(std::string_view text)
        : m_begin(text.data())
        , m_position(text.data())
        , m_end(text.data() + text.size())
    { }

    /** Kind of the next value; reads only white space. */
    JsonKind kind();

    /** Goes into an object; a value of another kind is skipped, then false. */
    bool enterObject();
    /** The next member's name, decoded, valid until the next call; nothing at the end of the object. */
    std::optional<std::string_view> nextKey();
    /** Goes into an array; a value of another kind is skipped, then false. */
    bool enterArray();
    /** True while there is a next element. */
    bool nextElement();

    /** Takes the next value whole and checks it; its text as spelt, empty on failure. */
    std::string_view raw();
    /** Takes a value; nothing when it is no string. Lone surrogate escapes become U+FFFD. */
    std::optional<std::string> string();
    /** Takes a value; nothing when it is no whole number of 64 bits (12, 12.0 and 1.2e1 are). */
    std::optional<std::int64_t> integer();
    /** Takes a value; nothing when it is neither true nor false. */
    std::optional<bool> boolean();

    bool failed() const { return m_failed; }
    /** True when the whole text was one value and nothing but white space follows. */
    bool finish();
    /** Where reading stands, in bytes; after a failure, where the mistake is. */
    std::size_t offset() const { return static_cast<std::size_t>(m_position - m_begin); }

private:
    bool fail();
    void skipBlanks();
    void skipPending();
    void skipValue();
    void skipContainer();
    bool skipOpening(bool isObject);
    bool skipScalar();
    bool openContainer();
    bool closeOrSeparate();
    bool takeKeyAndColon();
    bool skipString();
    bool skipEscape();
    bool skipNumber();
    bool skipWord(std::string_view word);

    const char *m_begin;
    const char *m_position;
    const char *m_end;
    std::size_t m_depth = 0;
    bool m_first = false; ///< no member of the innermost open container has been read
    bool m_pending = false; ///< a key or element was announced and its value not yet taken
    bool m_failed = false;
    std::string m_key; ///< decoded key, when it had escapes
};

/** Characters of a string literal (with its quotes) that a JsonScanner has accepted. */
std::string decodeJsonString(std::string_view literal);

/** Value of a number token that a JsonScanner has accepted, when it is whole and fits. */
std::optional<std::int64_t> wholeNumber(std::string_view token);

/** True when `text` is one strict JSON value (see JsonScanner). */
bool isStrictJson(std::string_view text);

} // namespace cachescope::providers
