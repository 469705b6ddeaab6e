// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_layout.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

namespace cachescope::ui {

PromptLayout::PromptLayout(QTextDocument *document)
    : QPlainTextDocumentLayout(document)
{
    constexpr int margin = 4; // Left, right and above the first line.
    document->setDocumentMargin(margin);
}

void PromptLayout::setRows(const RowSource *rows)
{
    m_rows = rows;
    relayOut();
}

void PromptLayout::setLineHeight(int lineHeight, int textHeight)
{
    if (m_lineHeight == lineHeight && m_textHeight == textHeight)
        return;
    m_lineHeight = lineHeight;
    m_textHeight = textHeight;
    relayOut();
}

void PromptLayout::relayOut()
{
    requestUpdate();
    Q_EMIT documentSizeChanged(documentSize());
}

QRectF PromptLayout::blockBoundingRect(const QTextBlock &block) const
{
    const QRectF rect = QPlainTextDocumentLayout::blockBoundingRect(block);
    if (!block.isValid() || !block.isVisible())
        return rect;
    const int above = m_rows ? m_rows->heightAbove(block) : 0;
    const bool hidden = m_rows && m_rows->hidesText(block);
    QTextLayout *layout = block.layout();
    const int lines = layout->lineCount();
    for (int i = 0; i < lines; ++i) {
        QTextLine line = layout->lineAt(i);
        const qreal top = hidden ? 0 : above + i * m_lineHeight + qMax(0.0, (m_textHeight - line.height()) / 2);
        const QPointF place(line.x(), qRound(top));
        if (line.position() != place)
            line.setPosition(place);
    }
    const int below = m_rows && !block.next().isValid() ? m_rows->heightBelowAll() : 0;
    return { 0, 0, rect.width(), qreal(above + (hidden ? 0 : lines * m_lineHeight) + below) };
}

} // namespace cachescope::ui

#include "moc_prompt_layout.cpp"
