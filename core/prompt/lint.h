// SPDX-License-Identifier: MIT
#pragma once

#include "base/money.h"
#include "base/result.h"
#include "prompt/cacheable_prefix.h"
#include "prompt/prompt.h"
#include "providers/price_book.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

enum class Severity : std::uint8_t
{
    Off,
    Info,
    Warning,
    Error
};
std::string_view severityName(Severity severity); ///< "off", "info", "warning", "error".

/** One replacement in the file's bytes. */
struct TextEdit
{
    ByteRange range;
    std::string replacement;
};

/** A way to mend a finding. Safe ones never change what the model reads beyond white space and order that carries
 * no meaning. */
struct Fix
{
    std::string title; ///< Verb first: "Sort the tools by name".
    bool safe = false;
    std::vector<TextEdit> edits; ///< Ascending, not overlapping; applied together or not at all.
};

/** One problem in a prompt. */
struct Finding
{
    std::string_view rule; ///< "DYN001"
    Severity severity = Severity::Warning;
    std::string message; ///< What, and what it does to the cache.
    ByteRange range; ///< Source bytes of the cause.
    Prompt::Position begin, end;
    std::string segment; ///< Label of the segment.
    std::string evidence; ///< The matching text or figures, at most 120 bytes.
    std::int64_t tokensAffected = 0; ///< Tokens behind the cause that are paid again.
    std::optional<base::Money> perDay; ///< When the log knows the traffic.
    std::vector<Fix> fixes;
    std::string fingerprint; ///< Stable over edits elsewhere: hash of rule, segment and normalised evidence.
};

/** What a rule is, for help pages, SARIF and the catalogue. */
struct RuleInfo
{
    std::string_view id, name, summary; ///< "DYN001", "clock-in-prefix", one sentence.
    Severity severity = Severity::Warning;
    bool needsLog = false;
    std::string_view scope; ///< "all", "explicit", "anthropic", "openai", "local", …
};
const std::vector<RuleInfo> &ruleCatalogue();
/** The rule's page (Markdown), as shipped in the program and in docs/rules. */
std::string_view rulePage(std::string_view id);

/** Settings of a project (`.cachescope.json`) and of one run. */
struct LintSettings
{
    std::string model; ///< Overrides the prompt's own.
    std::map<std::string, Severity, std::less<>> severities; ///< Per rule id or prefix ("WSP").
    std::set<std::string, std::less<>> baseline; ///< Fingerprints that are known and accepted.
};

/** Everything a rule may look at. */
struct LintContext
{
    const Prompt &prompt;
    const TokenLayout &layout;
    const providers::CachingRules &rules;
    const providers::ModelCard *card = nullptr; ///< Null for an unknown model.
    std::string_view upstream, model;
    CacheablePrefix prefix;
};

/** Lints one prompt. Deterministic; findings in file order. Silenced and baselined ones are counted, not returned.
 */
struct LintResult
{
    std::vector<Finding> findings;
    int silenced = 0, baselined = 0;
    std::vector<std::string> notes; ///< "unknown model x: checked by the rules of OpenAI-compatible providers".
};
LintResult lint(const Prompt &prompt, const LintSettings &settings);

/** Applies edits to bytes; the edits must not overlap. */
base::Result<std::string> applyEdits(std::string_view bytes, const std::vector<TextEdit> &edits);

} // namespace cachescope::prompt
