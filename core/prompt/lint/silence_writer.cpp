// SPDX-License-Identifier: MIT
#include "prompt/lint/silence_writer.h"

#include "prompt/curl_command.h"
#include "prompt/json_escapes.h"
#include "prompt/json_walk.h"
#include "prompt/lint/edits.h"
#include "prompt/lint/silences.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

bool isText(const Prompt &prompt)
{
    return prompt.form() == PromptForm::PlainText || prompt.form() == PromptForm::Template;
}

/** The reason as one line that ends no comment and no shell string. */
std::string cleaned(std::string_view reason)
{
    std::string clean;
    for (const char c : reason) {
        if (static_cast<unsigned char>(c) < 0x20)
            clean += ' ';
        else if (c == '>' || c == '\'' || (c == '-' && clean.ends_with('-')))
            continue;
        else
            clean += c;
    }
    return clean;
}

/** "cachescope: ignore DYN001 until 2027-01-31 -- because" */
std::string directive(std::string_view verb, const SilenceWish &wish)
{
    std::string text = "cachescope: " + std::string(verb) + " " + wish.rule;
    if (!wish.until.empty())
        text += " until " + wish.until;
    if (const std::string reason = cleaned(wish.reason); !reason.empty())
        text += " -- " + reason;
    return text;
}

std::string comment(const std::string &content)
{
    return "<!-- " + content + " -->";
}

const Segment *segmentOf(const Prompt &prompt, const Finding &finding)
{
    const auto found = std::ranges::find_if(prompt.segments(), [&](const Segment &segment) {
        const bool takesText = isText(prompt) || (segment.text.isJson() && segment.kind != SegmentKind::Tool);
        return takesText && finding.range.begin >= segment.source.begin
            && finding.range.begin <= segment.source.end;
    });
    return found == prompt.segments().end() ? nullptr : &*found;
}

bool isBlankLine(std::string_view line)
{
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

bool isHeading(std::string_view line)
{
    const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
    return level > 0 && level <= 6 && level < line.size() && line[level] == ' ';
}

/** Begin and end of the section around a place: from its heading to the next one. */
ByteRange sectionAt(std::string_view text, std::size_t place)
{
    ByteRange section{ 0, text.size() };
    for (std::size_t at = 0; at < text.size();) {
        const ByteRange line = lineAt(text, at);
        if (isHeading(text.substr(line.begin, line.size()))) {
            if (line.begin > place) {
                section.end = line.begin;
                break;
            }
            section.begin = line.begin;
        }
        at = line.end + 1;
    }
    return section;
}

TextEdit insertion(const Segment &segment, std::size_t decoded, const std::string &text)
{
    return editText(segment, { decoded, decoded }, text);
}

/** Two comments, each on a line of its own, around [begin, end) of a text; both at beginnings of lines. */
std::vector<TextEdit> around(const Segment &segment, ByteRange lines, const SilenceWish &wish)
{
    const std::string_view text = segment.text.text();
    std::string closing = comment("cachescope: ignore-end");
    const bool opensLine = lines.end == 0 || text[lines.end - 1] == '\n';
    closing = opensLine ? closing + "\n" : "\n" + closing;
    return { insertion(segment, lines.begin, comment(directive("ignore-start", wish)) + "\n"),
             insertion(segment, lines.end, closing) };
}

std::vector<TextEdit> lineEdits(const Segment &segment, const Finding &finding, const SilenceWish &wish)
{
    const std::string_view text = segment.text.text();
    const std::size_t place = std::min(segment.text.fromSource(finding.range.begin), text.size());
    const ByteRange line = lineAt(text, place);
    // A comment of its own holds for the next line with text: blank ones are put between two.
    if (isBlankLine(text.substr(line.begin, line.size()))) {
        const std::size_t last = std::min(segment.text.fromSource(finding.range.end), text.size());
        const std::size_t end = std::min(lineAt(text, std::max(place, last)).end + 1, text.size());
        return around(segment, { line.begin, end }, wish);
    }
    return { insertion(segment, line.begin, comment(directive("ignore", wish)) + "\n") };
}

/** Behind the brace of the innermost object around a place of a JSON text; npos outside of all. */
std::size_t objectAt(std::string_view json, std::size_t place)
{
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at < std::min(place + 1, json.size()); ++at) {
        const char c = json[at];
        if (c == '"') {
            for (++at; at < json.size() && json[at] != '"'; ++at)
                at += json[at] == '\\' ? 1 : 0;
        } else if (c == '{') {
            open.push_back(at + 1);
        } else if (c == '}' && !open.empty() && at < place) {
            open.pop_back();
        }
    }
    return open.empty() ? std::string_view::npos : open.back();
}

std::vector<TextEdit> memberEdits(
    const Prompt &prompt, std::size_t place, std::string_view verb, const SilenceWish &wish)
{
    const std::string_view body = requestBody(prompt);
    const auto offset = static_cast<std::size_t>(body.data() - prompt.bytes().data());
    const std::size_t inside = objectAt(body, place < offset ? 0 : place - offset);
    if (inside == std::string_view::npos)
        return {};
    const std::size_t next = body.find_first_not_of(" \t\r\n", inside);
    const bool isEmpty = next == std::string_view::npos || body[next] == '}';
    std::string member = "\"//\": \"" + jsonEscaped(directive(verb, wish)) + "\"";
    if (!isEmpty)
        member += ", ";
    return { { { offset + inside, offset + inside }, member } };
}

