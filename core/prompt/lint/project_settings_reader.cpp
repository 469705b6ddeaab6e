// SPDX-License-Identifier: MIT
#include "prompt/lint/project_settings.h"

#include "base/text.h"
#include "prompt/json_walk.h"
#include "prompt/lint/scan.h"
#include "prompt/lint/silences.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <span>

namespace cachescope::prompt {

namespace {

using base::ErrorCode;
using Names = std::span<const std::string_view>;

constexpr auto rootNames
    = std::to_array<std::string_view>({ "$schema", "model", "upstream", "fail_on", "show_from", "rules", "exclude",
                                        "overrides", "silence", "baseline" });
constexpr auto overrideNames = std::to_array<std::string_view>({ "files", "rules", "model", "upstream" });
constexpr auto silenceNames = std::to_array<std::string_view>({ "rules", "files", "reason", "until" });

/** Reads one file; the first mistake is kept, and what follows it does not matter. */
class SettingsReader
{
public:
    SettingsReader(std::string_view json, std::string_view fileName)
        : m_json(json)
        , m_fileName(fileName)
    { }

    base::Result<ProjectSettings> read()
    {
        providers::JsonScanner scanner(m_json);
        JsonValue root;
        root.raw = scanner.raw();
        root.begin = root.raw.empty() ? 0 : static_cast<std::size_t>(root.raw.data() - m_json.data());
        if (!scanner.finish() || !root.isObject()) {
            fail(
                scanner.failed() ? scanner.offset() : root.begin,
                scanner.failed() ? "this is not valid JSON from column " + columnOf(scanner.offset()) + " on"
                                 : "this is no JSON object");
        } else {
            members(root, rootNames, "", [this](std::string_view key, const JsonValue &value) {
                rootMember(key, value);
            });
            contradictions(root);
        }
        if (!m_error.empty())
            return base::failure(ErrorCode::InvalidInput, m_error);
        return std::move(m_settings);
    }

private:
    std::string columnOf(std::size_t byte) const
    {
        const std::size_t end = std::min(byte, m_json.size());
        const std::size_t line = m_json.substr(0, end).rfind('\n') + 1; // npos + 1 is 0.
        return std::to_string(end - line + 1);
    }

    void fail(std::size_t byte, const std::string &what)
    {
        if (!m_error.empty())
            return;
        const auto line = 1
            + std::count(m_json.begin(),
                         m_json.begin() + static_cast<std::ptrdiff_t>(std::min(byte, m_json.size())), '\n');
        m_error = std::string(m_fileName) + ", line " + std::to_string(line) + ": " + what
            + (what.ends_with('?') ? "" : ".");
    }

    template <typename Each> void members(const JsonValue &object, Names known, const std::string &where, Each each)
    {
        std::set<std::string> seen;
        if (!object.isObject()) {
            fail(object.begin, where + " has to be an object");
            return;
        }
        eachMember(object, [&](std::string_view key, const JsonValue &value) {
            const std::string name(key);
            if (!seen.insert(name).second)
                fail(value.begin, "\"" + name + "\" stands here twice: remove one of them");
            if (!known.empty() && std::ranges::find(known, key) == known.end()) {
                const std::string_view nearest = base::nearestName(key, known);
                fail(
                    value.begin,
                    "there is no setting \"" + name + "\""
                        + (nearest.empty() ? std::string() : "; did you mean \"" + std::string(nearest) + "\"?"));
            }
            each(key, value);
        });
    }

    std::string string(const JsonValue &value, std::string_view key)
    {
        if (!value.isString())
            fail(value.begin, "\"" + std::string(key) + "\" has to be a string");
        return value.string();
    }

    std::vector<std::string> strings(const JsonValue &value, std::string_view key)
    {
        std::vector<std::string> result;
        if (!value.isArray())
            fail(value.begin, "\"" + std::string(key) + "\" has to be a list of strings");
        eachElement(value, [&](std::size_t, const JsonValue &element) { result.push_back(string(element, key)); });
        return result;
    }

    Severity severity(const JsonValue &value, std::string_view key)
    {
        const std::string name = string(value, key);
        const auto known = severityFromName(name);
        if (!known)
            fail(value.begin, "\"" + std::string(key) + "\" is off, info, warning or error, not \"" + name + "\"");
        return known.value_or(Severity::Off);
    }

    void rule(std::string_view name, ByteRange quoted)
    {
        if (!isRuleName(name))
            m_settings.unknownRules.push_back({ std::string(name), { quoted.begin + 1, quoted.end - 1 } });
    }

