// SPDX-License-Identifier: MIT
#include "ui/prompt/compare_rows.h"

#include "ui/format/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace cachescope::ui {

using prompt::ComparedBlock;
using prompt::ComparedLine;
using prompt::Relation;

namespace {

constexpr std::size_t context = 3; // Equal lines kept in sight beside a difference.

class Words
{
    Q_DECLARE_TR_FUNCTIONS(cachescope::ui::CompareRows)
};

/** Folds of whole blocks are named by the first one, folds of lines by block and line. */
quint64 foldKey(std::size_t block, std::size_t line = 0)
{
    return (static_cast<quint64>(block) << 32) | static_cast<quint64>(line);
}

QString firstWord(const std::string &label)
{
    return format::text(label).section(QLatin1Char(' '), 0, 0);
}

} // namespace

CompareRows::CompareRows(
    const ComparedPrompts &compared, CompareStyle style, const QSet<quint64> &open, const LineWrapper &wrapper)
    : m_compared(compared)
    , m_style(style)
    , m_open(open)
    , m_wrapper(wrapper)
{
    const auto &blocks = compared.comparison.blocks;
    for (std::size_t i = 0; i < blocks.size();) {
        std::size_t end = i;
        while (end < blocks.size() && blocks[end].relation == Relation::Equal)
            ++end;
        if (end > i)
            addEqualBlocks(i, end);
        if (end < blocks.size())
            addBlock(end++);
        i = end;
    }
}

QString CompareRows::titleOf(const ComparedBlock &block) const
{
    return format::text(block.b ? m_compared.segmentB(*block.b).label : m_compared.segmentA(*block.a).label);
}

std::int64_t CompareRows::tokensAtEnd(const ComparedBlock &block) const
{
    return block.b ? m_compared.layoutB.segments[*block.b].end : m_compared.layoutA.segments[*block.a].end;
}

std::int64_t CompareRows::tokensUpTo(const prompt::TokenLayout &layout, std::size_t segment, std::size_t byte) const
{
    const auto &tokens = layout.segments[segment].tokens;
    const auto after = std::partition_point(
        tokens.begin(), tokens.end(), [byte](const tokens::Token &token) { return token.begin < byte; });
    return layout.upTo(segment, static_cast<std::size_t>(after - tokens.begin()));
}

void CompareRows::addFold(quint64 key, const QString &title, std::optional<std::int64_t> tokens)
{
    CompareRow row;
    row.kind = CompareRow::Kind::Fold;
    row.title = title;
    row.fold = key;
    row.open = m_open.contains(key);
    row.tokens = tokens;
    m_rows.append(row);
    m_inDifference = false;
}

void CompareRows::addEqualBlocks(std::size_t first, std::size_t end)
{
    const auto &blocks = m_compared.comparison.blocks;
    const std::string &last = m_compared.segmentB(*blocks[end - 1].b).label;
    const std::string &begin = m_compared.segmentB(*blocks[first].b).label;
    const QString title = end - first == 1
        ? Words::tr("%1, equal").arg(format::text(begin))
        : Words::tr("%1 to %2, %n blocks, equal", nullptr, static_cast<int>(end - first))
              .arg(firstWord(begin), firstWord(last));
    addFold(foldKey(first), title, tokensAtEnd(blocks[end - 1]));
    if (!m_rows.last().open)
        return;
    for (std::size_t i = first; i < end; ++i) {
        CompareRow head;
        head.kind = CompareRow::Kind::Block;
        head.title = titleOf(blocks[i]);
        head.tokens = tokensAtEnd(blocks[i]);
        m_rows.append(head);
        addWhole(blocks[i]);
    }
}

void CompareRows::addBlock(std::size_t index)
{
    const ComparedBlock &block = m_compared.comparison.blocks[index];
    CompareRow head;
    head.kind = CompareRow::Kind::Block;
    head.title = titleOf(block);
    head.relation = block.relation;
    head.tokens = tokensAtEnd(block);
    head.startsDifference = block.lines.empty();
    m_rows.append(head);
    m_inDifference = false;
    if (block.relation == Relation::Moved) {
        const QString from = format::text(m_compared.segmentA(*block.a).label);
        addFold(foldKey(index), Words::tr("the same text as %1 had").arg(from), {});
        if (m_rows.last().open)
            addWhole(block);
    } else if (block.lines.empty()) {
        addWhole(block);
    } else {
        addLines(index);
    }
}

