// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "ui/prompt/prompt_snapshot.h"

#include <optional>
#include <vector>

namespace cachescope::ui {

/** Ways from a prompt's bytes to the places in the document that shows it. For one check; any thread. */
class DocumentPlaces
{
public:
    /** `prompt` is the snapshot's bytes read anew: the same segments with the text of now. Both must outlive this.
     */
    DocumentPlaces(const PromptSnapshot &snapshot, const prompt::Prompt &prompt);

    struct Place
    {
        int position = 0;
        bool isInText = true; ///< False: the byte is between the segments; the place is the nearest one.
    };
    Place ofByte(std::size_t byte) const;
    /** Of a byte of a segment's decoded text. */
    int ofDecoded(std::size_t segment, std::size_t decoded) const;
    /** Line and column from 1, as the editor counts; a line broken for display counts as several. */
    std::pair<int, int> lineAndColumn(int position) const;

private:
    struct Extent
    {
        prompt::ByteRange source;
        std::size_t segment = 0;
    };
    const PromptSnapshot &m_snapshot;
    const prompt::Prompt &m_prompt;
    std::vector<Extent> m_extents; ///< In file order.
    std::vector<display::ByteIndex> m_index; ///< By segment.
    std::vector<int> m_lines; ///< Where lines begin.
};

} // namespace cachescope::ui
