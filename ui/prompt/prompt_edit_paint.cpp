// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_edit.h"

#include "ui/format/format.h"
#include "ui/parts/painting.h"
#include "ui/prompt/prompt_document.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTextBlock>

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

namespace {

constexpr std::array tints{ Token::Tint1, Token::Tint2, Token::Tint3, Token::Tint4 };
constexpr int lineEndTokenWidth = 6;

Token severityToken(prompt::Severity severity)
{
    return severity == prompt::Severity::Error  ? Token::Error
        : severity == prompt::Severity::Warning ? Token::Write
                                                : Token::Fresh;
}

/** A line of small arcs, crisp at any ratio. */
void paintWave(QPainter &painter, qreal left, qreal right, qreal bottom, const QColor &color)
{
    constexpr qreal step = 2, height = 2;
    QPainterPath path(QPointF(left, bottom));
    bool up = true;
    for (qreal x = left; x < right; x += step, up = !up)
        path.lineTo(qMin(x + step, right), up ? bottom - height : bottom);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace

/** One block under the brush: its layout, and where its text lies in the viewport. */
struct PromptEdit::LinePaint
{
    QTextBlock block;
    QTextLayout *layout = nullptr;
    QPointF offset; ///< Of the layout.
    QRectF place; ///< Of the block, rows above included.
    int lineHeight = 20, textHeight = 20;
    qreal textTop = 0; ///< Of the first line.
    std::array<qreal, 2> idsUsed{ 0, 0 }; ///< How far the two rows of ids are filled.
    int idLine = -1;

    /** Calls `each` for the parts of [begin, end) of the block, one per line of the window. */
    template <typename Each> void boxes(int begin, int end, Each each) const
    {
        for (int i = 0; i < layout->lineCount(); ++i) {
            const QTextLine line = layout->lineAt(i);
            const int from = std::max(begin, line.textStart());
            const int to = std::min(end, line.textStart() + line.textLength());
            const bool atEnd
                = begin == end && begin == line.textStart() + line.textLength() && i + 1 == layout->lineCount();
            if (from >= to && !atEnd)
                continue;
            const qreal left = offset.x() + line.cursorToX(from);
            const qreal right = atEnd ? left : offset.x() + line.cursorToX(to);
            each(
                QRectF(
                    QPointF(left, textTop + i * lineHeight), QPointF(right, textTop + i * lineHeight + textHeight)),
                i);
        }
    }
};

void PromptEdit::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), tokenColor(Token::Panel));
    QPointF offset = contentOffset();
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingRect(block).translated(offset);
        if (block.isVisible() && place.bottom() >= event->rect().top() && place.top() <= event->rect().bottom())
            paintBlock(painter, block, offset, place);
        offset.ry() += place.height();
        if (offset.y() > viewport()->height())
            break;
    }
}