/** A block without lines of its own: equal, on one side only, or no text at all. */
void CompareRows::addWhole(const ComparedBlock &block)
{
    const bool equal = block.relation == Relation::Equal || block.relation == Relation::Moved;
    const bool fromB = block.b.has_value();
    const prompt::Segment &segment = fromB ? m_compared.segmentB(*block.b) : m_compared.segmentA(*block.a);
    const prompt::TokenLayout &layout = fromB ? m_compared.layoutB : m_compared.layoutA;
    const std::size_t place = fromB ? *block.b : *block.a;
    const std::string &text = segment.text.text();
    std::size_t number = 1;
    for (std::size_t begin = 0; begin <= text.size(); ++number) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const auto shown = cells(segment, { begin, end }, number, {}, !equal);
        const bool inA = equal || !fromB, inB = equal || fromB;
        addCells(
            inA ? shown : QVector<CompareCell>(), inB ? shown : QVector<CompareCell>(),
            tokensUpTo(layout, place, end));
        begin = end + 1;
    }
}

void CompareRows::addLines(std::size_t blockIndex)
{
    const ComparedBlock &block = m_compared.comparison.blocks[blockIndex];
    for (std::size_t i = 0; i < block.lines.size();) {
        std::size_t end = i;
        while (end < block.lines.size() && block.lines[end].kind == ComparedLine::Kind::Equal)
            ++end;
        const std::size_t before = i == 0 ? 0 : context;
        const std::size_t after = end == block.lines.size() ? 0 : context;
        const bool folds = end - i > before + after + 1;
        const std::size_t foldBegin = folds ? i + before : end;
        const std::size_t foldEnd = folds ? end - after : end;
        for (; i < foldBegin; ++i)
            addLine(block, block.lines[i]);
        if (folds) {
            addFold(
                foldKey(blockIndex, foldBegin + 1),
                Words::tr("%n equal lines", nullptr, static_cast<int>(foldEnd - foldBegin)),
                tokensUpTo(m_compared.layoutB, *block.b, block.lines[foldEnd - 1].b.end));
            for (const bool open = m_rows.last().open; i < foldEnd; ++i) {
                if (open)
                    addLine(block, block.lines[i]);
            }
            for (; i < end; ++i)
                addLine(block, block.lines[i]);
        }
        if (end < block.lines.size())
            addLine(block, block.lines[end++]);
        i = end;
    }
}

void CompareRows::addLine(const ComparedBlock &block, const ComparedLine &line)
{
    const bool differs = line.kind != ComparedLine::Kind::Equal;
    QVector<CompareCell> a, b;
    std::optional<std::int64_t> tokensA, tokensB;
    if (line.lineA != 0) {
        a = cells(m_compared.segmentA(*block.a), line.a, line.lineA, line.changedA, differs);
        tokensA = tokensUpTo(m_compared.layoutA, *block.a, line.a.end);
    }
    if (line.lineB != 0) {
        b = cells(m_compared.segmentB(*block.b), line.b, line.lineB, line.changedB, differs);
        tokensB = tokensUpTo(m_compared.layoutB, *block.b, line.b.end);
    }
    if (differs && m_style == CompareStyle::Unified) {
        if (!a.isEmpty())
            addCells(a, {}, tokensA);
        if (!b.isEmpty())
            addCells({}, b, tokensB);
    } else {
        addCells(a, b, tokensB ? tokensB : tokensA);
    }
}

QVector<CompareCell> CompareRows::cells(
    const prompt::Segment &segment, prompt::ByteRange range, std::size_t number,
    const std::vector<prompt::ByteRange> &marks, bool differs) const
{
    const std::string_view text = segment.text.text();
    const ShownLine line = ShownLine::from(text.substr(range.begin, range.size()), range.begin, marks);
    QVector<CompareCell> result;
    for (const TextSpan piece : m_wrapper.wrap(line.text)) {
        CompareCell cell;
        cell.text = line.text.mid(piece.begin, piece.end - piece.begin);
        cell.line = result.isEmpty() ? number : 0;
        cell.present = true;
        cell.differs = differs;
        for (const TextSpan mark : line.marks) {
            const TextSpan within{ std::max(mark.begin, piece.begin) - piece.begin,
                                   std::min(mark.end, piece.end) - piece.begin };
            if (within.end > within.begin)
                cell.marks.append(within);
        }
        result.append(cell);
    }
    return result;
}

void CompareRows::addCells(
    const QVector<CompareCell> &a, const QVector<CompareCell> &b, std::optional<std::int64_t> tokens)
{
    const qsizetype height = std::max(a.size(), b.size());
    for (qsizetype i = 0; i < height; ++i) {
        CompareRow row;
        if (i < a.size())
            row.a = a[i];
        if (i < b.size())
            row.b = b[i];
        const bool differs = row.a.differs || row.b.differs;
        row.startsDifference = differs && !m_inDifference;
        m_inDifference = differs;
        if (i + 1 == height)
            row.tokens = tokens;
        m_rows.append(row);
    }
}

} // namespace cachescope::ui
