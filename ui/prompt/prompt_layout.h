// SPDX-License-Identifier: MIT
#pragma once

#include <QPlainTextDocumentLayout>

namespace cachescope::ui {

/** Who knows what stands between the lines of a prompt. */
class RowSource
{
public:
    virtual ~RowSource() = default;
    virtual int heightAbove(const QTextBlock &block) const = 0; ///< Rows above a line: heads, breakpoints.
    virtual int heightBelowAll() const = 0; ///< Below the last line.
    virtual bool hidesText(const QTextBlock &block) const = 0; ///< Only the rows above are shown.
};

/**
 * Lays a prompt's lines out with room above some of them. A line of the window is `lineHeight` high with the text
 * in its upper `textHeight`, whatever the face's own height is.
 */
class PromptLayout : public QPlainTextDocumentLayout
{
    Q_OBJECT

public:
    explicit PromptLayout(QTextDocument *document);

    void setRows(const RowSource *rows); ///< Not owned; null: none.
    void setLineHeight(int lineHeight, int textHeight);
    int lineHeight() const { return m_lineHeight; }
    int textHeight() const { return m_textHeight; }
    /** The heights of rows or the lines that are shown have changed. */
    void relayOut();

    QRectF blockBoundingRect(const QTextBlock &block) const override;

private:
    const RowSource *m_rows = nullptr;
    int m_lineHeight = 20;
    int m_textHeight = 20;
};

} // namespace cachescope::ui
