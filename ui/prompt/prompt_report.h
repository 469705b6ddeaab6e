// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.
#include <QVector>

#include "prompt/lint/lint.h"
#include "prompt/prefix_views.h"
#include "ui/prompt/editor_marks.h"
#include "ui/prompt/prompt_bands.h"
#include "ui/prompt/prompt_models.h"
#include "ui/prompt/prompt_snapshot.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace cachescope::ui {

using prompt::ValueSet;

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
    prompt::Severity showFrom = prompt::Severity::Info; ///< Of the project: what is less severe is not shown.
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
    std::optional<std::int64_t> priceStep; ///< Tokens from which on the whole call is dearer.

    /** Static: by variables, and by changing text that is certain. All three in the tokens of the text as it
     * stands. */
    prompt::PrefixViews views;
    prompt::PrefixView view = prompt::PrefixView::Static; ///< The strictest one.
    prompt::CacheablePrefix strictest;
    /** The variable that ends the strictest prefix; null when none does. Its end's cause can be the lack of a mark,
     * too. */
    const prompt::Variable *endVariable() const;
    int endLine = 1; ///< In the document: where the strictest prefix ends.
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
};

/** Parses, counts, lints. Any thread; the same input gives the same report. */
std::shared_ptr<const PromptReport> checkPrompt(const CheckInput &input);

} // namespace cachescope::ui