    SeverityMap severities(const JsonValue &value)
    {
        SeverityMap result;
        members(value, {}, "\"rules\"", [&](std::string_view key, const JsonValue &level) {
            rule(key, { level.member.begin, level.member.begin + key.size() + 2 });
            result.insert_or_assign(std::string(key), severity(level, key));
        });
        return result;
    }

    void rootMember(std::string_view key, const JsonValue &value)
    {
        if (key == "model")
            m_settings.model = string(value, key);
        else if (key == "upstream")
            m_settings.upstream = string(value, key);
        else if (key == "fail_on")
            m_settings.failOn = severity(value, key);
        else if (key == "show_from")
            m_settings.showFrom = severity(value, key);
        else if (key == "rules")
            m_settings.rules = severities(value);
        else if (key == "exclude")
            m_settings.exclude = strings(value, key);
        else if (key == "baseline")
            m_settings.baseline = string(value, key);
        else if (key == "overrides")
            list(value, key, [this](const JsonValue &entry) { override(entry); });
        else if (key == "silence")
            list(value, key, [this](const JsonValue &entry) { silence(entry); });
    }

    template <typename Each> void list(const JsonValue &value, std::string_view key, Each each)
    {
        if (!value.isArray())
            fail(value.begin, "\"" + std::string(key) + "\" has to be a list");
        eachElement(value, [&](std::size_t, const JsonValue &entry) { each(entry); });
    }

    void override(const JsonValue &value)
    {
        SettingsOverride entry;
        members(value, overrideNames, "an override", [&](std::string_view key, const JsonValue &inner) {
            if (key == "files")
                entry.files = strings(inner, key);
            else if (key == "rules")
                entry.rules = severities(inner);
            else
                (key == "model" ? entry.model : entry.upstream) = string(inner, key);
        });
        if (entry.files.empty())
            fail(value.begin, "an override needs \"files\"");
        m_settings.overrides.push_back(std::move(entry));
    }

    void silence(const JsonValue &value)
    {
        ProjectSilence entry;
        entry.source = value.range();
        members(value, silenceNames, "an entry of \"silence\"", [&](std::string_view key, const JsonValue &inner) {
            if (key == "rules") {
                entry.rules = strings(inner, key);
                eachElement(
                    inner, [this](std::size_t, const JsonValue &name) { rule(name.string(), name.range()); });
            } else if (key == "files") {
                entry.files = strings(inner, key);
            } else if (key == "until") {
                entry.until = date(inner);
            } else {
                entry.reason = string(inner, key);
            }
        });
        if (entry.rules.empty())
            fail(value.begin, "an entry of \"silence\" needs \"rules\"");
        m_settings.silences.push_back(std::move(entry));
    }

    std::string date(const JsonValue &value)
    {
        const std::string text = string(value, "until");
        const auto digits = [&](std::size_t at, std::size_t count) { return scan::digitsAt(text, at) == count; };
        const bool isShaped
            = text.size() == 10 && digits(0, 4) && text[4] == '-' && digits(5, 2) && text[7] == '-' && digits(8, 2);
        const auto figure = [&text](std::size_t at, std::size_t count) {
            return static_cast<unsigned>(std::stoul(text.substr(at, count)));
        };
        if (!isShaped
            || !std::chrono::year_month_day(
                    std::chrono::year(static_cast<int>(figure(0, 4))), std::chrono::month(figure(5, 2)),
                    std::chrono::day(figure(8, 2)))
                    .ok())
            fail(value.begin, "\"until\" is a date such as 2027-01-31, not \"" + text + "\"");
        return text;
    }

    void contradictions(const JsonValue &root)
    {
        const bool failsUnseen = m_settings.failOn && m_settings.showFrom && *m_settings.failOn != Severity::Off
            && *m_settings.failOn < *m_settings.showFrom;
        if (failsUnseen)
            fail(
                root.begin,
                "\"fail_on\" (" + std::string(severityName(*m_settings.failOn)) + ") is below \"show_from\" ("
                    + std::string(severityName(*m_settings.showFrom))
                    + "): the run would fail on problems that it does not show");
    }

    std::string_view m_json, m_fileName;
    ProjectSettings m_settings;
    std::string m_error;
};

} // namespace

base::Result<ProjectSettings> readProjectSettings(std::string_view json, std::string_view fileName)
{
    return SettingsReader(json, fileName).read();
}

} // namespace cachescope::prompt
