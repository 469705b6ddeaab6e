// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::http {

/** A header field as received: the name in its own case, the value without surrounding blanks. Views into their
 * Fields. */
struct Field
{
    std::string_view name;
    std::string_view value;
};

/**
 * Header or trailer fields in the order and case in which they came, repeated names kept apart (RFC 9110,
 * section 5.3). All text lies in one block, so that a head costs two allocations and a reused one none. Names
 * compare without regard to case. Views that it hands out live until the next change.
 */
class Fields
{
public:
    class Iterator
    {
    public:
        using value_type = Field;
        using difference_type = std::ptrdiff_t;
        Iterator(const Fields *fields, std::size_t index)
            : m_fields(fields)
            , m_index(index)
        { }
        Field operator*() const { return (*m_fields)[m_index]; }
        Iterator &operator++()
        {
            ++m_index;
            return *this;
        }
        bool operator==(const Iterator &other) const { return m_index == other.m_index; }

    private:
        const Fields *m_fields;
        std::size_t m_index;
    };

    Fields() = default;
    Fields(std::initializer_list<Field> fields);

    void add(std::string_view name, std::string_view value);
    /** Gives the first field of this name the value and removes the others; appends when there is none. */
    void set(std::string_view name, std::string_view value);
    /** Removes every field of this name; returns how many there were. */
    std::size_t remove(std::string_view name);
    void clear();

    std::size_t size() const { return m_spans.size(); }
    bool empty() const { return m_spans.empty(); }
    Field operator[](std::size_t index) const;
    Iterator begin() const { return { this, 0 }; }
    Iterator end() const { return { this, m_spans.size() }; }

    /** The first field of this name. */
    std::optional<std::string_view> find(std::string_view name) const;
    /** The first field's value, or empty. */
    std::string_view value(std::string_view name) const { return find(name).value_or(std::string_view{}); }
    std::size_t count(std::string_view name) const;
    /** True when a comma-separated list field (all its lines) has this member, without regard to case. */
    bool hasToken(std::string_view name, std::string_view token) const;

    /** Removes the fields for which `condition(Field)` holds, keeping the order of the rest. */
    template <typename Condition> void removeIf(Condition condition)
    {
        std::erase_if(m_spans, [&](const Span &span) { return condition(view(span)); });
    }

private:
    struct Span
    {
        std::uint32_t nameStart;
        std::uint32_t nameSize;
        std::uint32_t valueStart;
        std::uint32_t valueSize;
    };
    Field view(const Span &span) const;

    std::string m_text;
    std::vector<Span> m_spans;
};

/** The head of a request, as received. `target` is the request-target byte for byte, in whichever form it came. */
struct RequestHead
{
    std::string method;
    std::string target;
    int versionMinor = 1;
    Fields fields;
};

/** The head of a response, as received. */
struct ResponseHead
{
    int status = 0;
    std::string reason;
    int versionMinor = 1;
    Fields fields;
};

/** Reads "a, b;q=1, c" member by member, trimmed, empty members left out (RFC 9110, section 5.6.1). */
class ListMembers
{
public:
    explicit ListMembers(std::string_view value)
        : m_rest(value)
    { }
    std::optional<std::string_view> next();

private:
    std::string_view m_rest;
};

/**
 * Removes what concerns one connection only (RFC 9110, section 7.6.1): Connection and every field it names,
 * Keep-Alive, Proxy-Connection, TE, Transfer-Encoding, Upgrade, and Proxy-Authorization and Proxy-Authenticate,
 * which were for us. Content-Length and Host stay even when Connection names them: framing is never the peer's to
 * remove.
 */
void removeHopByHop(Fields &fields);

/** Tells which fields of a head removeHopByHop would remove, for those who write a head without changing it. */
class HopByHop
{
public:
    explicit HopByHop(const Fields &fields);
    bool contains(std::string_view name) const;

private:
    std::vector<std::string> m_named; ///< By Connection.
};

/** Removes from trailers what must not stand there: framing, routing, authentication (RFC 9110, section 6.5.1). */
void removeForbiddenTrailers(Fields &trailers);

void appendField(std::string &out, std::string_view name, std::string_view value);
/** Appends the field lines without the blank line. */
void appendFields(std::string &out, const Fields &fields);
/** "Name: value" and LF for each field, for people to read. */
std::string fieldText(const Fields &fields);
/** Appends request line, fields and the blank line; always as HTTP/1.1. */
void appendRequestHead(std::string &out, const RequestHead &head);
/** Appends status line, fields and the blank line; always as HTTP/1.1. An empty reason stays empty. */
void appendResponseHead(std::string &out, const ResponseHead &head);

/** The standard phrase for a status, or "Unknown". */
std::string_view reasonPhrase(int status);

} // namespace cachescope::http
