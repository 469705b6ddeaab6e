// SPDX-License-Identifier: MIT
#include "requestlog/id_ranges.h"

#include "requestlog/filter_node.h"
#include "requestlog/text_blocks.h"

#include <algorithm>
#include <limits>

namespace cachescope::requestlog {

namespace {

using base::Result;
using storage::Database;

/** More sessions or calls than this are found sooner by going through the rows. */
constexpr std::size_t mostSessions = 500;
constexpr std::size_t mostCallsBySession = 100'000;
/** Ids this near share a range: passing by a few rows is cheaper than starting anew. */
constexpr std::int64_t gapPassedBy = 64;

using Ranges = std::vector<IdRange>;

/** Conditions that hold for every match: those of the top-level conjunction. */
void collectTexts(const Filter::Node &node, std::vector<const TextCondition *> &found)
{
    if (node.kind == Filter::Node::Kind::And)
        for (const auto &child : node.children)
            collectTexts(*child, found);
    else if (const auto *text = std::get_if<TextCondition>(&node.leaf);
             text != nullptr && node.kind == Filter::Node::Kind::Leaf)
        found.push_back(text);
}

/** Parts of three bytes and more that whatever matches must hold. */
std::vector<std::string> literalsOf(const TextPattern &pattern)
{
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < pattern.glob.size(); ++i) {
        if (pattern.glob[i] == '*') {
            parts.emplace_back();
            continue;
        }
        if (pattern.glob[i] == '\\' && i + 1 < pattern.glob.size())
            ++i;
        parts.back().push_back(pattern.glob[i]);
    }
    std::erase_if(parts, [](const std::string &part) { return part.size() < 3; });
    return parts;
}

std::optional<NameKind> nameKindOf(TextField field)
{
    switch (field) {
    case TextField::Upstream:
        return NameKind::Upstream;
    case TextField::Model:
        return NameKind::Model;
    case TextField::Client:
        return NameKind::Client;
    case TextField::Session:
        return NameKind::Session;
    case TextField::Project:
        return NameKind::Project;
    case TextField::Namespace:
        return NameKind::Namespace;
    case TextField::Version:
        return NameKind::Version;
    case TextField::Tags:
        return NameKind::Tags;
    case TextField::Credential:
        return NameKind::Credential;
    case TextField::Method:
        return NameKind::Method;
    case TextField::Target:
        return NameKind::Target;
    case TextField::ErrorKind:
        return NameKind::ErrorKind;
    case TextField::CacheDetail:
        return NameKind::CacheDetail;
    default:
        return {};
    }
}

bool isSummedUp(TextField field)
{
    return field == TextField::FirstText || field == TextField::ErrorMessage || field == TextField::Note;
}

/** Names of one kind that match, at most one more than `most`; ascending. */
Result<std::vector<std::int64_t>> namesMatching(
    Database &database, NameKind kind, const TextPattern &pattern, std::size_t most)
{
    auto select = database.cached(
        kind == NameKind::Tags ? "SELECT id FROM name WHERE kind = ?1 AND cs_match_tags(?2, value) LIMIT ?3"
                               : "SELECT id FROM name WHERE kind = ?1 AND cs_match(?2, value) LIMIT ?3");
    if (!select)
        return tl::unexpected(select.error());
    storage::Statement &statement = **select;
    statement.bind(1, static_cast<std::int64_t>(kind));
    statement.bind(2, std::string_view(pattern.encoded()));
    statement.bind(3, static_cast<std::int64_t>(most + 1));
    std::vector<std::int64_t> ids;
    while (statement.step())
        ids.push_back(statement.integer(0));
    if (!statement.ok())
        return tl::unexpected(statement.error());
    statement.reset();
    return ids;
}

/** Ids of the calls of these sessions, or nothing when they are too many. */
Result<std::optional<std::vector<std::int64_t>>> callsOf(
    Database &database, const std::vector<std::int64_t> &sessions)
{
    std::vector<std::int64_t> ids;
    for (const std::int64_t session : sessions) {
        auto select = database.cached("SELECT id FROM request INDEXED BY request_session "
                                      "WHERE session = ?1 AND session != 0 LIMIT ?2");
        if (!select)
            return tl::unexpected(select.error());
        (*select)->bind(1, session);
        (*select)->bind(2, static_cast<std::int64_t>(mostCallsBySession + 1));
        while ((*select)->step())
            ids.push_back((*select)->integer(0));
        if (!(*select)->ok())
            return tl::unexpected((*select)->error());
        (*select)->reset();
        if (ids.size() > mostCallsBySession)
            return std::nullopt;
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

Result<std::optional<Ranges>> rangesOfSessions(Database &database, const TextCondition &condition)
{
    std::vector<std::int64_t> sessions;
    for (const TextPattern &pattern : condition.patterns) {
        if (pattern.matches({}))
            return std::nullopt;
        auto names = namesMatching(database, NameKind::Session, pattern, mostSessions);
        if (!names)
            return tl::unexpected(names.error());
        sessions.insert(sessions.end(), names->begin(), names->end());
        if (sessions.size() > mostSessions)
            return std::nullopt;
    }
    auto ids = callsOf(database, sessions);
    if (!ids || !*ids)
        return ids ? Result<std::optional<Ranges>>(std::nullopt) : tl::unexpected(ids.error());
    Ranges ranges;
    for (const std::int64_t id : **ids) {
        if (!ranges.empty() && id - ranges.back().last <= gapPassedBy)
            ranges.back().last = id;
        else
            ranges.push_back({ id, id });
    }
    return ranges;
}

/** What a block must hold to be looked at, for one condition: any of the words, each with all of its literals. */
using Words = std::vector<std::vector<std::string>>;

/** Nothing when a call can match by something else than the texts that are summed up. */
Result<std::optional<Words>> wordsOf(Database &database, const TextCondition &condition)
{
    Words words;
    bool summedUp = false;
    for (const TextField field : condition.fields)
        summedUp = summedUp || isSummedUp(field);
    for (const TextPattern &pattern : condition.patterns) {
        std::vector<std::string> literals = literalsOf(pattern);
        if (!summedUp || literals.empty() || pattern.matches({}))
            return std::nullopt;
        for (const TextField field : condition.fields) {
            if (isSummedUp(field))
                continue;
            const auto kind = nameKindOf(field);
            if (!kind)
                return std::nullopt;
            auto names = namesMatching(database, *kind, pattern, 0);
            if (!names)
                return tl::unexpected(names.error());
            if (!names->empty())
                return std::nullopt;
        }
        words.push_back(std::move(literals));
    }
    return words;
}

bool mayHoldAny(std::string_view bits, const Words &words)
{
    return std::any_of(words.begin(), words.end(), [bits](const std::vector<std::string> &literals) {
        return std::all_of(
            literals.begin(), literals.end(), [bits](const std::string &part) { return mayHold(bits, part); });
    });
}

/** All but the blocks whose texts lack the words of one of the conditions. A block without bits is looked at. */
Result<Ranges> rangesOfWords(Database &database, const std::vector<Words> &conditions)
{
    auto select = database.cached("SELECT block, bits FROM text_block ORDER BY block");
    if (!select)
        return tl::unexpected(select.error());
    storage::Statement &statement = **select;
    Ranges ranges;
    std::int64_t from = std::numeric_limits<std::int64_t>::min(); // what lies before is settled
    while (statement.step()) {
        const std::string_view bits = statement.blob(1);
        const bool looked = std::all_of(
            conditions.begin(), conditions.end(), [bits](const Words &words) { return mayHoldAny(bits, words); });
        if (looked)
            continue;
        const std::int64_t first = statement.integer(0) * callsPerBlock;
        if (from < first)
            ranges.push_back({ from, first - 1 });
        from = first + callsPerBlock;
    }
    if (!statement.ok())
        return tl::unexpected(statement.error());
    statement.reset();
    ranges.push_back({ from, std::numeric_limits<std::int64_t>::max() });
    return ranges;
}

} // namespace

Result<std::optional<Ranges>> rangesFor(Database &database, const Filter &filter)
{
    const Filter::Node *root = filter.root();
    if (root == nullptr)
        return std::nullopt;
    std::vector<const TextCondition *> texts;
    collectTexts(*root, texts);
    std::vector<Words> conditions;
    for (const TextCondition *text : texts) {
        if (text->fields == std::vector{ TextField::Session }) {
            auto ranges = rangesOfSessions(database, *text);
            if (!ranges || *ranges)
                return ranges;
            continue;
        }
        auto words = wordsOf(database, *text);
        if (!words)
            return tl::unexpected(words.error());
        if (*words)
            conditions.push_back(*std::move(*words));
    }
    if (conditions.empty())
        return std::nullopt;
    auto ranges = rangesOfWords(database, conditions);
    return ranges ? Result<std::optional<Ranges>>(*std::move(ranges)) : tl::unexpected(ranges.error());
}

} // namespace cachescope::requestlog
