// SPDX-License-Identifier: MIT
#include "ui/requests/filter_edit.h"

#include "ui/format/format.h"
#include "ui/theme/theme.h"

#include <QInputMethodEvent>
#include <QPainter>
#include <QTextCharFormat>
#include <QTextLayout>

namespace cachescope::ui {

namespace {

constexpr int blankWidth = 8; ///< Added to each blank, so that the grounds of two conditions do not touch.
constexpr int chipPadding = 4;

/** Where the field of a condition ends (behind `:` or a comparison), or its start when it has none. */
int fieldEnd(const QString &text, int begin, int end)
{
    for (int i = begin; i < end; ++i) {
        const QChar c = text.at(i);
        if (c == QLatin1Char(':'))
            return i + 1;
        if (c == QLatin1Char('<') || c == QLatin1Char('>'))
            return i + (i + 1 < end && text.at(i + 1) == QLatin1Char('=') ? 2 : 1);
        if (c == QLatin1Char('"') || c == QLatin1Char('('))
            return begin;
    }
    return begin;
}

QInputMethodEvent::Attribute coloured(int start, int length, const QTextCharFormat &format)
{
    return { QInputMethodEvent::TextFormat, start, length, format };
}

} // namespace

int charAt(const QString &text, std::size_t byte)
{
    const std::string utf8 = format::utf8(text);
    return int(format::text(std::string_view(utf8).substr(0, byte)).size());
}

FilterEdit::FilterEdit(QWidget *parent)
    : QLineEdit(parent)
{
    setProperty("kind", QStringLiteral("bare"));
    setFrame(false);
    setFont(Theme::font(TextStyle::Control));
    setTextMargins(chipPadding, 0, chipPadding, 0);
    connect(this, &QLineEdit::textChanged, this, &FilterEdit::parse);
    connect(&Theme::instance(), &Theme::changed, this, &FilterEdit::formatText);
}

void FilterEdit::parse()
{
    if (m_formatting)
        return;
    m_parsed = requestlog::Filter::parse(format::utf8(text()));
    QFont spaced = Theme::font(TextStyle::Control);
    spaced.setWordSpacing(text().isEmpty() ? 0 : blankWidth); // the placeholder is a sentence
    setFont(spaced);
    formatText();
    Q_EMIT parsedChanged();
}

void FilterEdit::setErrorShown(bool shown)
{
    if (m_errorShown == shown)
        return;
    m_errorShown = shown;
    formatText();
}

// QLineEdit has no rich text; the formats of an input method's empty commit are the one way to colour parts of it.
void FilterEdit::formatText()
{
    const QString all = text();
    QList<QInputMethodEvent::Attribute> attributes;
    if (m_parsed) {
        QTextCharFormat field;
        field.setForeground(tokenColor(Token::AccentText));
        for (const auto &term : m_parsed->terms()) {
            const int begin = charAt(all, term.begin);
            const int end = fieldEnd(all, begin, charAt(all, term.end));
            if (end > begin)
                attributes << coloured(begin - cursorPosition(), end - begin, field);
        }
    } else if (m_errorShown) {
        QTextCharFormat wrong;
        wrong.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wrong.setUnderlineColor(tokenColor(Token::Error));
        wrong.setForeground(tokenColor(Token::ErrorText));
        const int begin = std::min(charAt(all, m_parsed.error().begin), int(all.size()) - 1);
        const int end = std::max(begin + 1, charAt(all, m_parsed.error().end));
        if (begin >= 0)
            attributes << coloured(begin - cursorPosition(), end - begin, wrong);
    }
    m_formatting = true;
    QInputMethodEvent event(QString(), attributes);
    QLineEdit::inputMethodEvent(&event);
    m_formatting = false;
    update();
}

/** Where the text begins in widget coordinates; negative when scrolled. */
int FilterEdit::textLeft() const
{
    const QString before = text().left(cursorPosition());
    QTextLayout layout(before, font());
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    const qreal width = line.isValid() ? line.cursorToX(int(before.size())) : 0;
    return qRound(cursorRect().center().x() - width);
}

void FilterEdit::paintEvent(QPaintEvent *event)
{
    if (m_parsed && !m_parsed->terms().empty() && !text().isEmpty()) {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokenColor(Token::Hover));
        QTextLayout layout(text(), font());
        layout.beginLayout();
        const QTextLine line = layout.createLine();
        layout.endLayout();
        const int left = textLeft();
        for (const auto &term : m_parsed->terms()) {
            const qreal from = left + line.cursorToX(charAt(text(), term.begin));
            const qreal to = left + line.cursorToX(charAt(text(), term.end));
            painter.drawRoundedRect(
                QRectF(from - chipPadding, 1, to - from + 2 * chipPadding, height() - 2), metrics::badgeRadius,
                metrics::badgeRadius);
        }
    }
    QLineEdit::paintEvent(event);
}

} // namespace cachescope::ui
