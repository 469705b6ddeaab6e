// SPDX-License-Identifier: MIT
#include "ui/prompt/token_track.h"

#include "ui/prompt/prompt_document.h"

#include <QTextCursor>

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

using tokens::IncrementalTokenizer;

TokenTrack::TokenTrack(PromptDocument &document)
    : m_document(document)
{
    connect(&document, &PromptDocument::edited, this, &TokenTrack::onEdited);
    connect(&document, &PromptDocument::rebuilt, this, &TokenTrack::tokenizeAll);
}

void TokenTrack::setTokenizer(tokens::TokenizerPtr tokenizer, double factor)
{
    const bool same = m_tokenizer == tokenizer;
    m_tokenizer = std::move(tokenizer);
    m_factor = factor;
    if (same)
        sumUp(0);
    else
        tokenizeAll();
}

void TokenTrack::setOverheads(std::vector<std::int64_t> overheads)
{
    if (m_overheads == overheads)
        return;
    m_overheads = std::move(overheads);
    sumUp(0);
}

std::u16string TokenTrack::realText(int from, int to) const
{
    QString shown;
    shown.reserve(to - from);
    for (QTextBlock block = m_document.text()->findBlock(from); block.isValid() && block.position() < to;
         block = block.next()) {
        const int begin = std::max(from, block.position()) - block.position();
        const int end = std::min(to - block.position(), block.length() - 1);
        shown += QStringView(block.text()).mid(begin, std::max(0, end - begin));
        if (block.position() + block.length() <= to)
            shown += u'\n';
    }
    return display::toUtf16(shown, m_document.lineEnds());
}

void TokenTrack::tokenizeAll()
{
    m_segments.clear();
    if (m_tokenizer) {
        ++m_wholeRuns;
        const PromptSnapshot now = m_document.snapshot();
        for (std::size_t i = 0; i < m_document.segmentCount(); ++i) {
            m_segments.push_back(std::make_unique<IncrementalTokenizer>(m_tokenizer));
            m_segments.back()->setText(std::u16string_view(display::toUtf16(now.segmentText(i), now.ends)));
        }
    }
    sumUp(0);
}

void TokenTrack::onEdited(int position, int, int added)
{
    if (!m_tokenizer)
        return;
    const std::size_t first = m_document.segmentAt(position);
    const std::size_t last = m_document.segmentAt(position + added);
    m_lastScanned = 0;
    for (std::size_t i = first; i <= last && i < m_segments.size(); ++i)
        editSegment(i, std::max(position, m_document.begin(i)), std::min(position + added, m_document.end(i)));
    sumUp(first);
}

/** The text of [from, to) is new; what stood there before follows from the lengths around it. */
void TokenTrack::editSegment(std::size_t segment, int from, int to)
{
    IncrementalTokenizer &tokenizer = *m_segments[segment];
    // A mark at a line's end is two characters: begin and end on neither half of it.
    from = std::max(m_document.begin(segment), from - 1);
    to = std::min(m_document.end(segment), to + 1);
    const QTextDocument &text = *m_document.text();
    const auto splitsPair = [&text](int at) {
        return at > 0 && text.characterAt(at).isLowSurrogate() && text.characterAt(at - 1).isHighSurrogate();
    };
    const auto splitsMark = [&text](int at) {
        const char16_t before = at > 0 ? text.characterAt(at - 1).unicode() : u'\0';
        return before == display::softBreak || before == display::bareLf;
    };
    if (from > m_document.begin(segment) && (splitsPair(from) || splitsMark(from)))
        --from;
    if (to < m_document.end(segment) && (splitsPair(to) || splitsMark(to)))
        ++to;
    const int front = m_document.realOffset(segment, from);
    const int middle = m_document.realOffset(segment, to);
    const int whole = m_document.realOffset(segment, m_document.end(segment));
    const int before = static_cast<int>(tokenizer.textUtf16());
    const int removed = before - front - (whole - middle);
    if (removed >= 0) {
        const auto changed = tokenizer.editUtf16(
            static_cast<std::size_t>(front), static_cast<std::size_t>(removed), realText(from, to));
        m_lastScanned += tokenizer.lastScannedBytes();
        if (changed && static_cast<int>(tokenizer.textUtf16()) == whole)
            return;
    }
    // Lengths that do not fit (a change that cut a pair of characters in two): begin anew.
    ++m_wholeRuns;
    tokenizer.setText(std::u16string_view(realText(m_document.begin(segment), m_document.end(segment))));
}

