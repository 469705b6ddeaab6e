// SPDX-License-Identifier: MIT
#include "requestlog/filter_values.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace cachescope::requestlog {

namespace {

using NodePointer = std::shared_ptr<const Filter::Node>;
using Parsed = tl::expected<NodePointer, FilterError>;
using Kind = Filter::Node::Kind;

constexpr std::size_t mostConditions = 400; // SQLite limits the depth of an expression to 1000.
constexpr int deepestNesting = 100;

NodePointer makeNode(Kind kind, std::vector<NodePointer> children)
{
    auto node = std::make_shared<Filter::Node>();
    node->kind = kind;
    node->children = std::move(children);
    return node;
}

NodePointer makeLeafNode(std::variant<NumberCondition, TextCondition> leaf)
{
    auto node = std::make_shared<Filter::Node>();
    node->kind = Kind::Leaf;
    node->leaf = std::move(leaf);
    return node;
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isNameLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/** mitmproxy's spelling. */
struct Shorthand
{
    char letter;
    std::string_view field;
};
constexpr std::array shorthands
    = { Shorthand{ 'u', "url" }, Shorthand{ 'm', "method" }, Shorthand{ 'c', "status" }, Shorthand{ 'b', "body" } };

/** Recursive descent: or, then and (blank), then not, group or condition. */
class Parser
{
public:
    Parser(std::string_view text, base::UnixMicros now)
        : m_text(text)
        , m_now(now)
    { }

    Parsed parse()
    {
        auto root = parseOr(true);
        if (root && m_at < m_text.size())
            return error(m_at, m_at + 1, "This ) closes nothing");
        return root;
    }
    std::vector<FilterTerm> takeTerms() { return std::move(m_terms); }

private:
    tl::unexpected<FilterError> error(std::size_t begin, std::size_t end, std::string message) const
    {
        return tl::unexpected(FilterError{ begin, end, std::move(message) });
    }

    void skipBlanks()
    {
        while (m_at < m_text.size() && isBlank(m_text[m_at]))
            ++m_at;
    }

    /** The next word if it is just this one (letters follow no further). */
    bool atWord(std::string_view word) const
    {
        const std::size_t end = m_at + word.size();
        return base::equalIgnoringCase(m_text.substr(m_at, word.size()), word)
            && (end == m_text.size() || isBlank(m_text[end]) || m_text[end] == '(' || m_text[end] == ')');
    }

    bool atEnd()
    {
        skipBlanks();
        return m_at >= m_text.size() || m_text[m_at] == ')';
    }

    Parsed parseOr(bool top)
    {
        const std::size_t begin = m_at;
        std::vector<NodePointer> alternatives;
        for (;;) {
            skipBlanks();
            const std::size_t start = m_at;
            auto side = parseAnd(top);
            if (!side)
                return side;
            const bool more = m_at < m_text.size() && atWord("or");
            if ((*side)->kind == Kind::All && (more || !alternatives.empty()))
                return error(start, m_at + (more ? 2 : 0), "Something is missing beside this \"or\"");
            alternatives.push_back(*std::move(side));
            if (!more)
                break;
            m_at += 2;
        }
        if (alternatives.size() == 1)
            return alternatives.front();
        if (top) {
            std::size_t end = m_at;
            while (end > begin && isBlank(m_text[end - 1]))
                --end;
            m_terms = { { m_text.find_first_not_of(" \t\r\n", begin), end } };
        }
        return makeNode(Kind::Or, std::move(alternatives));
    }

    Parsed parseAnd(bool top)
    {
        std::vector<NodePointer> all;
        while (!atEnd() && !atWord("or")) {
            if (atWord("and") && !all.empty()) {
                m_at += 3;
                if (atEnd() || atWord("or"))
                    return error(m_at - 3, m_at, "Something is missing behind this \"and\"");
                continue;
            }
            const std::size_t begin = m_at;
            auto one = parseUnary();
            if (!one)
                return one;
            if (top)
                m_terms.push_back({ begin, m_at });
            all.push_back(*std::move(one));
        }
        if (all.size() == 1)
            return all.front();
        const Kind kind = all.empty() ? Kind::All : Kind::And;
        return makeNode(kind, std::move(all));
    }

    Parsed parseUnary()
    {
        const std::size_t begin = m_at;
        if (++m_conditions > mostConditions)
            return error(begin, m_text.size(), "This filter has too many conditions");
        if (m_text[m_at] == '-' || m_text[m_at] == '!') {
            ++m_at;
            if (m_at >= m_text.size() || isBlank(m_text[m_at]) || m_text[m_at] == ')')
                return error(begin, m_at, "Something to exclude is missing behind this sign");
            if (++m_depth > deepestNesting)
                return error(begin, m_at, "This filter is nested too deeply");
            auto inner = parseUnary();
            --m_depth;
            if (!inner)
                return inner;
            return makeNode(Kind::Not, { *std::move(inner) });
        }
        if (m_text[m_at] == '(')
            return parseGroup();
        if (m_text[m_at] == '~')
            return parseShorthand();
        return parseCondition();
    }

    Parsed parseGroup()
    {
        const std::size_t begin = m_at++;
        if (++m_depth > deepestNesting)
            return error(begin, m_at, "This filter is nested too deeply");
        auto inner = parseOr(false);
        --m_depth;
        if (!inner)
            return inner;
        if (m_at >= m_text.size())
            return error(begin, begin + 1, "This ( is never closed");
        ++m_at;
        if ((*inner)->kind == Kind::All)
            return error(begin, m_at, "There is nothing between ( and )");
        return inner;
    }

    Parsed parseShorthand()
    {
        const std::size_t begin = m_at;
        const char letter = m_at + 1 < m_text.size() ? m_text[m_at + 1] : '\0';
        const auto *known
            = std::find_if(shorthands.begin(), shorthands.end(), [letter](const Shorthand &shorthand) {
                  return shorthand.letter == letter;
              });
        const std::size_t after = m_at + 2;
        if (known == shorthands.end() || (after < m_text.size() && !isBlank(m_text[after])))
            return error(begin, std::min(after, m_text.size()), "Known shorthands are ~u, ~m, ~c and ~b");
        m_at = after;
        skipBlanks();
        return parseValues(*findField(known->field), CompareSign::Equal, begin);
    }

    Parsed parseCondition()
    {
        const std::size_t begin = m_at;
        std::size_t nameEnd = m_at;
        while (nameEnd < m_text.size() && isNameLetter(m_text[nameEnd]))
            ++nameEnd;
        const std::string_view name = m_text.substr(begin, nameEnd - begin);
        const FieldRule *rule = findField(name);
        std::size_t signEnd = nameEnd;
        const auto sign = name.empty() ? std::nullopt : readSign(signEnd);
        // "a=b" is text unless a is a field; a colon or a comparison is meant as a condition.
        if (!sign || (rule == nullptr && m_text[nameEnd] == '='))
            return parseFreeText();
        if (rule == nullptr)
            return unknownField(name, begin, nameEnd);
        m_at = signEnd;
        return parseValues(*rule, *sign, begin);
    }

    Parsed unknownField(std::string_view name, std::size_t begin, std::size_t end) const
    {
        if (base::equalIgnoringCase(name, "rule"))
            return error(begin, end, "No lint findings are kept with calls in this version, so rule finds nothing");
        std::vector<std::string_view> names;
        for (const FieldRule &rule : fieldRules())
            names.push_back(rule.name);
        const std::string_view near = base::nearestName(name, names);
        std::string message = "There is no field \"" + std::string(name) + "\"";
        message += near.empty() ? "." : "; did you mean " + std::string(near) + "?";
        return error(begin, end, message + " Text that is meant as it stands goes in quotes");
    }

    std::optional<CompareSign> readSign(std::size_t &at) const
    {
        std::size_t end = at;
        const bool colon = end < m_text.size() && m_text[end] == ':';
        if (colon)
            ++end;
        const std::string_view rest = m_text.substr(end, 2);
        std::optional<CompareSign> sign;
        if (rest == ">=" || rest == "<=") {
            sign = rest == ">=" ? CompareSign::GreaterOrEqual : CompareSign::LessOrEqual;
            end += 2;
        } else if (rest.starts_with('>') || rest.starts_with('<')) {
            sign = rest.front() == '>' ? CompareSign::Greater : CompareSign::Less;
            ++end;
        } else if (rest.starts_with('=')) {
            sign = CompareSign::Exact;
            ++end;
        } else if (colon) {
            sign = CompareSign::Equal;
        }
        if (sign)
            at = end;
        return sign;
    }

    /** One value: quoted, or up to a blank, a comma or a closing bracket. */
    tl::expected<FilterValue, FilterError> readValue(bool commaEnds)
    {
        FilterValue value;
        const std::size_t begin = m_at;
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            value.quoted = true;
            for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
                if (m_text[m_at] == '\\' && m_at + 1 < m_text.size())
                    ++m_at;
                value.text.push_back(m_text[m_at]);
            }
            if (m_at >= m_text.size())
                return error(begin, m_text.size(), "This quotation mark is never closed");
            ++m_at;
            return value;
        }
        // A bracket that opens inside of a word closes inside of it: print(x) is one word.
        int open = 0;
        while (m_at < m_text.size() && !isBlank(m_text[m_at]) && !(open == 0 && m_text[m_at] == ')')
               && !(commaEnds && m_text[m_at] == ',')) {
            open += m_text[m_at] == '(' ? 1 : m_text[m_at] == ')' ? -1 : 0;
            value.text.push_back(m_text[m_at++]);
        }
        return value;
    }

