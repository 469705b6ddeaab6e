// SPDX-License-Identifier: MIT
#include "config/document.h"

#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace cachescope::config {

namespace {

constexpr int depthLimit = 64;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

void appendUtf8(std::string &out, std::uint32_t code)
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

class Parser
{
public:
    Parser(std::string_view text, std::string_view fileName, Comments comments)
        : m_text(text)
        , m_fileName(fileName)
        , m_comments(comments)
    { }

    base::Result<Node> document()
    {
        if (m_text.starts_with("\xef\xbb\xbf"))
            m_at = 3;
        if (!base::isValidUtf8(m_text))
            return base::failure(
                base::ErrorCode::InvalidInput, std::string(m_fileName) + ": is not UTF-8 text; save it as UTF-8.");
        Node root;
        const bool fine = skipBlanks() && (m_at == m_text.size() ? emptyRoot(root) : value(root, 0)) && skipBlanks()
            && (m_at == m_text.size() || fail("text follows the end of the configuration"));
        if (!fine)
            return tl::unexpected(base::Error{ base::ErrorCode::InvalidInput,
                                               std::string(m_fileName) + ':'
                                                   + std::to_string(lineAt(m_text, m_failedAt)) + ": " + m_problem
                                                   + '.' });
        return root;
    }

private:
    bool fail(std::string problem) { return failAt(m_at, std::move(problem)); }
    bool failAt(std::size_t position, std::string problem)
    {
        m_failedAt = position;
        m_problem = std::move(problem);
        return false;
    }
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    bool emptyRoot(Node &root)
    {
        root.kind = Node::Kind::Object;
        root.begin = root.end = m_at;
        return m_comments == Comments::Allowed || fail("a value is missing");
    }

