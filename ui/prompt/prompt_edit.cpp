// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_edit.h"

#include "ui/prompt/prompt_document.h"
#include "ui/prompt/prompt_gutter.h"
#include "ui/theme/theme.h"

#include "ui/format/format.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>

namespace cachescope::ui {

namespace {

constexpr int usualLineHeight = 20;
constexpr int idRowsHeight = 20; ///< Two rows of small figures below the text.

} // namespace

PromptEdit::PromptEdit(PromptDocument &document, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_document(document)
    , m_tokens(std::make_unique<TokenTrack>(document))
    , m_bands(std::make_unique<PromptBands>(document))
    , m_gutter(new PromptGutter(*this))
{
    setProperty("kind", QStringLiteral("bare"));
    setFrameShape(NoFrame);
    setAccessibleName(tr("Prompt"));
    setAccessibleDescription(tr("Text of the prompt; problems with F8, token display with Ctrl+Shift+T"));
    document.text()->setDefaultFont(Theme::font(TextStyle::Editor));
    setFont(Theme::font(TextStyle::Editor));
    setDocument(document.text());
    setTabStopDistance(fontMetrics().horizontalAdvance(u' ') * 4);
    setUndoRedoEnabled(true);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setCursorWidth(2);
    document.layout()->setRows(m_bands.get());
    applyMetrics();
    setViewportMargins(m_gutter->wantedWidth(), 0, 0, 0);
    connect(&document, &PromptDocument::edited, this, &PromptEdit::onEdited);
    connect(&document, &PromptDocument::rebuilt, this, &PromptEdit::onRebuilt);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &PromptEdit::onCursorMoved);
    connect(&Theme::instance(), &Theme::changed, this, [this] { viewport()->update(); });
}

PromptEdit::~PromptEdit()
{
    m_document.layout()->setRows(nullptr);
}

void PromptEdit::applyMetrics()
{
    const int text = qMax(usualLineHeight, fontMetrics().height() + 2);
    m_document.layout()->setLineHeight(text + (m_display == TokenDisplay::Ids ? idRowsHeight : 0), text);
}

void PromptEdit::setTokenDisplay(TokenDisplay display)
{
    m_display = display;
    applyMetrics();
    viewport()->update();
    Q_EMIT viewChanged();
}

void PromptEdit::setWhiteSpaceShown(bool shown)
{
    m_showWhiteSpace = shown;
    viewport()->update();
}

void PromptEdit::setMarks(EditorMarks marks)
{
    m_marks = std::move(marks);
    m_document.layout()->relayOut(); // Breakpoints may have gained or lost their rows' words.
    viewport()->update();
    Q_EMIT viewChanged();
}

void PromptEdit::setMatches(const QVector<int> &begins, const QVector<int> &lengths, int current)
{
    m_matches = begins;
    m_matchLengths = lengths;
    m_currentMatch = current;
    viewport()->update();
}

void PromptEdit::goTo(int position)
{
    QTextCursor cursor = textCursor();
    cursor.setPosition(qBound(0, position, document()->characterCount() - 1));
    setTextCursor(cursor);
    unfoldAtCursor();
    centerCursor();
}

void PromptEdit::select(int begin, int end)
{
    const int last = document()->characterCount() - 1;
    QTextCursor cursor = textCursor();
    cursor.setPosition(qBound(0, begin, last));
    cursor.setPosition(qBound(0, end, last), QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    unfoldAtCursor();
    centerCursor();
}

std::size_t PromptEdit::topBand() const
{
    return m_bands->bandOf(m_document.segmentAt(firstVisibleBlock().position()));
}

void PromptEdit::onEdited(int position, int removed, int added)
{
    m_marks.shift(position, removed, added);
    viewport()->update();
    Q_EMIT viewChanged();
}

void PromptEdit::onRebuilt()
{
    for (std::size_t band = 0; band < m_bands->bands().size(); ++band)
        m_bands->setFolded(band, false);
    m_bands->update();
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (!block.isVisible()) {
            block.setVisible(true);
            block.setLineCount(qMax(1, block.layout()->lineCount()));
        }
    }
    m_document.layout()->relayOut();
    viewport()->update();
    Q_EMIT viewChanged();
}

void PromptEdit::onCursorMoved()
{
    const int block = textCursor().blockNumber();
    if (block != m_currentBlock) {
        m_currentBlock = block;
        viewport()->update();
        m_gutter->update();
    }
}

void PromptEdit::eachVisibleBlock(const std::function<void(const QTextBlock &, const QRectF &)> &each) const
{
    QPointF offset = contentOffset();
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingRect(block).translated(offset);
        if (block.isVisible())
            each(block, place);
        offset.ry() += place.height();
        if (offset.y() > viewport()->height())
            break;
    }
}

