// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.
#include <QVector>

#include "prompt/cacheable_prefix.h"
#include "prompt/lint/lint.h"
#include "ui/prompt/editor_marks.h"
#include "ui/prompt/prompt_bands.h"
#include "ui/prompt/prompt_models.h"
#include "ui/prompt/prompt_snapshot.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace cachescope::prompt {
struct LogEvidence;
}

namespace cachescope::ui {

/** Values for a prompt's {{variables}}. */
using ValueSet = std::map<std::string, std::string, std::less<>>;

/** What a check is given. A plain value for a worker. */
struct CheckInput
{
    PromptSnapshot snapshot;
    std::string model; ///< The user's choice; empty: the prompt's own.
    std::string upstream; ///< Of a logged request; empty: by the model.
    std::shared_ptr<const tokens::ModelTable> models;
    std::shared_ptr<const providers::PriceBook> prices;
    std::vector<ValueSet> values; ///< One set: what it counts with; several: sampled.
    std::shared_ptr<const prompt::LogEvidence> log;
    std::shared_ptr<const prompt::LintSettings> settings; ///< Of the project; null: none.
};

/** A finding with its place in the document. */
struct ShownFinding
{
    prompt::Finding finding;
    int begin = 0, end = 0; ///< In the document of the checked version.
    int line = 1, column = 1; ///< In the document, from 1.
    bool isInText = true; ///< False: in the file between the segments (a parameter, a mark).
};

/** A line of the outline. */
struct OutlineEntry
{
    QString title;
    int begin = 0, end = 0;
    std::size_t band = 0;
    bool isBand = false;
    int firstLine = 1, lastLine = 1;
};

/** What the next call costs by today's prices; nothing when the price is unknown. */
struct CallCosts
{
    std::optional<base::Money> cold, warm; ///< Input only.
    std::optional<base::Money> write, read; ///< Of the cacheable prefix alone.
};

/** Everything that one check found. Immutable; made on a worker. */
struct PromptReport
{
    quint64 version = 0; ///< Of the document that was checked.
    std::shared_ptr<const prompt::Prompt> prompt; ///< Of the bytes of then.
    std::string promptBytes;
    ModelChoice choice;
    bool modelKnown = true;
    tokens::ModelTokens counted; ///< How the model is counted.
    prompt::TokenLayout layout;
    std::vector<std::int64_t> overheads; ///< Before each segment.
    providers::CachingRules rules;
    std::optional<std::int64_t> window;

    prompt::CacheablePrefix fixed; ///< By variables alone.
    std::optional<prompt::CacheablePrefix> sampled, observed;
    int valueSets = 0;
    int observedCalls = 0, observedAgreeing = 0;
    std::int64_t observedLeast = 0;
    prompt::CacheablePrefix strictest;
    /** True when what ends the strictest prefix is a variable; its end's cause can be the lack of a mark, too. */
    bool endsAtVariable() const;
    std::int64_t spoiledUntil = 0; ///< Tokens up to where what could be stable ends.
    CallCosts costs;

    std::vector<ShownFinding> findings;
    int silenced = 0;
    QStringList notes;
    QString error; ///< Why nothing could be counted.
    std::int64_t lintMicros = 0;
    std::optional<ShownFinding> parseProblem;

    EditorMarks marks;
    std::vector<BreakpointRow> breakpoints;
    std::vector<OutlineEntry> outline;

    int countOf(prompt::Severity severity) const;
    std::optional<base::Money> perDay() const; ///< Of the findings that know it.
};

/** Parses, counts, lints. Any thread; the same input gives the same report. */
std::shared_ptr<const PromptReport> checkPrompt(const CheckInput &input);

} // namespace cachescope::ui
