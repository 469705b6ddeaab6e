// SPDX-License-Identifier: MIT
#include "ui/prompt/mini_map.h"

#include "ui/prompt/prompt_document.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QWheelEvent>

namespace cachescope::ui {

namespace {

constexpr int mapWidth = 60;
constexpr qreal highestRow = 3;
constexpr qreal charactersAcross = 90;
constexpr int pauseMs = 200;

Token severityToken(prompt::Severity severity)
{
    return severity == prompt::Severity::Error  ? Token::Error
        : severity == prompt::Severity::Warning ? Token::Write
                                                : Token::Fresh;
}

} // namespace

MiniMap::MiniMap(PromptEdit &edit, QWidget *parent)
    : QWidget(parent)
    , m_edit(edit)
{
    setFixedWidth(mapWidth);
    setAccessibleName(tr("Overview of the prompt"));
    setCursor(Qt::PointingHandCursor);
    m_redraw.setSingleShot(true);
    m_redraw.setInterval(pauseMs);
    connect(&m_redraw, &QTimer::timeout, this, [this] {
        m_picture = {};
        update();
    });
    connect(&edit.promptDocument(), &PromptDocument::versionChanged, &m_redraw, qOverload<>(&QTimer::start));
    connect(&edit, &PromptEdit::viewChanged, this, qOverload<>(&QWidget::update));
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        m_picture = {};
        update();
    });
}

qreal MiniMap::rowHeight() const
{
    return std::min(highestRow, qreal(height() - 8) / std::max(1, m_edit.document()->blockCount()));
}

qreal MiniMap::yOf(int blockNumber) const
{
    return 4 + blockNumber * rowHeight();
}

/** With more lines than pixels, a line of the picture shows the first of those that fall on it. */
void MiniMap::draw()
{
    ++m_drawings;
    const qreal ratio = devicePixelRatioF();
    m_picture = QPixmap(size() * ratio);
    m_picture.setDevicePixelRatio(ratio);
    m_picture.fill(Qt::transparent);
    QPainter painter(&m_picture);
    const qreal row = rowHeight();
    const qreal thickness = std::clamp(row - 1, 1 / ratio, 1.5);
    qreal drawnTo = -1;
    const QColor color = tokenColor(Token::LineStrong);
    for (QTextBlock block = m_edit.document()->begin(); block.isValid(); block = block.next()) {
        const qreal y = yOf(block.blockNumber());
        if (y < drawnTo)
            continue;
        drawnTo = y + 1 / ratio;
        const QString text = block.text();
        qsizetype first = 0;
        while (first < text.size() && text[first].isSpace())
            ++first;
        const qreal scale = (mapWidth - 12) / charactersAcross;
        const qreal left = 6 + std::min(charactersAcross, qreal(first)) * scale;
        const qreal right = 6 + std::min(charactersAcross, qreal(text.size())) * scale;
        if (right > left)
            painter.fillRect(QRectF(left, y, right - left, thickness), color);
    }
}

void MiniMap::paintEvent(QPaintEvent *)
{
    if (m_picture.isNull() || m_picture.deviceIndependentSize() != QSizeF(size()))
        draw();
    QPainter painter(this);
    painter.fillRect(rect(), tokenColor(Token::Panel));
    painter.fillRect(0, 0, 1, height(), tokenColor(Token::Line));
    const EditorMarks &marks = m_edit.marks();
    const auto blockOf = [this](int position) { return m_edit.document()->findBlock(position).blockNumber(); };
    if (marks.stableEnd > 0) {
        QColor stable = tokenColor(Token::Read);
        stable.setAlphaF(0.16F);
        painter.fillRect(QRectF(1, 4, width() - 1, yOf(blockOf(marks.stableEnd)) - 4), stable);
    }
    painter.drawPixmap(0, 0, m_picture);
    for (const Squiggle &mark : marks.squiggles) {
        const qreal y = yOf(blockOf(mark.begin));
        painter.fillRect(
            QRectF(1, y - 0.5, 4, std::max(2.0, rowHeight())), tokenColor(severityToken(mark.severity)));
    }
    int first = -1, last = -1;
    m_edit.eachVisibleBlock([&](const QTextBlock &block, const QRectF &) {
        first = first < 0 ? block.blockNumber() : first;
        last = block.blockNumber();
    });
    if (first < 0)
        return;
    QColor window = tokenColor(Token::Text3);
    window.setAlphaF(0.12F);
    const QRectF seen(1, yOf(first) - 2, width() - 1, std::max(8.0, (last - first + 1) * rowHeight() + 4));
    painter.fillRect(seen, window);
    painter.setPen(tokenColor(Token::LineStrong));
    painter.drawRect(seen.adjusted(0.5, 0.5, -1, -0.5));
}

void MiniMap::goTo(qreal y)
{
    const int block = std::clamp(static_cast<int>((y - 4) / rowHeight()), 0, m_edit.document()->blockCount() - 1);
    const QTextBlock target = m_edit.document()->findBlockByNumber(block);
    QScrollBar *bar = m_edit.verticalScrollBar();
    bar->setValue(target.firstLineNumber() - bar->pageStep() / 2);
}

void MiniMap::mousePressEvent(QMouseEvent *event)
{
    goTo(event->position().y());
}

void MiniMap::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        goTo(event->position().y());
}

void MiniMap::wheelEvent(QWheelEvent *event)
{
    QApplication::sendEvent(m_edit.viewport(), event);
}

void MiniMap::resizeEvent(QResizeEvent *)
{
    m_picture = {};
}

} // namespace cachescope::ui

#include "moc_mini_map.cpp"
