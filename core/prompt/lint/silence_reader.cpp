// SPDX-License-Identifier: MIT
#include "prompt/lint/edits.h"
#include "prompt/lint/silences.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cachescope::prompt {

namespace {

constexpr std::string_view keyword = "cachescope:";

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

enum class Reach
{
    Line,
    BlockBegin,
    BlockEnd,
    File
};

/** What a comment says; offsets are those of the text it was read from. */
struct Directive
{
    Reach reach = Reach::Line;
    ByteRange range; ///< The comment with its opener and closer.
    std::vector<Silence::Name> names;
    std::string until;
};

/** Reads what follows the keyword up to the comment's closer or the line's end. */
class DirectiveReader
{
public:
    DirectiveReader(std::string_view text, std::size_t at, std::size_t end)
        : m_text(text.substr(0, end))
        , m_at(at)
    { }

    std::optional<Directive> read()
    {
        static constexpr std::array<std::pair<std::string_view, Reach>, 5> verbs{ {
            { "ignore-start", Reach::BlockBegin },
            { "ignore-end", Reach::BlockEnd },
            { "ignore-file", Reach::File },
            { "ignore-line", Reach::Line },
            { "ignore", Reach::Line },
        } };
        skipBlanks();
        const auto verb = std::ranges::find_if(
            verbs, [this](const auto &entry) { return m_text.substr(m_at).starts_with(entry.first); });
        if (verb == verbs.end())
            return {};
        m_at += verb->first.size();
        Directive directive;
        directive.reach = verb->second;
        readNames(directive);
        return directive;
    }

private:
    void skipBlanks()
    {
        while (m_at < m_text.size() && (isBlank(m_text[m_at]) || m_text[m_at] == ','))
            ++m_at;
    }

    void readNames(Directive &directive)
    {
        for (skipBlanks(); m_at < m_text.size() && isNameCharacter(m_text[m_at]); skipBlanks()) {
            const std::size_t begin = m_at;
            while (m_at < m_text.size() && isNameCharacter(m_text[m_at]))
                ++m_at;
            const std::string_view name = m_text.substr(begin, m_at - begin);
            if (name == "until") {
                skipBlanks();
                directive.until = m_text.substr(m_at, std::size_t{ 10 });
                return;
            }
            directive.names.push_back({ std::string(name), { begin, m_at } });
        }
    }

    std::string_view m_text;
    std::size_t m_at;
};

/** Opener and closer of a comment around the keyword at `at`; nothing when it is plain prose. */
std::optional<ByteRange> commentAround(std::string_view text, std::size_t at, std::size_t &contentEnd)
{
    std::size_t before = at;
    while (before > 0 && (text[before - 1] == ' ' || text[before - 1] == '\t'))
        --before;
    const std::string_view head = text.substr(0, before);
    const std::size_t lineEnd = lineAt(text, at).end;
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> pairs{ {
        { "<!--", "-->" },
        { "{#", "#}" },
        { "/*", "*/" },
    } };
    for (const auto &[opener, closer] : pairs) {
        if (!head.ends_with(opener))
            continue;
        const std::size_t close = text.find(closer, at);
        if (close == std::string_view::npos || close > lineEnd)
            return {};
        contentEnd = close;
        return ByteRange{ before - opener.size(), close + closer.size() };
    }
    for (const std::string_view opener : { std::string_view("//"), std::string_view("#") }) {
        if (!head.ends_with(opener))
            continue;
        contentEnd = lineEnd;
        return ByteRange{ before - opener.size(), lineEnd };
    }
    return {};
}

bool standsAlone(std::string_view text, ByteRange comment)
{
    const ByteRange line = lineAt(text, comment.begin);
    const auto isAllBlank = [&](std::size_t begin, std::size_t end) {
        return std::ranges::all_of(text.substr(begin, end - begin), isBlank);
    };
    return isAllBlank(line.begin, comment.begin) && comment.end <= line.end && isAllBlank(comment.end, line.end);
}

/** The next line that is not empty, behind the comment's own. */
ByteRange nextLine(std::string_view text, ByteRange comment)
{
    std::size_t at = std::min(text.find('\n', comment.end), text.size());
    while (at < text.size() && (text[at] == '\n' || isBlank(text[at])))
        ++at;
    const ByteRange line = lineAt(text, std::min(at, text.size()));
    return { line.begin, line.end };
}

/** Finds comments in the text of one segment. */
class TextSilences
{
public:
    TextSilences(const Segment &segment, std::size_t fileSize, std::vector<Silence> &out)
        : m_segment(segment)
        , m_text(segment.text.text())
        , m_fileSize(fileSize)
        , m_out(out)
    { }

