// SPDX-License-Identifier: MIT
#include "ui/prompt/find_replace_bar.h"

#include "ui/parts/labels.h"
#include "ui/prompt/prompt_document.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

constexpr int mostMatches = 20'000; ///< Counting goes on to here; who needs more needs another word.
constexpr int pauseMs = 200;

QToolButton *makeSwitch(const QString &text, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setCheckable(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

} // namespace

FindReplaceBar::FindReplaceBar(PromptEdit &edit, QWidget *parent)
    : QWidget(parent)
    , m_edit(edit)
    , m_find(new QLineEdit(this))
    , m_replace(new QLineEdit(this))
    , m_replaceRow(new QWidget(this))
    , m_case(makeSwitch(QStringLiteral("Aa"), tr("Match letter case"), this))
    , m_words(makeSwitch(QStringLiteral("\u201cw\u201d"), tr("Whole words only"), this))
    , m_expression(makeSwitch(QStringLiteral(".*"), tr("Regular expression"), this))
    , m_count(makeLabel({}, TextStyle::Caption, Tone::Third, this))
{
    setAccessibleName(tr("Find and replace"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::gap, 4, metrics::gap, 4);
    column->setSpacing(4);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::iconGap);
    m_find->setPlaceholderText(tr("Find in this prompt"));
    m_find->setAccessibleName(tr("Find in this prompt"));
    m_find->setMaximumWidth(360);
    row->addWidget(m_find, 1);
    for (QToolButton *button : { m_case, m_words, m_expression }) {
        row->addWidget(button);
        connect(button, &QToolButton::toggled, this, [this] { search(); });
    }
    const auto button = [&](const QString &icon, const QString &name, auto action) {
        auto *made = new QToolButton(this);
        made->setIcon(icons::icon(icon));
        made->setToolTip(name);
        made->setAccessibleName(name);
        connect(made, &QToolButton::clicked, this, action);
        return made;
    };
    row->addWidget(button(QStringLiteral("chevron-left"), tr("Previous place (Shift+F3)"), [this] { next(-1); }));
    row->addWidget(button(QStringLiteral("chevron-right"), tr("Next place (F3)"), [this] { next(1); }));
    row->addWidget(m_count);
    row->addStretch();
    row->addWidget(button(QStringLiteral("close"), tr("Close the search (Esc)"), [this] { closeBar(); }));
    column->addLayout(row);
    auto *second = new QHBoxLayout(m_replaceRow);
    second->setContentsMargins(0, 0, 0, 0);
    second->setSpacing(metrics::iconGap);
    m_replace->setPlaceholderText(tr("Replace by"));
    m_replace->setAccessibleName(tr("Replace by"));
    m_replace->setMaximumWidth(360);
    second->addWidget(m_replace, 1);
    QPushButton *one = makeButton(tr("Replace"), ButtonKind::Normal, {}, ButtonSize::Small, this);
    QPushButton *all = makeButton(tr("Replace all"), ButtonKind::Normal, {}, ButtonSize::Small, this);
    connect(one, &QPushButton::clicked, this, &FindReplaceBar::replaceOne);
    connect(all, &QPushButton::clicked, this, [this] { replaceAll(); });
    second->addWidget(one);
    second->addWidget(all);
    second->addStretch();
    column->addWidget(m_replaceRow);
    m_find->installEventFilter(this);
    m_replace->installEventFilter(this);
    m_edit.installEventFilter(this);
    connect(m_find, &QLineEdit::textChanged, this, [this] { search(); });
    m_again.setSingleShot(true);
    m_again.setInterval(pauseMs);
    connect(&m_again, &QTimer::timeout, this, &FindReplaceBar::search);
    connect(&edit.promptDocument(), &PromptDocument::versionChanged, this, [this] {
        if (isVisible())
            m_again.start();
    });
    hide();
}

void FindReplaceBar::open(bool withReplace)
{
    show();
    m_replaceRow->setVisible(withReplace);
    const QString selected = m_edit.textCursor().selectedText();
    constexpr int longestNeedle = 200;
    if (!selected.isEmpty() && selected.size() < longestNeedle && !selected.contains(QChar::ParagraphSeparator))
        m_find->setText(selected);
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
    search();
}

void FindReplaceBar::closeBar()
{
    hide();
    m_matches.clear();
    m_edit.setMatches({}, {}, -1);
    m_edit.setFocus();
}

QRegularExpression FindReplaceBar::pattern() const
{
    QString text = m_find->text();
    if (!m_expression->isChecked())
        text = QRegularExpression::escape(text);
    if (m_words->isChecked())
        text = QStringLiteral("\\b(?:") + text + QStringLiteral(")\\b");
    QRegularExpression::PatternOptions options = QRegularExpression::MultilineOption;
    if (!m_case->isChecked())
        options |= QRegularExpression::CaseInsensitiveOption;
    return QRegularExpression(text, options);
}

void FindReplaceBar::search()
{
    m_again.stop();
    m_matches.clear();
    m_current = -1;
    m_stopped = false;
    if (isVisible() && !m_find->text().isEmpty()) {
        QString text = m_edit.document()->toRawText();
        text.replace(QChar::ParagraphSeparator, u'\n');
        auto found = pattern().globalMatch(text);
        while (found.hasNext() && m_matches.size() < mostMatches) {
            const auto match = found.next();
            if (match.capturedLength() > 0)
                m_matches.append({ int(match.capturedStart()), int(match.capturedLength()) });
        }
        m_stopped = found.hasNext();
        const int here = m_edit.textCursor().selectionStart();
        for (int i = 0; i < m_matches.size() && m_current < 0; ++i) {
            if (m_matches[i].begin >= here)
                m_current = i;
        }
        if (m_current < 0 && !m_matches.isEmpty())
            m_current = 0;
    }
    showMatches();
}

void FindReplaceBar::showMatches()
{
    QVector<int> begins, lengths;
    for (const Match &match : m_matches) {
        begins.append(match.begin);
        lengths.append(match.length);
    }
    m_edit.setMatches(begins, lengths, m_current);
    showCount();
}

void FindReplaceBar::showCount()
{
    setStyleProperty(m_find, "state", pattern().isValid() ? QString() : QStringLiteral("error"));
    if (!pattern().isValid())
        m_count->setText(pattern().errorString());
    else if (m_find->text().isEmpty())
        m_count->clear();
    else if (m_matches.isEmpty())
        m_count->setText(tr("nowhere"));
    else
        m_count->setText(
            tr("%1 of %2").arg(m_current + 1).arg(m_matches.size())
            + (m_stopped ? QStringLiteral("+") : QString()));
}

void FindReplaceBar::next(int step)
{
    if (m_matches.isEmpty())
        return;
    const int here = m_edit.textCursor().selectionStart();
    const bool onMatch = m_current >= 0 && m_matches[m_current].begin == here && m_edit.textCursor().hasSelection();
    const int count = int(m_matches.size());
    if (onMatch || step < 0)
        m_current = (m_current + step + count) % count;
    const Match &match = m_matches[m_current];
    m_edit.select(match.begin, match.begin + match.length);
    showMatches();
}

QString FindReplaceBar::replacementFor(const Match &match) const
{
    if (!m_expression->isChecked())
        return m_replace->text();
    QTextCursor cursor(m_edit.document());
    cursor.setPosition(match.begin);
    cursor.setPosition(match.begin + match.length, QTextCursor::KeepAnchor);
    QString found = cursor.selectedText();
    found.replace(QChar::ParagraphSeparator, u'\n');
    return found.replace(pattern(), m_replace->text());
}

void FindReplaceBar::replaceOne()
{
    if (m_current < 0)
        return;
    const Match match = m_matches[m_current];
    const QString with = replacementFor(match);
    m_edit.select(match.begin, match.begin + match.length);
    m_edit.insertUserText(with);
    search();
    next(0);
    if (m_current >= 0)
        m_edit.select(m_matches[m_current].begin, m_matches[m_current].begin + m_matches[m_current].length);
}

int FindReplaceBar::replaceAll()
{
    search();
    const QVector<Match> matches = m_matches;
    QTextCursor step(m_edit.document());
    step.beginEditBlock();
    // From the end: what is behind does not move what is before.
    for (qsizetype i = matches.size(); i-- > 0;) {
        m_edit.select(matches[i].begin, matches[i].begin + matches[i].length);
        m_edit.insertUserText(replacementFor(matches[i]));
    }
    step.endEditBlock();
    search();
    m_count->setText(tr("%n replaced", nullptr, int(matches.size())));
    return int(matches.size());
}

bool FindReplaceBar::eventFilter(QObject *watched, QEvent *event)
{
    // F3 is also the window's "find"; while the bar is open it goes on here.
    if (event->type() == QEvent::ShortcutOverride && isVisible()
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_F3) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyPress && isVisible()) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        const bool back = key->modifiers() & Qt::ShiftModifier;
        if (key->key() == Qt::Key_F3 || (watched == m_find && enter)) {
            next(back ? -1 : 1);
            return true;
        }
        if (watched == m_replace && enter) {
            replaceOne();
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            closeBar();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FindReplaceBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokenColor(Token::Raised));
    painter.fillRect(0, height() - 1, width(), 1, tokenColor(Token::Line));
}

} // namespace cachescope::ui

#include "moc_find_replace_bar.cpp"