void PromptEdit::paintBlock(QPainter &painter, const QTextBlock &block, const QPointF &offset, const QRectF &place)
{
    paintRows(painter, block, place);
    if (m_bands->hidesText(block))
        return;
    ++m_paintedLines;
    const int above = m_bands->heightAbove(block);
    LinePaint paint{ block,
                     block.layout(),
                     offset,
                     place,
                     m_document.layout()->lineHeight(),
                     m_document.layout()->textHeight(),
                     place.top() + above };
    const QAbstractTextDocumentLayout::PaintContext context = getPaintContext();
    if (block.blockNumber() == textCursor().blockNumber())
        painter.fillRect(
            QRectF(0, paint.textTop, viewport()->width(), paint.layout->lineCount() * paint.lineHeight),
            tokenColor(Token::Hover));
    if (m_display != TokenDisplay::Off && m_tokens->isOn())
        paintTokens(painter, paint);
    paintMatches(painter, paint);
    QVector<QTextLayout::FormatRange> formats;
    for (const auto &selection : context.selections) {
        const int begin = std::max(0, selection.cursor.selectionStart() - block.position());
        const int end = std::min(block.length(), selection.cursor.selectionEnd() - block.position());
        if (begin < end)
            paintSelection(painter, paint, begin, end);
    }
    // Characters that stand for others have a sign of our own.
    const QString text = block.text();
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!display::isStandIn(text[i].unicode(), i > 0 ? text[i - 1].unicode() : u'\0'))
            continue;
        QTextCharFormat invisible;
        invisible.setForeground(Qt::transparent);
        formats.append({ static_cast<int>(i), 1, invisible });
    }
    paintVariables(painter, paint);
    painter.setPen(tokenColor(Token::Text));
    paint.layout->draw(&painter, offset, formats, viewport()->rect());
    paintSquiggles(painter, paint);
    paintWhiteSpace(painter, paint);
    if (isSectionFolded(block))
        paintFold(painter, block, place);
    else
        paintNote(painter, paint);
    const bool showsCursor
        = context.cursorPosition >= block.position() && context.cursorPosition < block.position() + block.length();
    if (showsCursor && (hasFocus() || !isReadOnly())) {
        painter.setPen(tokenColor(Token::Text));
        paint.layout->drawCursor(&painter, offset, context.cursorPosition - block.position(), cursorWidth());
    }
}

void PromptEdit::paintTokens(QPainter &painter, LinePaint &paint)
{
    std::vector<ShownToken> tokens;
    m_tokens->tokensOfBlock(paint.block, tokens);
    constexpr int reach = 6; ///< Tokens to each side that a token's heat is averaged over.
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        qreal heat = 0;
        if (m_display == TokenDisplay::Heat) {
            const std::size_t from = i > reach ? i - reach : 0;
            const std::size_t to = std::min(tokens.size(), i + reach + 1);
            int bytes = 0;
            for (std::size_t j = from; j < to; ++j)
                bytes += tokens[j].bytes;
            // Prose has four to five bytes a token; two and fewer is what hashes and base64 have.
            const qreal mean = qreal(bytes) / qreal(to - from);
            heat = std::clamp((4.2 - mean) / 2.4, 0.0, 1.0);
        }
        paintToken(painter, paint, tokens[i], heat);
    }
}

void PromptEdit::paintToken(QPainter &painter, LinePaint &paint, const ShownToken &token, qreal heat)
{
    const bool isLineEnd = token.begin == token.end;
    if (token.beginsInside && isLineEnd)
        return;
    const QColor tint = tokenColor(tints[token.index % tints.size()]);
    bool first = true;
    paint.boxes(token.begin, token.end, [&](QRectF box, int line) {
        if (isLineEnd)
            box.setWidth(lineEndTokenWidth);
        box.adjust(0, 1, 0, -1);
        if (m_display == TokenDisplay::Heat) {
            QColor hot = tokenColor(Token::Error);
            hot.setAlphaF(float(0.55 * heat));
            painter.fillRect(box, hot);
        } else if (m_display != TokenDisplay::Borders) {
            painter.fillRect(box, tint);
        }
        // A tint alone would be colour alone: the border says where a token begins, too.
        if (m_display == TokenDisplay::Borders && !token.beginsInside) {
            painter.fillRect(
                QRectF(std::floor(box.left()), box.top() + 2, 1, box.height() - 4), tokenColor(Token::LineStrong));
            painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), tokenColor(Token::Line));
        }
        if (m_display == TokenDisplay::Ids && first && !token.beginsInside) {
            if (paint.idLine != line)
                paint.idsUsed = { 0, 0 };
            paint.idLine = line;
            paintId(painter, paint, token, box);
        }
        first = false;
    });
}