    void find()
    {
        for (std::size_t at = m_text.find(keyword); at != std::string_view::npos;
             at = m_text.find(keyword, at + 1)) {
            std::size_t contentEnd = 0;
            const auto comment = commentAround(m_text, at, contentEnd);
            if (!comment)
                continue;
            auto directive = DirectiveReader(m_text, at + keyword.size(), contentEnd).read();
            if (!directive)
                continue;
            directive->range = *comment;
            add(std::move(*directive));
        }
        for (const std::size_t open : m_open)
            m_out[open].scope.end = m_segment.source.end;
    }

private:
    void add(Directive directive)
    {
        if (directive.reach == Reach::BlockEnd) {
            for (const std::size_t open : m_open)
                m_out[open].scope.end = toSource(directive.range).begin;
            m_open.clear();
            return;
        }
        Silence silence;
        const bool alone = standsAlone(m_text, directive.range);
        silence.comment
            = toSource(alone ? wholeLine(m_text, lineAt(m_text, directive.range.begin)) : directive.range);
        for (Silence::Name &name : directive.names)
            name.source = toSource(name.source);
        silence.names = std::move(directive.names);
        silence.until = std::move(directive.until);
        if (directive.reach == Reach::File) {
            silence.scope = { 0, m_fileSize + 1 };
        } else if (directive.reach == Reach::BlockBegin) {
            silence.scope = { silence.comment.begin, m_segment.source.end };
            m_open.push_back(m_out.size());
        } else {
            const ByteRange line
                = alone ? nextLine(m_text, directive.range) : lineAt(m_text, directive.range.begin);
            silence.scope = toSource(line);
            ++silence.scope.end; // What is wrong with the line's end belongs to the line.
        }
        m_out.push_back(std::move(silence));
    }

    ByteRange toSource(ByteRange decoded) const { return m_segment.text.toSource(decoded); }

    const Segment &m_segment;
    std::string_view m_text;
    std::size_t m_fileSize;
    std::vector<Silence> &m_out;
    std::vector<std::size_t> m_open; ///< Blocks that have not ended.
};

/** Finds members "//" and "$comment" anywhere in the JSON of a request. */
class JsonSilences
{
public:
    JsonSilences(std::string_view bytes, std::vector<Silence> &out)
        : m_bytes(bytes)
        , m_out(out)
    { }

    void find()
    {
        while (m_at < m_bytes.size()) {
            const char c = m_bytes[m_at];
            if (c == '"') {
                string();
                continue;
            }
            if (c == '{' || c == '[')
                m_open.push_back(m_at);
            else if ((c == '}' || c == ']') && !m_open.empty())
                close();
            ++m_at;
        }
    }

private:
    void string()
    {
        const std::size_t begin = m_at++;
        while (m_at < m_bytes.size() && m_bytes[m_at] != '"')
            m_at += m_bytes[m_at] == '\\' ? 2 : 1;
        m_at = std::min(m_at + 1, m_bytes.size());
        const std::string_view literal = m_bytes.substr(begin, m_at - begin);
        const bool isValue = m_isCommentKey && literal.substr(1).starts_with(keyword);
        if (isValue)
            comment({ begin, m_at });
        m_isCommentKey = !isValue && (literal == "\"//\"" || literal == "\"$comment\"");
        if (m_isCommentKey)
            m_keyBegin = begin;
    }

    void comment(ByteRange value)
    {
        auto directive = DirectiveReader(m_bytes, value.begin + 1 + keyword.size(), value.end - 1).read();
        if (!directive || m_open.empty())
            return;
        Silence silence;
        silence.names = std::move(directive->names);
        silence.until = std::move(directive->until);
        silence.scope = { m_open.back(), m_open.back() };
        silence.comment = withComma({ m_keyBegin, value.end });
        if (directive->reach == Reach::File)
            silence.scope = { 0, m_bytes.size() + 1 };
        else
            m_waiting.emplace_back(m_open.size(), m_out.size());
        m_out.push_back(std::move(silence));
    }

    /** The member with the comma that parts it from its neighbour. */
    ByteRange withComma(ByteRange member) const
    {
        const auto isSpace = [](char c) { return isBlank(c) || c == '\n'; };
        std::size_t end = member.end;
        while (end < m_bytes.size() && isSpace(m_bytes[end]))
            ++end;
        if (end < m_bytes.size() && m_bytes[end] == ',') {
            ++end;
            while (end < m_bytes.size() && isSpace(m_bytes[end]))
                ++end;
            return { member.begin, end };
        }
        std::size_t begin = member.begin;
        while (begin > 0 && isSpace(m_bytes[begin - 1]))
            --begin;
        return begin > 0 && m_bytes[begin - 1] == ',' ? ByteRange{ begin - 1, member.end } : member;
    }

    void close()
    {
        for (const auto &[depth, silence] : m_waiting) {
            if (depth == m_open.size())
                m_out[silence].scope.end = m_at + 1;
        }
        std::erase_if(m_waiting, [this](const auto &entry) { return entry.first == m_open.size(); });
        m_open.pop_back();
    }

    std::string_view m_bytes;
    std::vector<Silence> &m_out;
    std::size_t m_at = 0, m_keyBegin = 0;
    bool m_isCommentKey = false;
    std::vector<std::size_t> m_open; ///< Where the open containers begin.
    std::vector<std::pair<std::size_t, std::size_t>> m_waiting; ///< Depth and silence whose object is still open.
};

} // namespace

std::vector<Silence> findSilences(const Prompt &prompt)
{
    std::vector<Silence> silences;
    if (prompt.bytes().find(keyword) == std::string::npos)
        return silences;
    for (const Segment &segment : prompt.segments())
        TextSilences(segment, prompt.bytes().size(), silences).find();
    if (prompt.form() != PromptForm::PlainText && prompt.form() != PromptForm::Template)
        JsonSilences(prompt.bytes(), silences).find();
    return silences;
}

} // namespace cachescope::prompt