    Parsed parseValues(const FieldRule &rule, CompareSign sign, std::size_t begin)
    {
        std::vector<FilterValue> values;
        const std::size_t valuesBegin = m_at;
        do {
            if (!values.empty())
                ++m_at;
            auto value = readValue(true);
            if (!value)
                return tl::unexpected(value.error());
            if (value->text.empty() && !value->quoted)
                return error(
                    begin, std::max(m_at, begin + 1), "A value is missing behind " + std::string(rule.name));
            values.push_back(*std::move(value));
            if (++m_conditions > mostConditions)
                return error(begin, m_at, "This filter has too many values");
        } while (m_at < m_text.size() && m_text[m_at] == ',');
        if (m_at < m_text.size() && !isBlank(m_text[m_at]) && m_text[m_at] != ')')
            return error(m_at, m_at + 1, "A blank is missing behind the quotation mark");
        auto leaf = makeLeaf(rule, sign, values, m_now);
        if (!leaf)
            return error(valuesBegin, m_at, leaf.error());
        return makeLeafNode(*std::move(leaf));
    }

    Parsed parseFreeText()
    {
        const std::size_t begin = m_at;
        auto value = readValue(false);
        if (!value)
            return tl::unexpected(value.error());
        if (value->text.empty())
            return error(begin, std::max(m_at, begin + 1), "There is no text between the quotation marks");
        return makeLeafNode(freeText(*value));
    }

    std::string_view m_text;
    base::UnixMicros m_now;
    std::size_t m_at = 0;
    std::size_t m_conditions = 0;
    int m_depth = 0;
    std::vector<FilterTerm> m_terms;
};

} // namespace

Filter::Filter() = default;

tl::expected<Filter, FilterError> Filter::parse(std::string_view text)
{
    Parser parser(text, base::SystemClock::instance().wall());
    auto root = parser.parse();
    if (!root)
        return tl::unexpected(root.error());
    Filter filter;
    filter.m_text = text;
    if ((*root)->kind != Node::Kind::All) {
        filter.m_root = *std::move(root);
        filter.m_terms = parser.takeTerms();
    }
    return filter;
}

bool Filter::isEmpty() const
{
    return m_root == nullptr;
}

const std::string &Filter::text() const
{
    return m_text;
}

const std::vector<FilterTerm> &Filter::terms() const
{
    return m_terms;
}

} // namespace cachescope::requestlog