int PromptEdit::takePaintedLines()
{
    return std::exchange(m_paintedLines, 0);
}

void PromptEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    m_gutter->setGeometry(0, 0, m_gutter->wantedWidth(), height());
    Q_EMIT viewChanged();
}

void PromptEdit::scrollContentsBy(int dx, int dy)
{
    QPlainTextEdit::scrollContentsBy(dx, dy);
    viewport()->update(); // Notes and rows reach over lines.
    Q_EMIT viewChanged();
}

void PromptEdit::mousePressEvent(QMouseEvent *event)
{
    std::optional<std::size_t> head, mark;
    QTextBlock fold;
    const QPointF at = event->position();
    eachVisibleBlock([&](const QTextBlock &block, const QRectF &place) {
        const PromptBands::Above above = m_bands->above(block);
        qreal y = place.top();
        if (above.breakpoint && at.y() >= y && at.y() < y + PromptBands::breakpointHeight)
            mark = above.breakpoint->segment;
        if (isSectionFolded(block) && foldPill(block, place).contains(at))
            fold = block;
        y += above.breakpoint ? PromptBands::breakpointHeight : 0;
        if (above.head && at.y() >= y && at.y() < y + PromptBands::headHeight)
            head = m_bands->bandOf(above.head->first);
    });
    if (event->button() == Qt::LeftButton && head) {
        setBandFolded(*head, !m_bands->isFolded(*head));
        Q_EMIT bandClicked(*head);
        return;
    }
    if (event->button() == Qt::LeftButton && fold.isValid()) {
        setSectionFolded(fold, false);
        return;
    }
    if (event->button() == Qt::LeftButton && mark) {
        Q_EMIT breakpointClicked(*mark);
        return;
    }
    const int before = textCursor().position();
    QPlainTextEdit::mousePressEvent(event);
    leaveBreakMark(before, false);
}

void PromptEdit::mouseMoveEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseMoveEvent(event);
}

void PromptEdit::contextMenuEvent(QContextMenuEvent *event)
{
    const QTextCursor there = cursorForPosition(event->pos());
    Q_EMIT squiggleMenuAsked(there.position(), event->globalPos());
}

QString PromptEdit::tipAt(const QPoint &place) const
{
    const QTextCursor there = cursorForPosition(place);
    const QRect glyph = cursorRect(there);
    if (qAbs(glyph.center().y() - place.y()) > m_document.layout()->lineHeight())
        return {};
    if (m_display == TokenDisplay::Off || !m_tokens->isOn())
        return {};
    const int column = there.positionInBlock() - (place.x() < glyph.left() ? 1 : 0);
    std::vector<ShownToken> tokens;
    m_tokens->tokensOfBlock(there.block(), tokens);
    for (const ShownToken &token : tokens) {
        if (column < token.begin || column >= token.end)
            continue;
        QString text = there.block().text().mid(token.begin, token.end - token.begin);
        text.replace(u' ', QChar(0x00B7));
        return tr("Token %1: \u201c%2\u201d, %n byte(s)", nullptr, token.bytes).arg(token.id).arg(text);
    }
    return {};
}

bool PromptEdit::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const QPoint place = viewport()->mapFrom(this, help->pos());
        const QString tip = tipAt(place);
        if (tip.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), tip, this);
        return true;
    }
    return QPlainTextEdit::event(event);
}

} // namespace cachescope::ui

#include "moc_prompt_edit.cpp"
