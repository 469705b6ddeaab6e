// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_edit.h"

#include "ui/format/format.h"
#include "ui/parts/painting.h"
#include "ui/prompt/prompt_document.h"
#include "ui/prompt/prompt_outline.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QTextBlock>

namespace cachescope::ui {

void PromptEdit::setLinesVisible(int begin, int end, bool visible)
{
    for (QTextBlock block = document()->findBlock(begin); block.isValid() && block.position() <= end;
         block = block.next()) {
        block.setVisible(visible);
        block.setLineCount(visible ? qMax(1, block.layout()->lineCount()) : 0);
    }
}

void PromptEdit::setBandFolded(std::size_t band, bool folded)
{
    if (band >= m_bands->bands().size() || m_bands->isFolded(band) == folded)
        return;
    m_bands->setFolded(band, folded);
    const Band &changed = m_bands->bands()[band];
    const int begin = m_document.begin(changed.first), end = m_document.end(changed.last);
    setLinesVisible(begin, end, !folded);
    setLinesVisible(begin, begin, true); // The head stands above the first line.
    QTextCursor cursor = textCursor();
    if (folded && cursor.position() > begin && cursor.position() <= end) {
        cursor.setPosition(begin);
        setTextCursor(cursor);
    }
    m_document.layout()->relayOut();
    viewport()->update();
    Q_EMIT viewChanged();
}

QTextBlock PromptEdit::headingAbove(const QTextBlock &block) const
{
    if (!block.isValid())
        return {};
    const int first = m_document.begin(m_document.segmentAt(block.position()));
    for (QTextBlock at = block; at.isValid() && at.position() >= first; at = at.previous()) {
        if (!sectionTitle(at.text()).isEmpty())
            return at;
    }
    return {};
}

/** The last line of a heading's section; the heading itself when there is nothing below it. */
QTextBlock PromptEdit::sectionEnd(const QTextBlock &heading) const
{
    const int end = m_document.end(m_document.segmentAt(heading.position()));
    QTextBlock last = heading;
    for (QTextBlock at = heading.next(); at.isValid() && at.position() <= end; at = at.next()) {
        if (!sectionTitle(at.text()).isEmpty())
            break;
        last = at;
    }
    return last;
}

bool PromptEdit::isSectionFolded(const QTextBlock &heading) const
{
    if (!heading.isVisible() || !heading.next().isValid() || heading.next().isVisible())
        return false;
    const std::size_t segment = m_document.segmentAt(heading.position());
    return heading.next().position() <= m_document.end(segment) && !m_bands->isFolded(m_bands->bandOf(segment))
        && !sectionTitle(heading.text()).isEmpty();
}

void PromptEdit::setSectionFolded(const QTextBlock &heading, bool folded)
{
    const QTextBlock last = heading.isValid() ? sectionEnd(heading) : heading;
    if (last == heading || isSectionFolded(heading) == folded)
        return;
    setLinesVisible(heading.next().position(), last.position(), !folded);
    QTextCursor cursor = textCursor();
    if (folded && cursor.position() > heading.position() && cursor.position() < last.position() + last.length()) {
        cursor.setPosition(heading.position());
        setTextCursor(cursor);
    }
    m_document.layout()->relayOut();
    viewport()->update();
    Q_EMIT viewChanged();
}

void PromptEdit::toggleFoldAtCursor()
{
    const QTextBlock heading = headingAbove(textCursor().block());
    if (heading.isValid() && sectionEnd(heading) != heading) {
        setSectionFolded(heading, !isSectionFolded(heading));
        return;
    }
    const std::size_t band = m_bands->bandOf(m_document.segmentAt(textCursor().position()));
    setBandFolded(band, !m_bands->isFolded(band));
}

void PromptEdit::unfoldAtCursor()
{
    const QTextBlock block = textCursor().block();
    const std::size_t band = m_bands->bandOf(m_document.segmentAt(block.position()));
    if (m_bands->isFolded(band))
        setBandFolded(band, false);
    if (!block.isVisible())
        setSectionFolded(headingAbove(block), false);
}

QString PromptEdit::foldWords(const QTextBlock &heading) const
{
    const QTextBlock last = sectionEnd(heading);
    const QString lines = tr("%n line(s)", nullptr, last.blockNumber() - heading.blockNumber());
    if (!m_tokens->isOn())
        return lines;
    const std::int64_t tokens = m_tokens->tokensUpTo(last.position() + last.length() - 1)
        - m_tokens->tokensUpTo(heading.position() + heading.length() - 1);
    return tr("%1, %2 tokens").arg(lines, format::number(tokens));
}

/** Behind the heading: what is hidden below it. */
QRectF PromptEdit::foldPill(const QTextBlock &heading, const QRectF &place) const
{
    const QTextLine line = heading.layout()->lineAt(heading.layout()->lineCount() - 1);
    const qreal left = place.left() + line.cursorToX(line.textStart() + line.textLength()) + 16;
    const qreal width = QFontMetricsF(Theme::font(TextStyle::Control)).horizontalAdvance(foldWords(heading)) + 32;
    const qreal top = place.top() + m_bands->heightAbove(heading)
        + (heading.layout()->lineCount() - 1) * m_document.layout()->lineHeight();
    return { left, top + 1, width, qreal(m_document.layout()->textHeight() - 2) };
}

void PromptEdit::paintFold(QPainter &painter, const QTextBlock &heading, const QRectF &place)
{
    const QRectF pill = foldPill(heading, place);
    paintRoundedPanel(&painter, pill, tokenColor(Token::Badge), tokenColor(Token::Badge), metrics::badgeRadius);
    icons::paint(
        &painter, QRectF(pill.left() + 4, pill.top(), 16, pill.height()), QStringLiteral("chevron-right"),
        tokenColor(Token::Text2), 14);
    painter.setFont(Theme::font(TextStyle::Control));
    painter.setPen(tokenColor(Token::Text2));
    painter.drawText(pill.adjusted(24, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, foldWords(heading));
}

} // namespace cachescope::ui
