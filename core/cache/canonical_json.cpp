// SPDX-License-Identifier: MIT
#include "cache/canonical_json.h"

#include "base/text.h"
#include "cache/json_tape.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <list>

namespace cachescope::cache {

namespace {

using Kind = JsonToken::Kind;
using providers::Api;

/** Gathers small pieces, so that the digest is called once for kilobytes. */
class DigestBuffer
{
public:
    explicit DigestBuffer(base::Sha256 &digest)
        : m_digest(digest)
    { }
    /** While it lives (and `silent`), nothing reaches the digest. */
    class Silence
    {
    public:
        Silence(DigestBuffer &buffer, bool silent)
            : m_buffer(buffer)
            , m_before(buffer.m_silent)
        {
            buffer.m_silent = m_before || silent;
        }
        ~Silence() { m_buffer.m_silent = m_before; }
        Silence(const Silence &) = delete;
        Silence &operator=(const Silence &) = delete;

    private:
        DigestBuffer &m_buffer;
        bool m_before;
    };

    void add(std::string_view bytes)
    {
        if (m_silent)
            return;
        if (bytes.size() > m_buffer.size() - m_used)
            flush();
        if (bytes.size() > m_buffer.size()) {
            m_digest.add(bytes);
            return;
        }
        std::copy(bytes.begin(), bytes.end(), m_buffer.begin() + static_cast<std::ptrdiff_t>(m_used));
        m_used += bytes.size();
    }
    void mark(char kind) { add({ &kind, 1 }); }
    void field(char kind, std::string_view content)
    {
        std::array<char, 9> head{ kind };
        for (std::size_t i = 0; i < 8; ++i)
            head[1 + i] = static_cast<char>((static_cast<std::uint64_t>(content.size()) >> (8 * i)) & 0xff);
        add({ head.data(), head.size() });
        add(content);
    }
    void flush()
    {
        m_digest.add({ m_buffer.data(), m_used });
        m_used = 0;
    }

private:
    base::Sha256 &m_digest;
    std::array<char, 4096> m_buffer;
    std::size_t m_used = 0;
    bool m_silent = false;
};

/** "/a~1b/0" → "a/b", "0". */
std::vector<std::string> pointerNames(std::string_view pointer)
{
    std::vector<std::string> names;
    for (const std::string_view part : base::split(pointer.substr(1), '/')) {
        std::string &name = names.emplace_back();
        for (std::size_t i = 0; i < part.size(); ++i) {
            if (part[i] == '~' && i + 1 < part.size())
                name += part[++i] == '1' ? '/' : '~';
            else
                name += part[i];
        }
    }
    return names;
}

/** Working memory of a thread, kept from call to call. */
struct Workspace
{
    struct Member
    {
        std::string_view name;
        std::uint32_t valueToken = 0;
    };
    std::vector<JsonToken> tape;
    std::vector<Member> members; ///< A stack: the members of each object that is open.
    std::string text;

    /** A rare huge body must not hold its memory for ever. */
    void trim()
    {
        constexpr std::size_t kept = std::size_t{ 64 } << 10;
        if (tape.capacity() > kept)
            std::vector<JsonToken>().swap(tape);
        if (members.capacity() > kept)
            std::vector<Member>().swap(members);
        if (text.capacity() > 16 * kept)
            std::string().swap(text);
    }
};

class Writer
{
public:
    Writer(
        std::string_view json, Api api, const std::vector<std::string> &volatileFields, Workspace &space,
        base::Sha256 &digest)
        : m_json(json)
        , m_api(api)
        , m_space(space)
        , m_out(digest)
    {
        m_pointers.reserve(volatileFields.size());
        for (const std::string &field : volatileFields) {
            if (field.starts_with('/'))
                m_pointers.push_back(pointerNames(field));
        }
    }

    bool write()
    {
        m_space.members.clear();
        const std::size_t count = m_pointers.size();
        const bool fine = value(0, count == 64 ? ~std::uint64_t{ 0 } : (std::uint64_t{ 1 } << count) - 1, 0);
        m_out.flush();
        return fine;
    }

private:
    std::string_view raw(const JsonToken &token) const
    {
        return m_json.substr(token.begin, token.end - token.begin);
    }
    const JsonToken &token(std::uint32_t index) const { return m_space.tape[index]; }

    /** `active`: the pointers that have led here with their first `level` names. */
    bool value(std::uint32_t index, std::uint64_t active, std::size_t level)
    {
        const JsonToken &current = token(index);
        switch (current.kind) {
        case Kind::Object:
            return object(index, active, level);
        case Kind::Array:
            return array(index, active, level);
        case Kind::Text:
            m_out.field('s', raw(current));
            break;
        case Kind::EscapedText:
            m_space.text.clear();
            appendUnescaped(raw(current), m_space.text);
            m_out.field('s', m_space.text);
            break;
        case Kind::Number:
            m_out.field('n', raw(current));
            break;
        case Kind::True:
            m_out.mark('t');
            break;
        case Kind::False:
            m_out.mark('f');
            break;
        case Kind::Null:
            m_out.mark('z');
            break;
        }
        return true;
    }