JsonValue rootOf(std::string_view json)
{
    JsonValue root;
    const std::size_t first = json.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos)
        return root;
    root.begin = first;
    root.raw = json.substr(first, json.find_last_not_of(" \t\r\n") + 1 - first);
    return root;
}

/** The settings with a member put in front of the others. */
std::string withMember(std::string_view json, const std::string &member)
{
    const JsonValue root = rootOf(json);
    if (!root.isObject())
        return "{\n  " + member + "\n}\n";
    const std::size_t next = root.raw.find_first_not_of(" \t\r\n", 1);
    const bool isEmpty = next == std::string_view::npos || root.raw[next] == '}';
    std::string text(json);
    text.insert(root.begin + 1, "\n  " + member + (isEmpty ? "\n" : ","));
    return text;
}

base::Result<std::string> checked(std::string text, std::string_view fileName)
{
    if (const auto read = readProjectSettings(text, fileName); !read)
        return tl::unexpected(read.error());
    return text;
}

base::Result<void> isUsable(std::string_view json, std::string_view fileName)
{
    if (rootOf(json).raw.empty())
        return {}; // A file that is still to be made.
    if (const auto read = readProjectSettings(json, fileName); !read)
        return tl::unexpected(read.error());
    return {};
}

} // namespace

std::vector<TextEdit> silenceEdits(
    const Prompt &prompt, const Finding &finding, SilenceReach reach, const SilenceWish &wish)
{
    if (reach == SilenceReach::File) {
        if (!isText(prompt))
            return memberEdits(prompt, 0, "ignore-file", wish);
        if (prompt.segments().empty())
            return {};
        return { insertion(prompt.segments().front(), 0, comment(directive("ignore-file", wish)) + "\n") };
    }
    const Segment *segment = segmentOf(prompt, finding);
    if (!segment)
        return reach == SilenceReach::Block ? memberEdits(prompt, finding.range.begin, "ignore", wish)
                                            : std::vector<TextEdit>();
    if (reach == SilenceReach::Line)
        return lineEdits(*segment, finding, wish);
    const std::size_t place = segment->text.fromSource(finding.range.begin);
    return around(*segment, sectionAt(segment->text.text(), place), wish);
}

std::vector<TextEdit> silenceMemberRemovals(const Prompt &prompt)
{
    std::vector<TextEdit> edits;
    if (isText(prompt))
        return edits;
    for (const Silence &silence : findSilences(prompt)) {
        const std::string_view text
            = std::string_view(prompt.bytes()).substr(silence.comment.begin, silence.comment.size());
        const std::size_t quote = text.find('"');
        const bool isMember = quote != std::string_view::npos
            && (text.substr(quote).starts_with("\"//\"") || text.substr(quote).starts_with("\"$comment\""));
        if (isMember)
            edits.push_back({ silence.comment, {} });
    }
    std::ranges::sort(edits, {}, [](const TextEdit &edit) { return edit.range.begin; });
    return edits;
}

base::Result<std::string> withProjectSilence(
    std::string_view json, std::string_view fileName, const SilenceWish &wish, const std::string &file)
{
    if (const auto usable = isUsable(json, fileName); !usable)
        return tl::unexpected(usable.error());
    std::string entry = "{ \"rules\": [\"" + jsonEscaped(wish.rule) + "\"]";
    const auto add = [&entry](const char *key, const std::string &value) {
        if (!value.empty())
            entry += std::string(", \"") + key + "\": \"" + jsonEscaped(value) + "\"";
    };
    if (!file.empty())
        entry += ", \"files\": [\"" + jsonEscaped(file) + "\"]";
    add("reason", wish.reason);
    add("until", wish.until);
    entry += " }";
    const JsonValue known = member(rootOf(json), "silence");
    if (!known.isArray())
        return checked(withMember(json, "\"silence\": [\n    " + entry + "\n  ]"), fileName);
    std::string text(json);
    std::size_t last = 0;
    eachElement(known, [&last](std::size_t, const JsonValue &value) { last = value.range().end; });
    if (last == 0)
        text.insert(known.begin + 1, "\n    " + entry + "\n  ");
    else
        text.insert(last, ",\n    " + entry);
    return checked(std::move(text), fileName);
}

base::Result<std::string> withBaselineFile(
    std::string_view json, std::string_view fileName, const std::string &baseline)
{
    if (const auto usable = isUsable(json, fileName); !usable)
        return tl::unexpected(usable.error());
    const std::string value = "\"" + jsonEscaped(baseline) + "\"";
    if (const JsonValue known = member(rootOf(json), "baseline"); !known.raw.empty()) {
        std::string text(json);
        text.replace(known.begin, known.raw.size(), value);
        return checked(std::move(text), fileName);
    }
    return checked(withMember(json, "\"baseline\": " + value), fileName);
}

} // namespace cachescope::prompt
