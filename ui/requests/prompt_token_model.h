// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "ui/prompt/wrapped_rows_model.h"
#include "ui/requests/logged_prompt.h"

#include <QVector>

namespace cachescope::ui {

/** One row of a prompt shown with its tokens. All rows have one height. */
struct PromptTokenRow
{
    enum class Kind : std::uint8_t
    {
        Segment, ///< Title; opens and closes its lines.
        Line, ///< A piece of a line.
        PrefixEnd, ///< Here the cacheable prefix ends.
    } kind
        = Kind::Line;
    QString text;
    QVector<TextSpan> tokens; ///< Of a line: each token's part.
    int firstTint = 0; ///< Tint of the first token; the next ones follow in turn.
    std::size_t segment = 0;
    std::size_t line = 0; ///< Number within the segment; 0 in a continuation.
    std::int64_t tokensUpTo = 0; ///< At the row's end.
    bool showsTokens = false; ///< In the last row of a line only.
    bool open = false;
};

/** A logged prompt as rows of text with token borders; long segments are folded at first. Read aloud line by line.
 */
class PromptTokenModel : public WrappedRowsModel
{
    Q_OBJECT

public:
    using WrappedRowsModel::WrappedRowsModel;
    void setPrompt(std::shared_ptr<const LoggedPrompt> prompt); ///< Null: nothing.

    const LoggedPrompt *prompt() const { return m_prompt.get(); }
    const PromptTokenRow &row(int index) const { return m_rows[index]; }
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    void makeRows(const LineWrapper &wrapper) override;
    qsizetype rowsMade() const override { return m_rows.size(); }
    std::optional<quint64> foldOf(int row) const override;

private:
    void addSegment(std::size_t index);
    void addLines(std::size_t index, const LineWrapper &wrapper);
    void addPrefixEnd(std::int64_t reached);

    std::shared_ptr<const LoggedPrompt> m_prompt;
    bool m_endShown = false;
    QVector<PromptTokenRow> m_rows;
};

} // namespace cachescope::ui