    bool array(std::uint32_t index, std::uint64_t active, std::size_t level)
    {
        m_out.mark('[');
        std::size_t position = 0;
        for (std::uint32_t i = index + 1; i < token(index).next; i = token(i).next, ++position) {
            bool leaveOut = false;
            const std::uint64_t inner = active == 0 ? 0 : follow(active, level, std::to_string(position), leaveOut);
            if (leaveOut)
                m_out.mark('~');
            const DigestBuffer::Silence silence(m_out, leaveOut);
            if (!value(i, inner, level + 1))
                return false;
        }
        m_out.mark(']');
        return true;
    }

    bool object(std::uint32_t index, std::uint64_t active, std::size_t level)
    {
        const std::size_t first = m_space.members.size();
        const std::uint32_t end = token(index).next;
        for (std::uint32_t i = index + 1; i < end; i = token(i + 1).next)
            m_space.members.push_back({ nameOf(token(i)), i + 1 });
        const auto range = m_space.members.begin() + static_cast<std::ptrdiff_t>(first);
        std::sort(range, m_space.members.end(), [](const auto &a, const auto &b) { return a.name < b.name; });
        if (std::adjacent_find(
                range, m_space.members.end(), [](const auto &a, const auto &b) { return a.name == b.name; })
            != m_space.members.end())
            return false;

        m_out.mark('{');
        const std::size_t count = m_space.members.size() - first;
        for (std::size_t i = first; i < first + count; ++i) {
            const Workspace::Member member = m_space.members[i]; // A copy: inner objects grow the vector.
            bool leaveOut = index == 0 && isFormWish(member);
            const std::uint64_t inner = active == 0 ? 0 : follow(active, level, member.name, leaveOut);
            // What is left out is still walked, unheard: the whole text must be free of names given twice.
            const DigestBuffer::Silence silence(m_out, leaveOut);
            m_out.field('k', member.name);
            if (!value(member.valueToken, inner, level + 1))
                return false;
        }
        m_out.mark('}');
        m_space.members.resize(first);
        return true;
    }

    std::string_view nameOf(const JsonToken &name)
    {
        if (name.kind == Kind::Text)
            return raw(name);
        appendUnescaped(raw(name), m_names.emplace_back());
        return m_names.back();
    }

    /** Which of the active pointers go on through `name`; one that ends here leaves the value out. */
    std::uint64_t follow(std::uint64_t active, std::size_t level, std::string_view name, bool &leaveOut) const
    {
        std::uint64_t inner = 0;
        for (std::size_t p = 0; p < m_pointers.size(); ++p) {
            const std::uint64_t bit = std::uint64_t{ 1 } << p;
            if ((active & bit) == 0 || level >= m_pointers[p].size() || m_pointers[p][level] != name)
                continue;
            if (level + 1 == m_pointers[p].size())
                leaveOut = true;
            else
                inner |= bit;
        }
        return inner;
    }

    bool isLiteral(std::uint32_t index) const
    {
        const Kind kind = token(index).kind;
        return kind == Kind::True || kind == Kind::False;
    }

    /** A well-formed member of the request that chooses only the form of the answer. Anything else of that name
     * (a wrong type, further options) stays in the key. */
    bool isFormWish(const Workspace::Member &member)
    {
        const bool streams
            = m_api == Api::OpenAiChat || m_api == Api::OpenAiResponses || m_api == Api::AnthropicMessages;
        if (streams && member.name == "stream")
            return isLiteral(member.valueToken);
        if (m_api != Api::OpenAiChat || member.name != "stream_options")
            return false;
        const JsonToken &options = token(member.valueToken);
        const std::uint32_t name = member.valueToken + 1;
        if (options.kind != Kind::Object)
            return false;
        const bool empty = options.next == name;
        return empty
            || (nameOf(token(name)) == "include_usage" && isLiteral(name + 1)
                && token(name + 1).next == options.next);
    }

    std::string_view m_json;
    Api m_api;
    Workspace &m_space;
    DigestBuffer m_out;
    std::vector<std::vector<std::string>> m_pointers;
    std::list<std::string> m_names; ///< Names that had escapes; stable addresses.
};

} // namespace

bool addCanonicalJson(
    std::string_view json, Api api, const std::vector<std::string> &volatileFields, base::Sha256 &digest)
{
    thread_local Workspace space;
    const bool fine = volatileFields.size() <= volatileFieldLimit && readJsonTape(json, space.tape)
        && Writer(json, api, volatileFields, space, digest).write();
    space.trim();
    return fine;
}

} // namespace cachescope::cache
