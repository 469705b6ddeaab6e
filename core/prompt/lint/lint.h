// SPDX-License-Identifier: MIT
#pragma once

#include "base/money.h"
#include "base/result.h"
#include "prompt/cacheable_prefix.h"
#include "prompt/lint/dynamic_content.h"
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

/** What the money of a problem is paid for: tokens of the prompt, counted from its beginning. */
struct LossPlace
{
    std::int64_t begin = 0, end = 0;
    std::string calls; ///< Names the calls: id of the newest of them.
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
    std::optional<base::Money> perDay; ///< When the log knows the traffic. To add up: lossPerDay() in loss.h.
    LossPlace loss; ///< Where `perDay` is lost.
    std::vector<Fix> fixes;
    bool silenced = false; ///< By a comment, a project setting or the baseline; shown only on request.
    std::string fingerprint; ///< Stable over edits elsewhere: hash of rule, segment and normalised evidence.
};

/** What a rule is, for help pages, SARIF and the catalogue. */
struct RuleInfo
{
    std::string_view id, name, summary; ///< "DYN001", "clock-in-prefix", one sentence.
    Severity severity = Severity::Warning;
    bool needsLog = false;
    /**
     * Whom it concerns, names joined by commas: "any" (always), "all" (every provider that caches prefixes),
     * "explicit" or "automatic" (by the caching mode), "local" (our own response cache), a form ("openai" for both
     * of its APIs, "anthropic", "gemini") or an upstream ("mistral", "xai", …).
     */
    std::string_view scope;
};
const std::vector<RuleInfo> &ruleCatalogue();
/** Null for an unknown id. */
const RuleInfo *findRule(std::string_view id);
/** The rule's page (Markdown), as shipped in the program and in docs/rules. */
std::string_view rulePage(std::string_view id);

/** What one run of the linter is told. A project's `.cachescope.json` is read into it by lint/settings.h. */
struct LintSettings
{
    std::string model; ///< Overrides the prompt's own; empty: the prompt's.
    std::string upstream; ///< Whose rules apply; empty: by form and model.
    std::map<std::string, Severity, std::less<>> severities; ///< By rule id ("WSP002") or family ("WSP").
    std::set<std::string, std::less<>> silenced; ///< Rule ids that the project switched off for this file.
    std::set<std::string, std::less<>> baseline; ///< Fingerprints that are known and accepted.
    std::string today; ///< "2026-11-21", for silences that expire; empty: none has.
    bool keepSilenced = false; ///< Findings that are silenced or in the baseline come along, marked as such.
};

struct LogEvidence;
struct Turn;

/** Everything a rule may look at. Lives as long as one lint() call. */
struct LintContext
{
    const Prompt &prompt;
    const TokenLayout &layout;
    const providers::CachingRules &rules;
    const providers::ModelCard *card = nullptr; ///< Null for an unknown model.
    std::string_view upstream, model;
    CacheablePrefix prefix; ///< Static: by variables and marks alone.
    const LogEvidence *log = nullptr; ///< What earlier calls of the same kind looked like; null without a log.
    const providers::PriceBook *prices = nullptr; ///< For net gains; null leaves rules about money silent.
    const tokens::ModelTable *models = nullptr; ///< For laying out logged prompts; never null in lint().
    /** The last user message, which is new in every call: its first segment. Number of segments when there is none
     * (text files). What changes there costs nothing. */
    std::size_t tail = 0;
    /** Changing content by segment, for all but the conversation's past; empty where nobody looked. */
    std::vector<std::vector<DynamicPlace>> dynamic;
    /** Of the log, found by the first rule that asks (log_turns.h); one lint() is one thread. */
    mutable std::shared_ptr<const std::vector<Turn>> turns = nullptr;
};

struct LintResult
{
    std::vector<Finding> findings; ///< In file order.
    int silenced = 0, baselined = 0; ///< Left out of `findings`, unless the settings keep them.
    std::set<std::string_view> switchedOff; ///< Rules of `settings.silenced` that would have reported something.
    std::vector<std::string> notes; ///< "unknown model x: checked by the rules of OpenAI-compatible providers".
};
/**
 * Lints one prompt. Deterministic, any thread. `log` may be null. `models` and `prices` are the program's own or
 * with the user's files on top.
 */
LintResult lint(
    const Prompt &prompt, const LintSettings &settings, const tokens::ModelTable &models,
    const providers::PriceBook &prices, const LogEvidence *log = nullptr);

/** Applies edits to bytes. Errors: overlapping or out of range. */
base::Result<std::string> applyEdits(std::string_view bytes, const std::vector<TextEdit> &edits);

/** The edits of the findings' safe fixes, ascending. Of fixes that overlap the first in file order is taken: lint
 * again for the rest. Silenced findings are left alone. */
std::vector<TextEdit> safeEdits(const std::vector<Finding> &findings);

} // namespace cachescope::prompt
