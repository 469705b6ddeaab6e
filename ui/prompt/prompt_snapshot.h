// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "prompt/lint/lint.h"
#include "prompt/prompt.h"
#include "ui/prompt/display_text.h"

#include <memory>
#include <string>
#include <vector>

namespace cachescope::ui {

/** The prompt inside a file of several (JSON Lines): what stands before and behind it. Empty for a file of its own.
 */
struct FileFrame
{
    std::string before, after;
};

/** What a prompt looks like as one text: its segments one after another, each begun on a line of its own. */
struct ShownPrompt
{
    QString text; ///< Lines separated by LF.
    std::vector<int> begins; ///< Of each segment.
    display::LineEnds ends = display::LineEnds::Lf;
};
ShownPrompt showPrompt(const prompt::Prompt &prompt);

/**
 * A prompt as it stands in the editor at one moment: the bytes it began with and the text of now. A plain value for
 * workers.
 */
struct PromptSnapshot
{
    quint64 version = 0;
    std::shared_ptr<const prompt::Prompt> base;
    std::shared_ptr<const FileFrame> frame;
    QString text; ///< Of the whole document; lines separated by LF or U+2029.
    std::vector<int> begins; ///< Of each segment of `base`.
    display::LineEnds ends = display::LineEnds::Lf;

    QStringView segmentText(std::size_t segment) const;
    /** The changes against `base`, smallest first to last: only what differs is replaced. */
    std::vector<prompt::TextEdit> edits() const;
    /** The prompt's bytes of now: those of `base` with the edits put in. */
    std::string promptBytes() const;
    /** The file's bytes of now. */
    std::string fileBytes() const;
};

} // namespace cachescope::ui
