// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "base/result.h"
#include "prompt/compare.h"

#include <memory>

namespace cachescope::ui {

/** Two prompts with what is the same and what is not; made off the GUI thread, then shared and left alone. */
struct ComparedPrompts
{
    std::shared_ptr<const prompt::Prompt> a, b;
    prompt::TokenLayout layoutA, layoutB;
    prompt::Comparison comparison;
    QString nameA, nameB; ///< For people: "#418 901", "review-agent.prompt".

    const prompt::Segment &segmentA(std::size_t index) const { return a->segments()[index]; }
    const prompt::Segment &segmentB(std::size_t index) const { return b->segments()[index]; }
};

/** Counts both for `model` and compares them. Takes its time: not for the GUI thread. */
base::Result<std::shared_ptr<const ComparedPrompts>> comparePrompts(
    std::shared_ptr<const prompt::Prompt> a, QString nameA, std::shared_ptr<const prompt::Prompt> b, QString nameB,
    std::string_view model, const tokens::ModelTable &models, const providers::CachingRules &rules);

} // namespace cachescope::ui