    bool skipBlanks()
    {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                ++m_at;
            } else if (c == '/' && m_comments == Comments::Allowed) {
                if (!skipComment())
                    return false;
            } else {
                break;
            }
        }
        return true;
    }

    bool skipComment()
    {
        const std::string_view rest = m_text.substr(m_at);
        if (rest.starts_with("//")) {
            m_at = std::min(m_text.find('\n', m_at), m_text.size());
            return true;
        }
        if (!rest.starts_with("/*"))
            return fail("a single / is no comment; comments are // to the end of the line or /* … */");
        const std::size_t end = m_text.find("*/", m_at + 2);
        if (end == std::string_view::npos)
            return fail("a comment /* has no end */");
        m_at = end + 2;
        return true;
    }

    bool value(Node &node, int depth)
    {
        if (depth > depthLimit)
            return fail("values are nested more than 64 deep");
        node.begin = m_at;
        bool fine = false;
        switch (peek()) {
        case '{':
            fine = object(node, depth);
            break;
        case '[':
            fine = array(node, depth);
            break;
        case '"':
            node.kind = Node::Kind::String;
            fine = string(node.text);
            break;
        case 't':
            fine = word("true", node, Node::Kind::True);
            break;
        case 'f':
            fine = word("false", node, Node::Kind::False);
            break;
        case 'n':
            fine = word("null", node, Node::Kind::Null);
            break;
        default:
            fine = number(node);
        }
        node.end = m_at;
        return fine;
    }

    bool object(Node &node, int depth)
    {
        node.kind = Node::Kind::Object;
        ++m_at;
        if (!skipBlanks())
            return false;
        if (peek() == '}')
            return ++m_at, true;
        for (;;) {
            Member member;
            if (!key(member, node) || !value(member.value, depth + 1) || !skipBlanks())
                return false;
            const char next = peek();
            if (next == ',')
                member.comma = m_at;
            else if (next != '}')
                return fail("a comma or } is missing after the value of \"" + member.name + '"');
            ++m_at;
            node.members.push_back(std::move(member));
            if (next == '}')
                return true;
            if (!skipBlanks())
                return false;
            if (peek() == '}')
                return fail("a comma stands before }; remove it");
        }
    }

    bool key(Member &member, const Node &object)
    {
        member.keyBegin = m_at;
        if (peek() != '"')
            return fail("a name in double quotes is expected here");
        if (!string(member.name))
            return false;
        if (object.find(member.name))
            return failAt(member.keyBegin, "\"" + member.name + "\" is given twice");
        if (!skipBlanks())
            return false;
        if (peek() != ':')
            return fail("a colon is missing after \"" + member.name + '"');
        ++m_at;
        return skipBlanks();
    }

    bool array(Node &node, int depth)
    {
        node.kind = Node::Kind::Array;
        ++m_at;
        if (!skipBlanks())
            return false;
        if (peek() == ']')
            return ++m_at, true;
        for (;;) {
            if (!value(node.elements.emplace_back(), depth + 1) || !skipBlanks())
                return false;
            const char next = peek();
            if (next != ',' && next != ']')
                return fail("a comma or ] is missing in a list");
            ++m_at;
            if (next == ']')
                return true;
            if (!skipBlanks())
                return false;
            if (peek() == ']')
                return fail("a comma stands before ]; remove it");
        }
    }

    bool word(std::string_view expected, Node &node, Node::Kind kind)
    {
        if (!m_text.substr(m_at).starts_with(expected))
            return fail("a value is expected here; text needs double quotes");
        node.kind = kind;
        m_at += expected.size();
        return true;
    }

    bool digits()
    {
        const std::size_t start = m_at;
        while (isDigit(peek()))
            ++m_at;
        return m_at > start || fail("a number is not written correctly");
    }

    bool number(Node &node)
    {
        node.kind = Node::Kind::Number;
        const std::size_t start = m_at;
        if (peek() == '-')
            ++m_at;
        else if (!isDigit(peek()))
            return fail("a value is expected here; text needs double quotes");
        if (peek() == '0')
            ++m_at;
        else if (!digits())
            return false;
        if (isDigit(peek()))
            return fail("a number must not begin with 0");
        if (peek() == '.' && (++m_at, !digits()))
            return false;
        if (peek() == 'e' || peek() == 'E') {
            ++m_at;
            if (peek() == '+' || peek() == '-')
                ++m_at;
            if (!digits())
                return false;
        }
        node.text = m_text.substr(start, m_at - start);
        return true;
    }

    bool string(std::string &out)
    {
        const std::size_t start = m_at++;
        for (;;) {
            if (m_at >= m_text.size())
                return failAt(start, "a text has no closing quote");
            const char c = m_text[m_at];
            if (c == '"')
                return ++m_at, true;
            if (static_cast<unsigned char>(c) < 0x20)
                return fail("a text runs over the end of its line, or holds a control character");
            ++m_at;
            if (c != '\\')
                out.push_back(c);
            else if (!escape(out))
                return false;
        }
    }

    bool escape(std::string &out)
    {
        static constexpr std::string_view names = "\"\\/bfnrt";
        static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        const char c = peek();
        ++m_at;
        if (const std::size_t i = names.find(c); c != '\0' && i != std::string_view::npos) {
            out.push_back(meanings[i]);
            return true;
        }
        std::optional<std::uint32_t> code = c == 'u' ? hex4() : std::nullopt;
        if (code && *code >= 0xd800 && *code < 0xdc00 && m_text.substr(m_at).starts_with("\\u")) {
            m_at += 2;
            const auto low = hex4();
            if (!low || *low < 0xdc00 || *low > 0xdfff)
                return fail("a text holds half a surrogate pair");
            code = 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00);
        }
        if (!code || (*code >= 0xd800 && *code <= 0xdfff))
            return fail("a text holds an escape that JSON does not know; write \\\\ for a backslash");
        appendUtf8(out, *code);
        return true;
    }

    std::optional<std::uint32_t> hex4()
    {
        static constexpr std::string_view hexDigits = "0123456789abcdef";
        std::uint32_t code = 0;
        for (int i = 0; i < 4; ++i, ++m_at) {
            const char c = peek();
            const std::size_t digit = hexDigits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
            if (digit == std::string_view::npos)
                return {};
            code = code * 16 + static_cast<std::uint32_t>(digit);
        }
        return code;
    }

    std::string_view m_text, m_fileName;
    Comments m_comments;
    std::size_t m_at = 0;
    std::size_t m_failedAt = 0;
    std::string m_problem;
};

} // namespace

const Member *Node::find(std::string_view name) const
{
    const auto it = std::find_if(members.begin(), members.end(), [&](const Member &m) { return m.name == name; });
    return it == members.end() ? nullptr : &*it;
}

base::Result<Node> parseDocument(std::string_view text, std::string_view fileName, Comments comments)
{
    return Parser(text, fileName, comments).document();
}

std::size_t lineAt(std::string_view text, std::size_t position)
{
    const std::string_view before = text.substr(0, position);
    return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

std::string quoted(std::string_view text)
{
    static constexpr std::string_view hexDigits = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += hexDigits[byte >> 4];
            out += hexDigits[byte & 0xf];
        } else {
            out += c;
        }
    }
    return out += '"';
}

} // namespace cachescope::config
