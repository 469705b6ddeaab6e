// SPDX-License-Identifier: MIT
#include "prompt/lint/dynamic_rules.h"

#include "prompt/lint/edits.h"
#include "prompt/lint/line_context.h"
#include "prompt/lint/prefix_zone.h"
#include "prompt/lint/scan.h"

#include <algorithm>
#include <array>
#include <set>

namespace cachescope::prompt {

namespace {

constexpr std::int64_t fixedBlock = 12; ///< Tokens of lasting text that make it worth while.
constexpr std::size_t longestValue = 80;
constexpr int environmentLines = 2; ///< One alone can be a rule ("Shell: bash").

constexpr auto owners = std::to_array<std::string_view>(
    { "user", "customer", "client", "member", "patient", "employee", "caller", "subscriber", "kunde", "kundin",
      "benutzer", "nutzer", "usuario", "cliente", "utilisateur" });
constexpr auto attributes = std::to_array<std::string_view>(
    { "name",         "full name", "first name", "email",    "e-mail",   "id",         "phone",
      "address",      "profile",   "plan",       "location", "birthday", "age",        "account",
      "subscription", "nombre",    "nom",        "nummer",   "number",   "preferences" });
constexpr auto introductions = std::to_array<std::string_view>(
    { "you are talking to ", "you are talking with ", "you are speaking with ", "you are speaking to ",
      "you are chatting with ", "you are helping ", "you are assisting ", "the user's name is ",
      "the customer's name is ", "the user is called ", "du sprichst mit ", "estás hablando con " });
constexpr auto retrievalHeads = std::to_array<std::string_view>(
    { "search results:", "retrieved documents:", "retrieved context:", "retrieved passages:", "relevant passages:",
      "relevant documents:", "relevant context:", "context:", "suchergebnisse:", "kontext:" });
constexpr auto retrievalTags
    = std::to_array<std::string_view>({ "search_results", "search_result", "retrieved_documents", "passages",
                                        "passage", "snippets", "results", "context" });
constexpr auto orders = std::to_array<std::string_view>(
    { "you",          "your", "answer", "must", "never", "always",   "do not", "don't",    "only",    "rules",
      "instructions", "cite", "task",   "du",   "sie",   "antworte", "regeln", "responde", "réponds", "utilise" });
constexpr auto environmentKeys = std::to_array<std::string_view>({ "working directory",
                                                                   "current directory",
                                                                   "cwd",
                                                                   "platform",
                                                                   "os version",
                                                                   "operating system",
                                                                   "hostname",
                                                                   "git branch",
                                                                   "current branch",
                                                                   "git status",
                                                                   "shell",
                                                                   "default shell",
                                                                   "is directory a git repo",
                                                                   "home directory",
                                                                   "python version",
                                                                   "node version",
                                                                   "open files",
                                                                   "recent commits",
                                                                   "kernel",
                                                                   "workspace root",
                                                                   "time zone",
                                                                   "timezone",
                                                                   "current working directory",
                                                                   "user home",
                                                                   "cpu",
                                                                   "free disk space",
                                                                   "active file" });

std::string_view lineText(std::string_view text, const Line &line)
{
    return text.substr(line.range.begin, line.range.size());
}

std::string_view withoutBullet(std::string_view line)
{
    const std::size_t first = line.find_first_not_of(" \t-*#>_");
    return first == std::string_view::npos ? std::string_view() : line.substr(first);
}

template <typename List> bool isOneOf(std::string_view text, const List &list)
{
    return std::ranges::find(list, text) != list.end();
}

/** A value that somebody filled in: no placeholder, no rule. */
bool isFilledIn(std::string_view value)
{
    const std::size_t first = value.find_first_not_of(" \t*\"'");
    if (first == std::string_view::npos || value.size() > longestValue)
        return false;
    const char c = value[first];
    if (c == '{' || c == '<' || c == '[' || c == '$' || c == '%')
        return false;
    return scan::isUpper(c) || scan::isDigit(c) || (static_cast<unsigned char>(c) & 0x80) != 0
        || value.find('@') != std::string_view::npos;
}

/** "User name: Anna Lind", "customer_email = …". */
bool isUserLine(std::string_view line)
{
    const std::string_view bare = withoutBullet(line);
    const std::string lower = lowered(bare);
    for (const std::string_view introduction : introductions) {
        if (lower.starts_with(introduction) && bare.size() > introduction.size())
            return scan::isUpper(bare.substr(introduction.size()).front())
                && bare.find_first_of(".,", introduction.size()) < introduction.size() + 40;
    }
    const std::size_t colon = lower.find_first_of(":=");
    if (colon == std::string::npos || !isFilledIn(bare.substr(colon + 1)))
        return false;
    std::string key = lower.substr(0, colon);
    std::ranges::replace(key, '_', ' ');
    key.erase(key.find_last_not_of(" *") + 1);
    if (const std::size_t genitive = key.find("'s "); genitive != std::string::npos)
        key.erase(genitive, 2);
    const std::size_t blank = key.find(' ');
    return blank != std::string::npos && isOneOf(key.substr(0, blank), owners)
        && isOneOf(key.substr(blank + 1), attributes);
}

/** Lasting text behind: in this segment or in system text that follows it. */
bool hasFixedBlockBehind(const LintContext &context, std::size_t segment, std::size_t end)
{
    std::int64_t tokens = fixedTokensBehind(context, segment, end);
    for (const std::size_t other : prefixZone(context)) {
        if (other > segment)
            tokens += fixedTokensBehind(context, other, 0);
    }
    return tokens >= fixedBlock;
}

/** What a rule says of the pieces that it finds. */
struct PieceWords
{
    VariableUse use;
    const char *message;
    const char *fixTitle;
};

void reportPiece(
    const LintContext &context, Reporter &reporter, std::size_t segment, ByteRange mark, ByteRange piece,
    const PieceWords &words)
{
    const Segment &from = context.prompt.segments()[segment];
    const std::string_view text = from.text.text();
    const std::string_view found = text.substr(mark.begin, mark.size());
    const Constancy constancy = constancyOf(context, segment, found);
    if (constancy == Constancy::Constant)
        return;
    std::string message = words.message;
    if (constancy == Constancy::Changes)
        message += " The log shows other text in its place.";
    reporter.report(
        from.text.toSource(mark), std::move(message), std::string(found),
        { { words.fixTitle, false, moveToTail(context, segment, piece) } });
}

/** Variables whose names say what they hold, each name once. */
void reportVariables(
    const LintContext &context, Reporter &reporter, std::size_t segment, const PieceWords &words, bool countsCalls)
{
    std::set<std::string_view> seen;
    for (const Variable &variable : context.prompt.variables()) {
        if (variable.segment != segment || variableUse(variable.name) != words.use || seen.contains(variable.name))
            continue;
        const bool costs = countsCalls ? hasTextBehind(context, segment, variable.decoded.end)
                                       : hasFixedBlockBehind(context, segment, variable.decoded.end);
        if (!costs)
            continue;
        seen.insert(variable.name);
        const std::string &text = context.prompt.segments()[segment].text.text();
        reportPiece(context, reporter, segment, variable.decoded, pieceAround(text, variable.decoded), words);
    }
}

/** A variable that an example shows is none of this prompt. */
bool isInExample(std::string_view text, std::size_t at)
{
    return std::ranges::any_of(readLines(text), [at](const Line &line) {
        return line.use == LineUse::Example && at >= line.range.begin && at < line.range.end;
    });
}

bool givesOrders(std::string_view text)
{
    const std::string lower = lowered(text.substr(0, 2000));
    const std::size_t first = lower.find_first_not_of(" \t\r\n");
    const bool isQuestion = first != std::string::npos
        && (lower.substr(first).starts_with("question") || lower.substr(first).starts_with("frage"));
    return !isQuestion && scan::containsOneOf(lower, orders);
}

/** Lines [first, last] of retrieved text: from its tag to the closing one, or from its heading to the next gap. */
struct Block
{
    std::size_t first = 0, last = 0;
};

/** A tag of retrieved text. "context" is also a usual name for lasting background: it counts when what follows the
 * block speaks of it. */
bool opensRetrieval(std::string_view line, std::string_view behind)
{
    if (!line.starts_with('<'))
        return false;
    const std::string_view name = line.substr(1, line.find_first_of(" >", 1) - 1);
    if (!isOneOf(name, retrievalTags))
        return false;
    if (name != "context")
        return true;
    const std::size_t close = behind.find("</");
    return close != std::string_view::npos
        && lowered(behind.substr(close + name.size() + 3, 1000)).find("context") != std::string::npos;
}

std::vector<Block> retrievedBlocks(std::string_view text, const std::vector<Line> &lines)
{
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].use != LineUse::Prose && lines[i].use != LineUse::Data)
            continue;
        const std::string lower = lowered(withoutBullet(lineText(text, lines[i])));
        const bool isTag = opensRetrieval(lower, text.substr(lines[i].range.end));
        const bool isHead
            = isOneOf(std::string_view(lower).substr(0, lower.find_last_not_of(" *") + 1), retrievalHeads);
        if (!isTag && !isHead)
            continue;
        std::size_t last = i;
        if (isTag) {
            const std::string closer = "</" + lower.substr(1, lower.find_first_of(" >") - 1);
            while (last < lines.size() && lowered(lineText(text, lines[last])).find(closer) == std::string::npos)
                ++last;
        } else {
            while (last + 1 < lines.size() && lines[last + 1].range.size() > 0)
                ++last;
        }
        if (last < lines.size() && last > i)
            blocks.push_back({ i, last });
        i = std::max(i, std::min(last, lines.size() - 1));
    }
    return blocks;
}

