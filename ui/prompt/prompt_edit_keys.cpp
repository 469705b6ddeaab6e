// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_edit.h"

#include "ui/format/format.h"
#include "ui/prompt/prompt_document.h"

#include <QDropEvent>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>

namespace cachescope::ui {

namespace {

using Move = QTextCursor::MoveOperation;

std::optional<Move> deletionOf(const QKeyEvent *event)
{
    if (event->matches(QKeySequence::DeleteStartOfWord))
        return Move::PreviousWord;
    if (event->matches(QKeySequence::DeleteEndOfWord))
        return Move::NextWord;
    if (event->matches(QKeySequence::DeleteEndOfLine))
        return Move::EndOfBlock;
    if (event->key() == Qt::Key_Backspace && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)))
        return Move::PreviousCharacter;
    if (event->matches(QKeySequence::Delete))
        return Move::NextCharacter;
    return {};
}

bool isMark(QChar character)
{
    return character == QChar(display::softBreak) || character == QChar(display::bareLf);
}

} // namespace

bool PromptEdit::editsText(const QKeyEvent *event) const
{
    const bool types = !event->text().isEmpty() && (event->text().at(0).isPrint() || event->text().at(0) == u'\t')
        && !(event->modifiers() & (Qt::ControlModifier | Qt::MetaModifier))
        && (event->modifiers() & Qt::AltModifier) == Qt::NoModifier;
    const bool breaks = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    return types || breaks || deletionOf(event) || event->matches(QKeySequence::Cut)
        || event->matches(QKeySequence::Paste);
}

bool PromptEdit::mayEditHere() const
{
    const QTextCursor cursor = textCursor();
    return m_document.isEditable(m_document.segmentAt(cursor.selectionStart()));
}

void PromptEdit::removeSelection()
{
    QTextCursor cursor = textCursor();
    if (!cursor.hasSelection())
        return;
    const int begin = cursor.selectionStart(), end = cursor.selectionEnd();
    cursor.beginEditBlock();
    // From the last segment to the first: what is behind does not move what is before.
    for (std::size_t i = m_document.segmentAt(end) + 1; i-- > m_document.segmentAt(begin);) {
        const int from = qMax(begin, m_document.begin(i)), to = qMin(end, m_document.end(i));
        if (from >= to)
            continue;
        QTextCursor part(document());
        part.setPosition(from);
        part.setPosition(to, QTextCursor::KeepAnchor);
        part.removeSelectedText();
    }
    cursor.setPosition(begin);
    cursor.endEditBlock();
    setTextCursor(cursor);
}

void PromptEdit::insertUserText(const QString &text)
{
    if (!mayEditHere())
        return;
    QTextCursor block = textCursor();
    block.beginEditBlock();
    removeSelection();
    QTextCursor cursor = textCursor();
    const QString shown = display::fromUser(text, m_document.lineEnds());
    const bool fits = shown.size() + cursor.block().length() < 2 * display::longestLine;
    cursor.insertText(
        fits || shown.contains(u'\n') ? shown : display::breakLongLines(shown, cursor.positionInBlock()));
    block.endEditBlock();
    setTextCursor(cursor);
    ensureCursorVisible();
}

