// SPDX-License-Identifier: MIT
#include "ui/requests/find_bar.h"

#include "ui/parts/labels.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QToolButton>

namespace cachescope::ui {

namespace {

constexpr int mostMatches = 10'000; ///< Counting goes on to here; who needs more needs another word.
constexpr int mostMarked = 500; ///< Extra selections are slow to set in numbers.

} // namespace

FindBar::FindBar(QPlainTextEdit *text, QWidget *parent)
    : QWidget(parent)
    , m_text(text)
    , m_field(new QLineEdit(this))
    , m_count(makeLabel({}, TextStyle::Caption, Tone::Third, this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::gap, 2, metrics::gap, 2);
    row->setSpacing(metrics::iconGap);
    m_field->setPlaceholderText(tr("Find in this body"));
    m_field->setAccessibleName(tr("Find in this body"));
    m_field->setMaximumWidth(320);
    row->addWidget(m_field, 1);
    row->addWidget(m_count);
    const auto button = [&](const QString &icon, const QString &name, auto action) {
        auto *made = new QToolButton(this);
        made->setIcon(icons::icon(icon));
        made->setToolTip(name);
        made->setAccessibleName(name);
        connect(made, &QToolButton::clicked, this, action);
        row->addWidget(made);
    };
    button(QStringLiteral("chevron-left"), tr("Previous place (Shift+F3)"), [this] { go(-1); });
    button(QStringLiteral("chevron-right"), tr("Next place (F3)"), [this] { go(1); });
    button(QStringLiteral("close"), tr("Close the search (Esc)"), [this] { closeBar(); });
    row->addStretch();
    m_field->installEventFilter(this);
    m_text->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &FindBar::updateMatches);
    hide();
}

void FindBar::open()
{
    show();
    const QString selected = m_text->textCursor().selectedText();
    if (!selected.isEmpty() && selected.size() < 200)
        m_field->setText(selected);
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
    updateMatches();
}

void FindBar::closeBar()
{
    hide();
    m_text->setExtraSelections({});
    m_text->setFocus();
}

void FindBar::updateMatches()
{
    m_matches.clear();
    m_current = -1;
    const QString wanted = m_field->text();
    if (isVisible() && !wanted.isEmpty()) {
        const QString all = m_text->toPlainText();
        for (qsizetype at = all.indexOf(wanted, 0, Qt::CaseInsensitive); at >= 0 && m_matches.size() < mostMatches;
             at = all.indexOf(wanted, at + wanted.size(), Qt::CaseInsensitive))
            m_matches.append(int(at));
        if (!m_matches.isEmpty())
            go(1);
    }
    showMatches();
}

void FindBar::go(int step)
{
    if (m_matches.isEmpty())
        return;
    const int count = int(m_matches.size());
    m_current = (m_current + step + count) % count;
    QTextCursor cursor = m_text->textCursor();
    cursor.setPosition(m_matches[m_current]);
    cursor.setPosition(m_matches[m_current] + int(m_field->text().size()), QTextCursor::KeepAnchor);
    m_text->setTextCursor(cursor);
    m_text->centerCursor();
    showMatches();
}

void FindBar::showMatches()
{
    QList<QTextEdit::ExtraSelection> marks;
    for (int i = 0; i < m_matches.size() && i < mostMarked; ++i) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m_text->document());
        mark.cursor.setPosition(m_matches[i]);
        mark.cursor.setPosition(m_matches[i] + int(m_field->text().size()), QTextCursor::KeepAnchor);
        mark.format.setBackground(tokenColor(Token::WriteGround));
        marks << mark;
    }
    m_text->setExtraSelections(marks);
    if (m_field->text().isEmpty())
        m_count->clear();
    else if (m_matches.isEmpty())
        m_count->setText(tr("nowhere"));
    else
        m_count->setText(tr("%1 of %2").arg(m_current + 1).arg(m_matches.size()));
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    // F3 is also the window's "find"; while the bar is open it goes on here.
    if (event->type() == QEvent::ShortcutOverride && isVisible()
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_F3) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyPress && isVisible()) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool back = key->modifiers() & Qt::ShiftModifier;
        if (key->key() == Qt::Key_F3
            || (watched == m_field && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter))) {
            go(back ? -1 : 1);
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            closeBar();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace cachescope::ui
