// SPDX-License-Identifier: MIT
#pragma once

#include <QPlainTextEdit> // First: see ui/format/format.h.

#include "ui/prompt/editor_marks.h"
#include "ui/prompt/prompt_bands.h"
#include "ui/prompt/token_track.h"

#include <functional>
#include <memory>

namespace cachescope::ui {

class PromptDocument;
class PromptGutter;

/**
 * The text of a prompt. Paints everything but the glyphs itself and for visible lines only: tints of tokens, heads
 * of segments, breakpoints, squiggles. Never lets an edit join two segments. GUI thread; the document must outlive
 * it.
 */
class PromptEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    PromptEdit(PromptDocument &document, QWidget *parent = nullptr);
    ~PromptEdit() override;

    PromptDocument &promptDocument() const { return m_document; }
    TokenTrack &tokens() const { return *m_tokens; }
    PromptBands &bands() const { return *m_bands; }

    void setTokenDisplay(TokenDisplay display);
    TokenDisplay tokenDisplay() const { return m_display; }
    void setWhiteSpaceShown(bool shown);
    bool isWhiteSpaceShown() const { return m_showWhiteSpace; }
    void setMarks(EditorMarks marks);
    const EditorMarks &marks() const { return m_marks; }
    /** Places of the search, ascending; `current` is painted stronger. */
    void setMatches(const QVector<int> &begins, const QVector<int> &lengths, int current);

    void goTo(int position);
    void select(int begin, int end);
    void setBandFolded(std::size_t band, bool folded);
    // prompt_edit_folds.cpp
    /** The heading above a place, within its segment; invalid where there is none. */
    QTextBlock headingAbove(const QTextBlock &block) const;
    bool isSectionFolded(const QTextBlock &heading) const;
    /** Hides the lines below a heading, up to the next one. */
    void setSectionFolded(const QTextBlock &heading, bool folded);
    /** Folds or unfolds the section of the cursor; without one, its band. */
    void toggleFoldAtCursor();
    /** The band whose head is nearest above the first visible line; for the outline. */
    std::size_t topBand() const;
    /** Replaces the selection as typing does; segments stay apart. */
    void insertUserText(const QString &text);
    /** Removes what is selected, in each segment for itself. One undo step. */
    void removeSelection();
    /** The real text of the selection: stand-ins resolved, soft breaks left out. */
    QString selectedRealText() const;

    /** Visible lines from the top, with the y of each in the viewport. */
    void eachVisibleBlock(const std::function<void(const QTextBlock &block, const QRectF &place)> &each) const;

    /** Lines painted since the last call; for the test that a key repaints only what is seen. */
    int takePaintedLines();

Q_SIGNALS:
    /** Scrolled, edited or folded: what stands beside the text must be painted again. */
    void viewChanged();
    void bandClicked(std::size_t band);
    void breakpointClicked(std::size_t segment);
    void squiggleMenuAsked(int position, const QPoint &globalPlace);
    void zoomAsked(int steps);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    QMimeData *createMimeDataFromSelection() const override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void dropEvent(QDropEvent *event) override;
    bool event(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    friend class PromptGutter;

    // prompt_edit_keys.cpp
    bool deleteByKey(QKeyEvent *event);
    bool moveOverBreak(QKeyEvent *event);
    bool editsText(const QKeyEvent *event) const;
    bool mayEditHere() const;
    void leaveBreakMark(int before, bool forward);

    // prompt_edit_paint.cpp
    struct LinePaint;
    void paintBlock(QPainter &painter, const QTextBlock &block, const QPointF &offset, const QRectF &place);
    void paintRows(QPainter &painter, const QTextBlock &block, const QRectF &place);
    void paintHead(QPainter &painter, const QRectF &row, const Band &band);
    void paintBreakpoint(QPainter &painter, const QRectF &row, const BreakpointRow &breakpoint);
    void paintTokens(QPainter &painter, LinePaint &paint);
    void paintToken(QPainter &painter, LinePaint &paint, const ShownToken &token, qreal heat);
    void paintId(QPainter &painter, LinePaint &paint, const ShownToken &token, const QRectF &box);
    void paintVariables(QPainter &painter, const LinePaint &paint);
    void paintMatches(QPainter &painter, const LinePaint &paint);
    void paintSelection(QPainter &painter, const LinePaint &paint, int begin, int end);
    void paintSquiggles(QPainter &painter, const LinePaint &paint);
    void paintWhiteSpace(QPainter &painter, const LinePaint &paint);
    void paintNote(QPainter &painter, const LinePaint &paint);

    void onEdited(int position, int removed, int added);
    void onRebuilt();
    void onCursorMoved();
    void unfoldAtCursor();
    QTextBlock sectionEnd(const QTextBlock &heading) const;
    void setLinesVisible(int begin, int end, bool visible);
    QRectF foldPill(const QTextBlock &heading, const QRectF &place) const;
    QString foldWords(const QTextBlock &heading) const;
    void paintFold(QPainter &painter, const QTextBlock &heading, const QRectF &place);
    void applyMetrics();
    QString tipAt(const QPoint &place) const;

    PromptDocument &m_document;
    std::unique_ptr<TokenTrack> m_tokens;
    std::unique_ptr<PromptBands> m_bands;
    PromptGutter *m_gutter;
    TokenDisplay m_display = TokenDisplay::Tints;
    bool m_showWhiteSpace = false;
    EditorMarks m_marks;
    QVector<int> m_matches;
    QVector<int> m_matchLengths;
    int m_currentMatch = -1;
    int m_currentBlock = -1;
    int m_paintedLines = 0;
};

} // namespace cachescope::ui
