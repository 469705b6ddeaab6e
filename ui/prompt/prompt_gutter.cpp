// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_gutter.h"

#include "ui/format/format.h"
#include "ui/parts/painting.h"
#include "ui/prompt/prompt_document.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/prompt/prompt_outline.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QTextBlock>
#include <QWheelEvent>

namespace cachescope::ui {

namespace {

constexpr int stripeWidth = 4;
constexpr int stripeGap = 4;
constexpr int columnGap = 12;
constexpr int foldWidth = 12;

QString monoNumber(std::int64_t value)
{
    return format::number(value).replace(QChar(format::thinSpace), QChar(u' '));
}

} // namespace

PromptGutter::PromptGutter(PromptEdit &edit)
    : QWidget(&edit)
    , m_edit(edit)
{
    setFont(Theme::font(TextStyle::Code));
    setAccessibleName(tr("Line numbers and running total of tokens"));
    connect(&edit, &PromptEdit::viewChanged, this, qOverload<>(&QWidget::update));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

int PromptGutter::wantedWidth() const
{
    const QFontMetrics metrics(Theme::font(TextStyle::Code));
    const int lineColumn = metrics.horizontalAdvance(QStringLiteral("00000"));
    const int tokenColumn = metrics.horizontalAdvance(QStringLiteral("000 000"));
    return lineColumn + columnGap + tokenColumn + stripeGap + stripeWidth + stripeGap;
}

void PromptGutter::paintStripe(QPainter &painter, qreal top, qreal bottom, int begin, int end)
{
    const EditorMarks &marks = m_edit.marks();
    if (marks.stableEnd < 0)
        return;
    const qreal x = width() - stripeGap - stripeWidth;
    const auto part = [&](qreal from, qreal to, Token color, Fill fill) {
        if (to > from)
            fillBar(&painter, QRectF(x, from, stripeWidth, to - from), tokenColor(color), fill);
    };
    // The line in which a zone ends is divided in the share of its characters.
    const auto share = [&](int place) {
        return place <= begin ? 0.0 : place >= end ? 1.0 : double(place - begin) / double(end - begin);
    };
    const qreal stable = top + share(marks.stableEnd) * (bottom - top);
    const qreal spoiled = top + share(qMax(marks.stableEnd, marks.spoiledEnd)) * (bottom - top);
    part(top, stable, Token::Read, Fill::Solid);
    part(stable, spoiled, Token::Error, Fill::Hatched);
    part(spoiled, bottom, Token::Badge, Fill::Solid);
}

void PromptGutter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokenColor(Token::Panel));
    painter.setFont(font());
    const PromptDocument &document = m_edit.promptDocument();
    const int current = m_edit.textCursor().blockNumber();
    const QFontMetrics metrics(font());
    const int lineRight = metrics.horizontalAdvance(QStringLiteral("00000"));
    const int tokenRight = width() - 2 * stripeGap - stripeWidth;
    m_edit.eachVisibleBlock([&](const QTextBlock &block, const QRectF &place) {
        const PromptBands::Above above = m_edit.bands().above(block);
        const int end = block.position() + block.length() - 1;
        qreal y = place.top();
        const auto total = [&](qreal top, qreal height, std::int64_t tokens) {
            painter.setPen(tokenColor(Token::Text3));
            painter.drawText(
                QRectF(0, top, tokenRight, height), Qt::AlignRight | Qt::AlignVCenter, monoNumber(tokens));
        };
        if (above.breakpoint) {
            if (m_edit.tokens().isOn())
                total(
                    y, PromptBands::breakpointHeight,
                    m_edit.tokens().tokensUpTo(document.end(above.breakpoint->segment)));
            paintStripe(painter, y, y + PromptBands::breakpointHeight, block.position(), block.position() + 1);
            y += PromptBands::breakpointHeight;
        }
        if (above.head) {
            const QRectF row(0, y, width(), PromptBands::headHeight);
            painter.fillRect(row, tokenColor(Token::Raised));
            painter.fillRect(QRectF(0, row.top(), width(), 1), tokenColor(Token::Line));
            painter.fillRect(QRectF(0, row.bottom() - 1, width(), 1), tokenColor(Token::Line));
            paintStripe(painter, y + 1, y + PromptBands::headHeight - 1, block.position(), block.position() + 1);
            y += PromptBands::headHeight;
        }
        y += above.gap;
        if (m_edit.bands().hidesText(block))
            return;
        const int textHeight = document.layout()->textHeight();
        const QRectF line(0, y, width(), textHeight);
        const bool isCurrent = block.blockNumber() == current;
        if (isCurrent)
            painter.fillRect(QRectF(0, y, width(), document.layout()->lineHeight()), tokenColor(Token::Hover));
        if (!sectionTitle(block.text()).isEmpty() && m_edit.headingAbove(block) == block)
            icons::paint(
                &painter, QRectF(1, y, foldWidth, textHeight),
                m_edit.isSectionFolded(block) ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"),
                tokenColor(Token::Text3), foldWidth);
        if (document.beginsLine(block)) {
            painter.setPen(tokenColor(isCurrent ? Token::Text : Token::Text3));
            painter.drawText(
                QRectF(0, y, lineRight, textHeight), Qt::AlignRight | Qt::AlignVCenter,
                QString::number(block.blockNumber() + 1));
        }
        if (m_edit.tokens().isOn() && m_edit.tokenDisplay() != TokenDisplay::Off) {
            const std::size_t segment = document.segmentAt(block.position());
            total(y, textHeight, m_edit.tokens().tokensUpTo(qMin(end + 1, document.end(segment))));
        }
        paintStripe(
            painter, y, qMin(place.bottom(), y + block.layout()->lineCount() * document.layout()->lineHeight()),
            block.position(), qMax(end, block.position() + 1));
    });
    if (const BreakpointRow *last = m_edit.bands().belowAll(); last && m_edit.tokens().isOn()) {
        const QTextBlock block = m_edit.document()->lastBlock();
        m_edit.eachVisibleBlock([&](const QTextBlock &shown, const QRectF &place) {
            if (shown != block)
                return;
            const qreal top = place.bottom() - m_edit.bands().heightBelowAll();
            painter.setPen(tokenColor(Token::Text3));
            painter.drawText(
                QRectF(0, top, tokenRight, PromptBands::breakpointHeight), Qt::AlignRight | Qt::AlignVCenter,
                monoNumber(m_edit.tokens().total()));
        });
    }
}

void PromptGutter::mousePressEvent(QMouseEvent *event)
{
    QTextCursor cursor = m_edit.cursorForPosition(QPoint(0, int(event->position().y())));
    if (event->position().x() <= foldWidth + 2 && !sectionTitle(cursor.block().text()).isEmpty()) {
        m_edit.setSectionFolded(cursor.block(), !m_edit.isSectionFolded(cursor.block()));
        return;
    }
    m_edit.setTextCursor(cursor);
    m_edit.setFocus(Qt::MouseFocusReason);
}

void PromptGutter::wheelEvent(QWheelEvent *event)
{
    QApplication::sendEvent(m_edit.viewport(), event);
}

} // namespace cachescope::ui

#include "moc_prompt_gutter.cpp"