bool PromptEdit::deleteByKey(QKeyEvent *event)
{
    const auto move = deletionOf(event);
    if (!move)
        return false;
    if (!mayEditHere())
        return true;
    QTextCursor cursor = textCursor();
    if (cursor.hasSelection()) {
        removeSelection();
        return true;
    }
    const int here = cursor.position();
    const std::size_t segment = m_document.segmentAt(here);
    if (cursor.atBlockEnd() && here > 0 && *move == Move::NextCharacter && isMark(document()->characterAt(here)))
        cursor.movePosition(Move::NextBlock, QTextCursor::KeepAnchor);
    cursor.movePosition(*move, QTextCursor::KeepAnchor);
    // A line that was broken for display: the break goes with the character it stands beside.
    const bool forward = cursor.position() > here;
    if (!forward && isMark(document()->characterAt(cursor.position() - 1)) && *move == Move::PreviousCharacter
        && document()->characterAt(cursor.position()) == QChar::ParagraphSeparator)
        cursor.movePosition(Move::PreviousCharacter, QTextCursor::KeepAnchor, 2);
    if (forward && isMark(document()->characterAt(here)) && *move == Move::NextCharacter)
        cursor.movePosition(Move::NextCharacter, QTextCursor::KeepAnchor, 2);
    const int other = qBound(m_document.begin(segment), cursor.position(), m_document.end(segment));
    cursor.setPosition(here);
    cursor.setPosition(other, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    setTextCursor(cursor);
    ensureCursorVisible();
    return true;
}

/** A break for display is not a place of its own: the cursor goes over it in one step. */
void PromptEdit::leaveBreakMark(int before, bool forward)
{
    QTextCursor cursor = textCursor();
    if (cursor.hasSelection() || cursor.position() == 0 || cursor.position() == before)
        return;
    if (!cursor.atBlockEnd() || !isMark(document()->characterAt(cursor.position() - 1)))
        return;
    cursor.movePosition(forward ? Move::NextBlock : Move::PreviousCharacter);
    setTextCursor(cursor);
}

void PromptEdit::keyPressEvent(QKeyEvent *event)
{
    QTextCursor cursor = textCursor();
    if (event->matches(QKeySequence::Undo) || event->matches(QKeySequence::Redo)
        || (event->key() == Qt::Key_Y && event->modifiers() == Qt::ControlModifier)) {
        if (event->matches(QKeySequence::Undo))
            m_document.undo(&cursor);
        else
            m_document.redo(&cursor);
        setTextCursor(cursor);
        ensureCursorVisible();
        event->accept();
        return;
    }
    if (event->matches(QKeySequence::Cut)) {
        copy();
        if (mayEditHere())
            removeSelection();
        return;
    }
    if (editsText(event)) {
        unfoldAtCursor();
        if (isSectionFolded(cursor.block()))
            setSectionFolded(cursor.block(), false); // What a key could join with must be in sight.
        if (deleteByKey(event))
            return;
        if (!mayEditHere())
            return;
        if (cursor.hasSelection() && m_document.crossesSegments(cursor.selectionStart(), cursor.selectionEnd()))
            removeSelection();
    }
    const int before = cursor.position();
    QPlainTextEdit::keyPressEvent(event);
    leaveBreakMark(before, event->key() == Qt::Key_Right);
    if (textCursor().position() != before)
        unfoldAtCursor();
}

void PromptEdit::inputMethodEvent(QInputMethodEvent *event)
{
    if (!mayEditHere())
        return;
    const QTextCursor cursor = textCursor();
    if (cursor.hasSelection() && m_document.crossesSegments(cursor.selectionStart(), cursor.selectionEnd()))
        removeSelection();
    QPlainTextEdit::inputMethodEvent(event);
}

bool PromptEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasText() && !source->hasUrls();
}

void PromptEdit::insertFromMimeData(const QMimeData *source)
{
    insertUserText(source->text());
}

QString PromptEdit::selectedRealText() const
{
    QString shown = textCursor().selectedText();
    return format::text(display::toBytes(shown, display::LineEnds::Lf));
}

QMimeData *PromptEdit::createMimeDataFromSelection() const
{
    auto *copied = new QMimeData;
    copied->setText(selectedRealText());
    return copied;
}

void PromptEdit::dropEvent(QDropEvent *event)
{
    // Text moved inside the editor could take the break between two segments along: it is copied instead.
    if (event->source() == this || event->source() == viewport())
        event->setDropAction(Qt::CopyAction);
    QPlainTextEdit::dropEvent(event);
}

} // namespace cachescope::ui
