// SPDX-License-Identifier: MIT
#include "ui/prompt/document_places.h"

#include <algorithm>

namespace cachescope::ui {

DocumentPlaces::DocumentPlaces(const PromptSnapshot &snapshot, const prompt::Prompt &prompt)
    : m_snapshot(snapshot)
    , m_prompt(prompt)
{
    const auto &segments = prompt.segments();
    for (std::size_t i = 0; i < segments.size() && i < snapshot.begins.size(); ++i) {
        m_extents.push_back({ segments[i].source, i });
        m_index.emplace_back(snapshot.segmentText(i), snapshot.ends);
    }
    std::sort(m_extents.begin(), m_extents.end(), [](const Extent &a, const Extent &b) {
        return a.source.begin < b.source.begin;
    });
    m_lines.push_back(0);
    for (int i = 0; i < snapshot.text.size(); ++i) {
        if (snapshot.text[i] == u'\n' || snapshot.text[i] == QChar::ParagraphSeparator)
            m_lines.push_back(i + 1);
    }
}

int DocumentPlaces::ofDecoded(std::size_t segment, std::size_t decoded) const
{
    if (segment >= m_index.size())
        return 0;
    return m_snapshot.begins[segment] + static_cast<int>(m_index[segment].unitOf(decoded));
}

DocumentPlaces::Place DocumentPlaces::ofByte(std::size_t byte) const
{
    if (m_extents.empty())
        return { 0, false };
    const auto after
        = std::upper_bound(m_extents.begin(), m_extents.end(), byte, [](std::size_t value, const Extent &extent) {
              return value < extent.source.begin;
          });
    if (after == m_extents.begin())
        return { ofDecoded(after->segment, 0), false };
    const Extent &extent = *(after - 1);
    const prompt::MappedText &text = m_prompt.segments()[extent.segment].text;
    if (byte > extent.source.end)
        return { ofDecoded(extent.segment, text.text().size()), false };
    return { ofDecoded(extent.segment, std::min(text.fromSource(byte), text.text().size())), true };
}

std::pair<int, int> DocumentPlaces::lineAndColumn(int position) const
{
    const auto after = std::upper_bound(m_lines.begin(), m_lines.end(), position);
    return { static_cast<int>(after - m_lines.begin()), position - *(after - 1) + 1 };
}

} // namespace cachescope::ui