constexpr PieceWords userWords{
    VariableUse::UserData,
    "Data of one user stand before text that all users share: each user pays for what follows alone.",
    "Move it behind the shared text",
};
constexpr PieceWords retrievedWords{
    VariableUse::Retrieved,
    "Retrieved text stands before the instructions: they are read from the cache only when the same text is "
    "retrieved again.",
    "Move it behind the instructions",
};
constexpr PieceWords environmentWords{
    VariableUse::Environment,
    "A snapshot of the environment stands in the prefix: it changes with the machine, the directory and the state "
    "of the work.",
    "Move it to the end of the prompt",
};

/** Lines of the environment that follow each other, as blocks. */
std::vector<Block> environmentBlocks(std::string_view text, const std::vector<Line> &lines)
{
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < lines.size();) {
        std::size_t end = i;
        int keys = 0;
        if (lines[i].inEnvironment && lines[i].use == LineUse::Prose) {
            while (end < lines.size() && lines[end].inEnvironment) {
                const std::string_view content = lineText(text, lines[end]);
                const bool isFilled = content.find(':') != std::string_view::npos
                    && content.find_first_of("{<", content.find(':')) == std::string_view::npos;
                keys += isFilled ? environmentLines : 0;
                ++end;
            }
        } else {
            for (; end < lines.size() && lines[end].use == LineUse::Prose; ++end) {
                const std::string_view bare = withoutBullet(lineText(text, lines[end]));
                const std::size_t colon = bare.find(':');
                if (colon == std::string_view::npos || !isOneOf(lowered(bare.substr(0, colon)), environmentKeys))
                    break;
                const std::size_t value = bare.find_first_not_of(" *", colon + 1);
                keys += value != std::string_view::npos && bare[value] != '{' && bare[value] != '<' ? 1 : 0;
            }
        }
        if (keys >= environmentLines)
            blocks.push_back({ i, end - 1 });
        i = std::max(end, i + 1);
    }
    return blocks;
}

