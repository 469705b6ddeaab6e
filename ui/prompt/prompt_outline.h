// SPDX-License-Identifier: MIT
#pragma once

#include "ui/prompt/document_places.h"
#include "ui/prompt/prompt_report.h"

namespace cachescope::ui {

/** The title that a line gives to what follows (a Markdown heading, a tag alone on its line); empty for others. */
QString sectionTitle(QStringView line);

/**
 * What a prompt is made of: its bands, below them tools by name and sections by Markdown headings or by tags that
 * stand on a line of their own. At most `mostEntries` of them.
 */
std::vector<OutlineEntry> outlineOf(
    const PromptSnapshot &snapshot, const prompt::Prompt &prompt, const BandList &bands,
    const DocumentPlaces &places);

} // namespace cachescope::ui
