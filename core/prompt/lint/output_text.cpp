// SPDX-License-Identifier: MIT
#include "prompt/lint/output.h"

#include "base/redact.h"
#include "prompt/lint/edits.h"
#include "prompt/lint/loss.h"

#include <algorithm>
#include <iterator>

namespace cachescope::prompt {

namespace {

constexpr std::size_t widestLine = 100; ///< Of a longer one the part around the place is shown.
constexpr std::size_t contextBefore = 30;

std::size_t characterLength(unsigned char first)
{
    return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** Columns that a terminal gives a character; East Asian wide ones and emoji take two. */
std::size_t columnsOf(std::string_view character)
{
    const auto byte
        = [&](std::size_t i) { return i < character.size() ? static_cast<unsigned char>(character[i]) : 0U; };
    if (character.size() == 4)
        return 2;
    if (character.size() != 3)
        return 1;
    const unsigned value = ((byte(0) & 0xfU) << 12) | ((byte(1) & 0x3fU) << 6) | (byte(2) & 0x3fU);
    const bool isWide = (value >= 0x1100 && value <= 0x115f) || (value >= 0x2e80 && value <= 0xa4cf)
        || (value >= 0xac00 && value <= 0xd7a3) || (value >= 0xf900 && value <= 0xfaff)
        || (value >= 0xfe30 && value <= 0xfe4f) || (value >= 0xff00 && value <= 0xff60);
    return isWide ? 2 : 1;
}

/** Control characters must not steer the terminal; invisible ones become a dot. */
std::string visible(std::string_view character)
{
    const auto first = static_cast<unsigned char>(character.front());
    if (character == "\t")
        return " ";
    if (first < 0x20 || first == 0x7f
        || (character.size() == 2 && first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa1))
        return "·";
    const bool isHidden = character == "\xe2\x80\x8b" || character == "\xe2\x80\x8c" || character == "\xef\xbb\xbf"
        || character == "\xe2\x80\xa8" || character == "\xe2\x80\xa9" || character == "\xe2\x81\xa0"
        || (character >= "\xe2\x80\x8e" && character <= "\xe2\x80\x8f")
        || (character >= "\xe2\x80\xaa" && character <= "\xe2\x80\xae");
    return isHidden ? "·" : std::string(character);
}

/** One line of the file around a place, with carets under it. */
class Snippet
{
public:
    Snippet(std::string_view bytes, const Finding &finding)
        : m_bytes(bytes)
    {
        ByteRange line = lineAt(bytes, std::min(finding.range.begin, bytes.size()));
        const std::size_t from = std::clamp(finding.range.begin, line.begin, line.end);
        const std::size_t to = std::clamp(finding.range.end, from, line.end);
        if (line.size() > widestLine) {
            line.begin = characterStart(std::max(line.begin, from > contextBefore ? from - contextBefore : 0));
            line.end = characterStart(std::min(line.end, line.begin + widestLine));
        }
        draw(line, from, to);
    }
    const std::string &text() const { return m_text; }
    const std::string &carets() const { return m_carets; }

private:
    std::size_t characterStart(std::size_t at) const
    {
        while (at > 0 && at < m_bytes.size() && (static_cast<unsigned char>(m_bytes[at]) & 0xc0) == 0x80)
            --at;
        return at;
    }

    void draw(ByteRange line, std::size_t from, std::size_t to)
    {
        for (std::size_t at = line.begin; at < line.end;) {
            const std::size_t length
                = std::min(characterLength(static_cast<unsigned char>(m_bytes[at])), line.end - at);
            const std::string_view character = m_bytes.substr(at, length);
            m_text += visible(character);
            const bool isMarked = at >= from && (at < to || (at == from && to == from));
            if (at < std::max(to, from + 1))
                m_carets.append(columnsOf(character), isMarked ? '^' : ' ');
            at += length;
        }
        if (from >= line.end)
            m_carets += '^';
        // What looks like a key is not printed; the carets stay where they were.
        std::string redacted = base::redactText(m_text);
        if (redacted != m_text) {
            m_text = std::move(redacted);
            m_carets.clear();
        }
    }

    std::string_view m_bytes;
    std::string m_text, m_carets;
};

class TextWriter
{
public:
    TextWriter(const LintRun &run, Colours colours)
        : m_run(run)
        , m_colours(colours == Colours::On)
    { }

    std::string write()
    {
        for (const FileReport &file : m_run.files) {
            for (const Finding &finding : file.findings) {
                if (m_run.shows(finding))
                    write(file, finding);
            }
        }
        summary();
        return std::move(m_out);
    }

private:
    std::string paint(std::string_view text, const char *code) const
    {
        return m_colours ? std::string("\x1b[") + code + "m" + std::string(text) + "\x1b[0m" : std::string(text);
    }

    const char *colourOf(Severity severity) const
    {
        return severity == Severity::Error ? "1;31" : severity == Severity::Warning ? "1;33" : "1;36";
    }

    std::string figures(const Finding &finding) const
    {
        std::string text;
        if (finding.tokensAffected > 0)
            text += std::to_string(finding.tokensAffected) + " tokens";
        if (finding.perDay)
            text += (text.empty() ? "" : ", ") + finding.perDay->toFixed(2) + " " + m_run.currency + " a day";
        return text.empty() ? text : " (" + text + ")";
    }

    void write(const FileReport &file, const Finding &finding)
    {
        m_out += paint(file.path, "1") + ":" + std::to_string(finding.begin.line) + ":"
            + std::to_string(finding.begin.column) + ": "
            + paint(severityName(finding.severity), colourOf(finding.severity)) + ": " + paint(finding.rule, "1")
            + " " + finding.message + figures(finding) + "\n";
        const Snippet snippet(file.bytes, finding);
        if (!snippet.text().empty()) {
            const std::string number = std::to_string(finding.begin.line);
            m_out += "  " + number + " | " + snippet.text() + "\n";
            if (!snippet.carets().empty())
                m_out += "  " + std::string(number.size(), ' ') + " | "
                    + paint(snippet.carets(), colourOf(finding.severity)) + "\n";
        }
        for (const Fix &fix : finding.fixes)
            m_out += std::string("  ") + (fix.safe ? "fix: " : "unsafe fix: ") + fix.title + "\n";
    }

    static std::string count(int number, const char *one, const char *many)
    {
        return std::to_string(number) + " " + (number == 1 ? one : many);
    }

    void summary()
    {
        const LintCounts counts = countsOf(m_run);
        const int all = counts.errors + counts.warnings + counts.infos;
        if (m_run.filesLinted == 0) {
            m_out += "nothing was linted\n";
            return;
        }
        const char *none = counts.problems > 0 ? "no other problems" : "no problems";
        std::string line = all == 0 ? none : count(all, "problem", "problems");
        if (all > 0)
            line += " (" + count(counts.errors, "error", "errors") + ", "
                + count(counts.warnings, "warning", "warnings") + ", " + std::to_string(counts.infos) + " info)";
        line += " in " + count(m_run.filesLinted, "file", "files");
        const auto add = [&line](int number, const char *what) {
            if (number > 0)
                line += "; " + std::to_string(number) + " " + what;
        };
        add(counts.problems, counts.problems == 1 ? "place is not valid JSON" : "places are not valid JSON");
        add(counts.fixed, "fixed");
        add(counts.silenced, "silenced");
        add(counts.baselined, "in the baseline");
        add(counts.fixable, "can be fixed with --fix");
        if (const auto loss = lossOf(m_run))
            line += "; " + loss->toFixed(2) + " " + m_run.currency + " a day";
        m_out += line + "\n";
    }

    const LintRun &m_run;
    bool m_colours;
    std::string m_out;
};

} // namespace

LintCounts countsOf(const LintRun &run)
{
    LintCounts counts;
    for (const FileReport &file : run.files) {
        counts.silenced += file.silenced;
        counts.baselined += file.baselined;
        counts.fixed += file.fixed;
        counts.problems += static_cast<int>(file.problems.size());
        for (const Finding &finding : file.findings) {
            if (!run.shows(finding))
                continue;
            counts.errors += finding.severity == Severity::Error ? 1 : 0;
            counts.warnings += finding.severity == Severity::Warning ? 1 : 0;
            counts.infos += finding.severity == Severity::Info ? 1 : 0;
            counts.fixable += std::ranges::any_of(finding.fixes, &Fix::safe) ? 1 : 0;
        }
    }
    return counts;
}

std::optional<base::Money> lossOf(const LintRun &run)
{
    std::vector<std::reference_wrapper<const Finding>> shown;
    for (const FileReport &file : run.files)
        std::ranges::copy_if(file.findings, std::back_inserter(shown), [&run](const Finding &finding) {
            return run.shows(finding);
        });
    return lossPerDay(shown);
}

bool isPrintable(const Fix &fix)
{
    return std::ranges::all_of(
        fix.edits, [](const TextEdit &edit) { return base::findSecrets(edit.replacement).empty(); });
}

std::string lintText(const LintRun &run, Colours colours)
{
    return TextWriter(run, colours).write();
}

} // namespace cachescope::prompt