/** A block that a tag opens and closes goes with its tags. */
ByteRange withTags(std::string_view text, const std::vector<Line> &lines, Block block)
{
    const auto isTag = [&](std::size_t index) { return lineText(text, lines[index]).starts_with('<'); };
    if (lines[block.first].inEnvironment && block.first > 0 && !isTag(block.first) && isTag(block.first - 1))
        --block.first;
    if (lines[block.last].inEnvironment && block.last + 1 < lines.size() && isTag(block.last + 1))
        ++block.last;
    return wholeLine(text, { lines[block.first].range.begin, lines[block.last].range.end });
}

} // namespace

ByteRange pieceAround(std::string_view text, ByteRange value)
{
    constexpr std::size_t longestLineToMove = 200;
    const ByteRange line = lineAt(text, value.begin);
    const std::string_view content = text.substr(line.begin, line.size());
    if (content.size() <= longestLineToMove && content.find(". ") == std::string_view::npos)
        return wholeLine(text, line);
    std::size_t begin = line.begin;
    for (std::size_t at = text.find(". ", line.begin); at < value.begin; at = text.find(". ", at + 1))
        begin = at + 2;
    const std::size_t stop = text.find(". ", value.end);
    return { begin, stop < line.end ? stop + 2 : line.end };
}

void checkUserData(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const std::string &text = context.prompt.segments()[segment].text.text();
        for (const Line &line : readLines(text)) {
            const bool isCandidate = line.use == LineUse::Prose && line.range.size() > 0;
            if (!isCandidate || !isUserLine(lineText(text, line))
                || !hasFixedBlockBehind(context, segment, line.range.end))
                continue;
            reportPiece(context, reporter, segment, line.range, pieceAround(text, line.range), userWords);
        }
        reportVariables(context, reporter, segment, userWords, false);
    }
}

