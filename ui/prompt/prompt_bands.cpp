// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_bands.h"

#include "ui/format/format.h"
#include "ui/prompt/prompt_document.h"

#include <QCoreApplication>
#include <QTextBlock>

#include <algorithm>

namespace cachescope::ui {

using prompt::PromptForm;
using prompt::Segment;
using prompt::SegmentKind;

namespace {

/** Words of this file for the translators. */
class BandWords
{
    Q_DECLARE_TR_FUNCTIONS(BandWords)
};

bool sameBand(const Segment &a, const Segment &b)
{
    const bool bothPrefix = a.message < 0 && b.message < 0;
    return a.kind == b.kind ? (bothPrefix || a.message == b.message) : a.message >= 0 && a.message == b.message;
}

QString titleOf(const Segment &segment)
{
    switch (segment.kind) {
    case SegmentKind::Tool:
        return QStringLiteral("tools");
    case SegmentKind::Schema:
        return QStringLiteral("schema");
    case SegmentKind::System:
    case SegmentKind::Message:
    case SegmentKind::Media:
        break;
    }
    if (!segment.role.empty())
        return format::text(segment.role);
    return segment.kind == SegmentKind::System ? QStringLiteral("system") : QStringLiteral("user");
}

} // namespace

QString lifetimeText(const std::string &ttl)
{
    if (ttl.empty())
        return QString();
    const QString number = format::text(ttl.substr(0, ttl.size() - 1));
    return ttl.back() == 'm' ? number + QStringLiteral(" min")
        : ttl.back() == 'h'  ? number + QStringLiteral(" h")
                             : format::text(ttl);
}

PromptBands::PromptBands(const PromptDocument &document)
    : m_document(document)
{
    update();
}

BandList bandsOf(const prompt::Prompt &prompt)
{
    BandList list;
    const auto &segments = prompt.segments();
    list.hasHeads = prompt.form() != PromptForm::PlainText && prompt.form() != PromptForm::Template;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (i == 0 || !sameBand(segments[i - 1], segments[i]))
            list.bands.push_back({ i, i, titleOf(segments[i]), {}, false });
        list.bands.back().last = i;
        list.bandOf.push_back(list.bands.size() - 1);
    }
    for (Band &band : list.bands) {
        const Segment &segment = segments[band.first];
        if (segment.kind == SegmentKind::Tool)
            //: Definitions of tools.
            band.caption = BandWords::tr("%n definition(s)", nullptr, static_cast<int>(band.last - band.first + 1));
        else if (segment.message >= 0)
            band.caption = format::text(segment.label).section(u' ', 0, 0);
    }
    if (list.hasHeads && list.bands.size() > 1)
        list.bands.back().movable = segments[list.bands.back().first].message >= 0;
    return list;
}

void PromptBands::update()
{
    m_list = bandsOf(m_document.base());
    m_breakpoints.clear();
    const auto &segments = m_document.base().segments();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (segments[i].mark)
            m_breakpoints.push_back({ i,
                                      static_cast<int>(m_breakpoints.size()) + 1,
                                      lifetimeText(segments[i].mark->ttl),
                                      {},
                                      BreakpointRow::Tone::Good });
    }
    if (m_folded.size() != m_list.bands.size())
        m_folded.assign(m_list.bands.size(), false);
}

void PromptBands::setBreakpointStates(const std::vector<BreakpointRow> &rows)
{
    for (BreakpointRow &own : m_breakpoints) {
        for (const BreakpointRow &row : rows) {
            if (row.segment == own.segment) {
                own.state = row.state;
                own.tone = row.tone;
                own.lifetime = row.lifetime.isEmpty() ? own.lifetime : row.lifetime;
            }
        }
    }
}

std::size_t PromptBands::bandOf(std::size_t segment) const
{
    return segment < m_list.bandOf.size() ? m_list.bandOf[segment] : 0;
}

const BreakpointRow *PromptBands::breakpointBehind(std::size_t segment) const
{
    const auto found = std::lower_bound(
        m_breakpoints.begin(), m_breakpoints.end(), segment,
        [](const BreakpointRow &row, std::size_t wanted) { return row.segment < wanted; });
    return found != m_breakpoints.end() && found->segment == segment ? &*found : nullptr;
}

PromptBands::Above PromptBands::above(const QTextBlock &block) const
{
    Above result;
    if (!m_list.hasHeads)
        return result;
    const std::size_t segment = m_document.segmentAt(block.position());
    if (segment >= m_list.bandOf.size() || m_document.begin(segment) != block.position())
        return result;
    if (segment > 0)
        result.breakpoint = breakpointBehind(segment - 1);
    if (const Band &band = m_list.bands[m_list.bandOf[segment]]; band.first == segment)
        result.head = &band;
    else
        result.gap = gapHeight;
    return result;
}

const BreakpointRow *PromptBands::belowAll() const
{
    return m_list.bandOf.empty() ? nullptr : breakpointBehind(m_list.bandOf.size() - 1);
}

void PromptBands::setFolded(std::size_t band, bool folded)
{
    if (band < m_folded.size())
        m_folded[band] = folded;
}

bool PromptBands::hidesText(const QTextBlock &block) const
{
    if (!m_list.hasHeads)
        return false;
    const std::size_t band = bandOf(m_document.segmentAt(block.position()));
    return isFolded(band) && block.position() == m_document.begin(m_list.bands[band].first);
}

} // namespace cachescope::ui