/** Ids stand below the text in two rows, taken in turn: short tokens would not leave room for them in one. */
void PromptEdit::paintId(QPainter &painter, LinePaint &paint, const ShownToken &token, const QRectF &box)
{
    QFont small = Theme::font(TextStyle::Code);
    small.setPointSizeF(6.0);
    const QString id = QString::number(token.id);
    const qreal width = QFontMetricsF(small).horizontalAdvance(id);
    const std::size_t preferred = token.index % 2;
    for (const std::size_t row : { preferred, 1 - preferred }) {
        if (paint.idsUsed[row] > box.left())
            continue;
        painter.setFont(small);
        painter.setPen(tokenColor(row == 0 ? Token::Text2 : Token::Text3));
        const qreal top = box.bottom() + 1 + qreal(row) * 9;
        painter.drawText(QRectF(box.left(), top, width + 2, 9), Qt::AlignLeft | Qt::AlignVCenter, id);
        paint.idsUsed[row] = box.left() + width + 4;
        return;
    }
}

void PromptEdit::paintVariables(QPainter &painter, const LinePaint &paint)
{
    const int begin = paint.block.position(), end = begin + paint.block.length() - 1;
    for (const VariableBox &variable : m_marks.variables) {
        if (variable.end <= begin || variable.begin >= end)
            continue;
        painter.setRenderHint(QPainter::Antialiasing);
        paint.boxes(variable.begin - begin, variable.end - begin, [&](const QRectF &box, int) {
            painter.setPen(QPen(tokenColor(Token::AccentText), 1));
            painter.setBrush(tokenColor(Token::Panel));
            painter.drawRoundedRect(
                alignedToPixels(box.adjusted(-1, 1, 1, -1), devicePixelRatioF()).adjusted(0.5, 0.5, -0.5, -0.5), 3,
                3);
        });
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
}

void PromptEdit::paintMatches(QPainter &painter, const LinePaint &paint)
{
    const int begin = paint.block.position(), end = begin + paint.block.length();
    // Matches do not overlap: the one before the line's first may reach into it.
    qsizetype i = std::lower_bound(m_matches.begin(), m_matches.end(), begin) - m_matches.begin();
    for (i = std::max<qsizetype>(0, i - 1); i < m_matches.size() && m_matches[i] < end; ++i) {
        paint.boxes(m_matches[i] - begin, m_matches[i] - begin + m_matchLengths[i], [&](const QRectF &box, int) {
            painter.fillRect(box, tokenColor(Token::WriteGround));
            painter.setPen(QPen(tokenColor(i == m_currentMatch ? Token::Write : Token::LineStrong), 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box.adjusted(0, 0, -1, -1));
        });
    }
}

void PromptEdit::paintSelection(QPainter &painter, const LinePaint &paint, int begin, int end)
{
    QColor color = tokenColor(Token::Accent);
    color.setAlphaF(hasFocus() ? 0.32F : 0.18F);
    const int last = paint.block.length() - 1;
    paint.boxes(begin, std::min(end, last), [&](const QRectF &box, int) {
        QRectF area = box;
        area.setHeight(paint.lineHeight);
        painter.fillRect(area, color);
    });
    if (end > last) {
        const QTextLine line = paint.layout->lineAt(paint.layout->lineCount() - 1);
        const qreal x = paint.offset.x() + line.cursorToX(last);
        const qreal y = paint.textTop + (paint.layout->lineCount() - 1) * paint.lineHeight;
        painter.fillRect(QRectF(x, y, lineEndTokenWidth, paint.lineHeight), color);
    }
}

void PromptEdit::paintSquiggles(QPainter &painter, const LinePaint &paint)
{
    const int begin = paint.block.position(), end = begin + paint.block.length();
    for (const Squiggle &mark : m_marks.squiggles) {
        if (mark.begin >= end)
            break;
        if (mark.end < begin || (mark.end == begin && mark.begin < begin))
            continue;
        const int from = std::max(0, mark.begin - begin);
        const int to = std::min(paint.block.length() - 1, mark.end - begin);
        const QColor color = tokenColor(severityToken(mark.severity));
        if (from >= to) { // Nothing to stand under: the end of the line.
            paint.boxes(to, to, [&](const QRectF &box, int) {
                paintWave(painter, box.left(), box.left() + 10, box.bottom() - 1, color);
            });
            continue;
        }
        paint.boxes(from, to, [&](const QRectF &box, int) {
            paintWave(painter, box.left(), std::max(box.right(), box.left() + 6), box.bottom() - 1, color);
        });
    }
}

void PromptEdit::paintWhiteSpace(QPainter &painter, const LinePaint &paint)
{
    const QString text = paint.block.text();
    qsizetype trailing = text.size();
    while (trailing > 0 && (text[trailing - 1] == u' ' || text[trailing - 1] == u'\t'))
        --trailing;
    painter.setFont(Theme::font(TextStyle::Editor));
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        const bool blank = unit == u' ' || unit == u'\t';
        const bool standIn = display::isStandIn(unit, i > 0 ? text[i - 1].unicode() : u'\0');
        const bool invisible = unit == 0x00A0 || unit == 0x00AD || unit == 0xFEFF
            || (unit >= 0x200B && unit <= 0x200F) || unit == 0x202F || unit == 0x2060;
        // Blanks at a line's end are always seen: nobody means them.
        if (!(standIn || invisible || (blank && (m_showWhiteSpace || i >= trailing))))
            continue;
        QString sign(QChar(0x00B7));
        if (unit == u'\t')
            sign = QChar(0x2192);
        else if (unit == 0x00A0)
            sign = QChar(0x2423);
        else if (unit == display::softBreak)
            sign = QChar(0x2026);
        else if (unit == display::carriageReturn)
            sign = QStringLiteral("\u240D");
        else if (unit == display::bareLf)
            sign = QStringLiteral("\u240A");
        else if (standIn || invisible)
            sign = QChar(0x25AF);
        const bool quiet = blank && i < trailing;
        painter.setPen(tokenColor(quiet || unit == display::softBreak ? Token::TextOff : Token::WriteText));
        paint.boxes(int(i), int(i) + 1, [&](const QRectF &box, int) {
            painter.drawText(
                QRectF(box.left(), box.top(), std::max(box.width(), 8.0), box.height()),
                Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, sign);
        });
    }
    if (m_showWhiteSpace && paint.block.next().isValid()) {
        painter.setPen(tokenColor(Token::TextOff));
        paint.boxes(int(text.size()), int(text.size()), [&](const QRectF &box, int) {
            painter.drawText(box.adjusted(0, 0, 20, 0), Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("\u21B5"));
        });
    }
}

void PromptEdit::paintNote(QPainter &painter, const LinePaint &paint)
{
    const int begin = paint.block.position();
    if (m_marks.notePlace < begin || m_marks.notePlace >= begin + paint.block.length() || m_marks.note.isEmpty())
        return;
    const int last = paint.layout->lineCount() - 1;
    const QTextLine line = paint.layout->lineAt(last);
    const qreal left = paint.offset.x() + line.cursorToX(line.textStart() + line.textLength()) + 24;
    const QRectF room(
        left, paint.textTop + last * paint.lineHeight, viewport()->width() - left - 8, paint.textHeight);
    constexpr qreal least = 120; ///< Less than that says nothing; the problem list has it in full.
    if (room.width() < least)
        return;
    icons::paint(
        &painter, QRectF(room.left(), room.top(), 16, room.height()), QStringLiteral("error"),
        tokenColor(Token::ErrorText), 14);
    painter.setFont(Theme::font(TextStyle::Control));
    painter.setPen(tokenColor(Token::ErrorText));
    const QString words = QFontMetricsF(painter.font()).elidedText(m_marks.note, Qt::ElideRight, room.width() - 20);
    painter.drawText(room.adjusted(20, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, words);
}

} // namespace cachescope::ui
