// SPDX-License-Identifier: MIT
#pragma once

#include <QHash> // First: see ui/format/format.h.
#include <QString>

#include "prompt/prompt.h"
#include "ui/prompt/prompt_layout.h"

#include <optional>
#include <vector>

class QTextBlock;

namespace cachescope::ui {

class PromptDocument;

/** Segments that belong together: all tools, the system text, one message. */
struct Band
{
    std::size_t first = 0, last = 0; ///< Segments.
    QString title; ///< "tools", "system", "user".
    QString caption; ///< "14 definitions", "messages[3]".
    bool movable = false; ///< The last message: what changes from call to call by design.
};

/** A prompt's segments in bands. */
struct BandList
{
    bool hasHeads = false; ///< False for plain text: it is one band without a head.
    std::vector<Band> bands;
    std::vector<std::size_t> bandOf; ///< By segment.
};
BandList bandsOf(const prompt::Prompt &prompt);

/** What a breakpoint's row says. */
struct BreakpointRow
{
    std::size_t segment = 0; ///< It stands behind this one.
    int number = 1; ///< From 1, in the order of the prefix.
    QString lifetime; ///< "5 min"
    QString state; ///< "on changing text: BRK005"; empty: nothing to say.
    enum class Tone
    {
        Good,
        Warning,
        Error
    } tone
        = Tone::Good;
};

/** The rows between a prompt's lines: a head per band, a row per breakpoint. GUI thread. */
class PromptBands : public RowSource
{
public:
    static constexpr int headHeight = 24;
    static constexpr int breakpointHeight = 20;
    static constexpr int gapHeight = 6; ///< Between segments of one band.

    explicit PromptBands(const PromptDocument &document);

    /** After the document was rebuilt. */
    void update();
    void setBreakpointStates(const std::vector<BreakpointRow> &rows);

    const std::vector<Band> &bands() const { return m_list.bands; }
    std::size_t bandOf(std::size_t segment) const;
    const BreakpointRow *breakpointBehind(std::size_t segment) const;
    int breakpoints() const { return static_cast<int>(m_breakpoints.size()); }

    /** What stands above a line, from the top; nothing above most. */
    struct Above
    {
        const BreakpointRow *breakpoint = nullptr;
        const Band *head = nullptr;
        int gap = 0;
        int height() const { return (breakpoint ? breakpointHeight : 0) + (head ? headHeight : 0) + gap; }
    };
    Above above(const QTextBlock &block) const;
    const BreakpointRow *belowAll() const;

    bool isFolded(std::size_t band) const { return band < m_folded.size() && m_folded[band]; }
    void setFolded(std::size_t band, bool folded);

    int heightAbove(const QTextBlock &block) const override { return above(block).height(); }
    int heightBelowAll() const override { return (belowAll() ? breakpointHeight : 0) + headHeight; }
    bool hidesText(const QTextBlock &block) const override;

private:
    const PromptDocument &m_document;
    BandList m_list;
    std::vector<bool> m_folded;
    std::vector<BreakpointRow> m_breakpoints; ///< Ascending by segment.
};

/** "5 min" for "5m", "1 h" for "1h"; the provider's default in words for an empty one. */
QString lifetimeText(const std::string &ttl);

} // namespace cachescope::ui