void TokenTrack::sumUp(std::size_t from)
{
    m_before.resize(m_segments.size() + 1, 0);
    from = std::min(from, m_segments.size());
    double sum
        = from == 0 ? 0 : m_before[from - 1] + static_cast<double>(m_segments[from - 1]->tokenCount()) * m_factor;
    for (std::size_t i = from; i < m_segments.size(); ++i) {
        sum += i < m_overheads.size() ? static_cast<double>(m_overheads[i]) : 0;
        m_before[i] = sum;
        sum += static_cast<double>(m_segments[i]->tokenCount()) * m_factor;
    }
    if (!m_before.empty())
        m_before.back() = sum;
}

void TokenTrack::tokensOfBlock(const QTextBlock &block, std::vector<ShownToken> &out) const
{
    out.clear();
    const std::size_t segment = m_document.segmentAt(block.position());
    if (segment >= m_segments.size())
        return;
    const int lineBegin = m_document.realOffset(segment, block.position());
    const int end = std::min(block.position() + block.length(), m_document.end(segment));
    const int lineEnd = m_document.realOffset(segment, end);
    std::vector<tokens::PositionedToken> found;
    const IncrementalTokenizer &tokenizer = *m_segments[segment];
    tokenizer.tokensInUtf16(static_cast<std::size_t>(lineBegin), static_cast<std::size_t>(lineEnd), found);
    if (found.empty())
        return;
    std::size_t index = tokenizer.tokenAtByte(found.front().begin.byte);
    const auto inBlock
        = [&](std::size_t real) { return std::clamp(static_cast<int>(real) - lineBegin, 0, block.length() - 1); };
    for (const tokens::PositionedToken &token : found) {
        const int bytes = static_cast<int>(token.end.byte - token.begin.byte);
        out.push_back(
            { inBlock(token.begin.utf16), inBlock(token.end.utf16), token.id, index++, bytes, token.beginsInside });
    }
}

std::int64_t TokenTrack::tokensUpTo(int position) const
{
    const std::size_t segment = m_document.segmentAt(position);
    if (segment >= m_segments.size())
        return 0;
    const IncrementalTokenizer &tokenizer = *m_segments[segment];
    const int real = m_document.realOffset(segment, position);
    double count = 0;
    if (real >= static_cast<int>(tokenizer.textUtf16())) {
        count = static_cast<double>(tokenizer.tokenCount());
    } else if (real > 0) {
        std::vector<tokens::PositionedToken> found;
        tokenizer.tokensInUtf16(static_cast<std::size_t>(real - 1), static_cast<std::size_t>(real), found);
        if (!found.empty())
            count = static_cast<double>(tokenizer.tokenAtByte(found.back().begin.byte) + 1);
    }
    return std::llround(m_before[segment] + count * m_factor);
}

std::int64_t TokenTrack::tokensBefore(std::size_t segment) const
{
    return segment < m_before.size() ? std::llround(m_before[segment]) : total();
}

std::int64_t TokenTrack::tokensOf(std::size_t segment) const
{
    return segment < m_segments.size()
        ? std::llround(static_cast<double>(m_segments[segment]->tokenCount()) * m_factor)
        : 0;
}

int TokenTrack::positionOf(std::int64_t tokens) const
{
    std::size_t segment = 0;
    while (segment + 1 < m_segments.size() && m_before[segment + 1] <= static_cast<double>(tokens))
        ++segment;
    if (segment >= m_segments.size())
        return 0;
    const IncrementalTokenizer &tokenizer = *m_segments[segment];
    const double inside = std::max(0.0, (static_cast<double>(tokens) - m_before[segment]) / m_factor);
    const auto index = static_cast<std::size_t>(inside);
    if (index >= tokenizer.tokenCount())
        return m_document.end(segment);
    // The document has at least as many characters as the text: search the place whose real offset it is.
    const int wanted = static_cast<int>(tokenizer.token(index).begin.utf16);
    int low = m_document.begin(segment), high = m_document.end(segment);
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (m_document.realOffset(segment, middle) < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

std::int64_t TokenTrack::total() const
{
    return m_before.empty() ? 0 : std::llround(m_before.back());
}

} // namespace cachescope::ui

#include "moc_token_track.cpp"
