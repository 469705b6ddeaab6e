// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "ui/prompt/compared_prompts.h"
#include "ui/prompt/wrapped_line.h"

#include <QSet>
#include <QVector>

#include <optional>

namespace cachescope::ui {

enum class CompareStyle
{
    Unified, ///< One text; removed and added lines below each other.
    SideBySide,
};

/** What one side shows of a line in one row of the view. */
struct CompareCell
{
    QString text; ///< One wrapped piece.
    QVector<TextSpan> marks; ///< Highlighted, within it.
    std::size_t line = 0; ///< Number; 0 in a continuation, or when this side has nothing here.
    bool present = false; ///< False: the other side has a line here and this one does not.
    bool differs = false;
};

/** One row of a comparison as shown. All rows have one height. */
struct CompareRow
{
    enum class Kind : std::uint8_t
    {
        Block, ///< Title of a block that differs, or of an opened equal one.
        Fold, ///< Equal blocks or lines, closed or open.
        Line,
    } kind
        = Kind::Line;
    QString title; ///< Of Block and Fold.
    prompt::Relation relation = prompt::Relation::Equal; ///< Of Block.
    quint64 fold = 0; ///< Of Fold: what toggles it.
    bool open = false;
    CompareCell a, b; ///< Of Line; unified: the one that is present, or both alike.
    std::optional<std::int64_t> tokens; ///< Tokens up to its end; in a line's last row.
    bool startsDifference = false; ///< A place that "next difference" goes to.
};

/** Lays a comparison out as rows: what is equal folded (unless in `open`), lines wrapped to the width given. */
class CompareRows
{
public:
    CompareRows(
        const ComparedPrompts &compared, CompareStyle style, const QSet<quint64> &open, const LineWrapper &wrapper);
    QVector<CompareRow> take() { return std::move(m_rows); }

private:
    void addEqualBlocks(std::size_t first, std::size_t end);
    void addBlock(std::size_t index);
    void addWhole(const prompt::ComparedBlock &block);
    void addLines(std::size_t blockIndex);
    void addLine(const prompt::ComparedBlock &block, const prompt::ComparedLine &line);
    void addFold(quint64 key, const QString &title, std::optional<std::int64_t> tokens);
    void addCells(const QVector<CompareCell> &a, const QVector<CompareCell> &b, std::optional<std::int64_t> tokens);
    QVector<CompareCell> cells(
        const prompt::Segment &segment, prompt::ByteRange range, std::size_t number,
        const std::vector<prompt::ByteRange> &marks, bool differs) const;
    std::int64_t tokensUpTo(const prompt::TokenLayout &layout, std::size_t segment, std::size_t byte) const;
    std::int64_t tokensAtEnd(const prompt::ComparedBlock &block) const;
    QString titleOf(const prompt::ComparedBlock &block) const;

    const ComparedPrompts &m_compared;
    CompareStyle m_style;
    const QSet<quint64> &m_open;
    const LineWrapper &m_wrapper;
    QVector<CompareRow> m_rows;
    bool m_inDifference = false;
};

} // namespace cachescope::ui