void checkRetrievedText(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const std::string &text = context.prompt.segments()[segment].text.text();
        const std::vector<Line> lines = readLines(text);
        for (const Block &block : retrievedBlocks(text, lines)) {
            const std::size_t end = lines[block.last].range.end;
            const bool costs = fixedTokensBehind(context, segment, end) >= fixedBlock
                && givesOrders(std::string_view(text).substr(end));
            const ByteRange piece{ lines[block.first].range.begin, end };
            // A block that is a variable alone is reported as one.
            const bool isVariable = std::ranges::any_of(context.prompt.variables(), [&](const Variable &variable) {
                return variable.segment == segment && variable.decoded.begin >= piece.begin
                    && variable.decoded.end <= piece.end;
            });
            if (costs && !isVariable)
                reportPiece(
                    context, reporter, segment, lines[block.first].range, wholeLine(text, piece), retrievedWords);
        }
        reportVariables(context, reporter, segment, retrievedWords, false);
    }
}

void checkEnvironment(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const std::string &text = context.prompt.segments()[segment].text.text();
        const std::vector<Line> lines = readLines(text);
        for (const Block &block : environmentBlocks(text, lines)) {
            const ByteRange piece = withTags(text, lines, block);
            if (hasTextBehind(context, segment, piece.end))
                reportPiece(context, reporter, segment, lines[block.first].range, piece, environmentWords);
        }
        reportVariables(context, reporter, segment, environmentWords, true);
    }
}

void checkEarlyVariables(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        std::set<std::string_view> seen;
        for (const Variable &variable : context.prompt.variables()) {
            // Names that say more have rules of their own.
            if (variable.segment != segment || variableUse(variable.name) != VariableUse::Unknown
                || seen.contains(variable.name) || !hasFixedBlockBehind(context, segment, variable.decoded.end))
                continue;
            const Segment &from = context.prompt.segments()[segment];
            if (isInExample(from.text.text(), variable.decoded.begin))
                continue;
            seen.insert(variable.name);
            reporter.report(
                variable.source,
                "The variable " + variable.name
                    + " stands before text that never changes: that text is paid again whenever the value is "
                      "another.",
                "{{" + variable.name + "}}",
                { { "Move it behind the last fixed text", false,
                    moveToTail(context, segment, pieceAround(from.text.text(), variable.decoded)) } });
        }
    }
}

} // namespace cachescope::prompt
