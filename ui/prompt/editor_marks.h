// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "prompt/lint/lint.h"

#include <vector>

namespace cachescope::ui {

/** How tokens are shown in the text. */
enum class TokenDisplay
{
    Off,
    Borders,
    Tints,
    Ids,
    Heat
};

/** A place in the document that something was found at. */
struct Squiggle
{
    int begin = 0, end = 0;
    prompt::Severity severity = prompt::Severity::Warning;
    int finding = -1; ///< Index in the report; -1: where the JSON stops.
};

/** A {{variable}} in the document. */
struct VariableBox
{
    int begin = 0, end = 0;
};

/**
 * What the newest check found, by places in the document. Places move along with typing until the next check; what
 * was typed over is left out.
 */
struct EditorMarks
{
    std::vector<Squiggle> squiggles; ///< Ascending by begin.
    std::vector<VariableBox> variables; ///< Ascending.
    int stableEnd = -1; ///< Where what all calls share ends; -1: unknown.
    int spoiledEnd = -1; ///< Where what could be shared ends: behind it is what changes by design.
    int notePlace = -1; ///< Line that the note stands behind.
    QString note; ///< "The prefix ends here: {{now}} differs in every call".

    void shift(int position, int removed, int added);
};

} // namespace cachescope::ui
