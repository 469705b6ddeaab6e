// SPDX-License-Identifier: MIT
#include "ui/cache/fresh_compare.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>

#include <algorithm>

namespace cachescope::ui {

FreshCompare::FreshCompare(Ask ask, QWidget *parent)
    : QWidget(parent)
    , m_ask(std::move(ask))
    , m_begin(makeButton(
          tr("Compare with a fresh answer"), ButtonKind::Normal, QStringLiteral("diff"), ButtonSize::Small, this))
    , m_words(makeLabel({}, TextStyle::Control, Tone::Second, this))
    , m_agree(makeButton(tr("Ask once"), ButtonKind::Normal, {}, ButtonSize::Small, this))
    , m_close(makeButton(tr("Cancel"), ButtonKind::Quiet, {}, ButtonSize::Small, this))
    , m_lines(new QPlainTextEdit(this))
{
    m_words->setWordWrap(true);
    m_lines->setReadOnly(true);
    m_lines->setProperty("kind", QStringLiteral("bare"));
    m_lines->setFont(Theme::font(TextStyle::Code));
    m_lines->setAccessibleName(tr("Stored and fresh answer"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::cardPadding, metrics::gap, metrics::cardPadding, metrics::gap);
    column->setSpacing(metrics::gap);
    column->addWidget(m_words);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    row->addWidget(m_begin);
    row->addWidget(m_agree);
    row->addWidget(m_close);
    row->addStretch(1);
    column->addLayout(row);
    column->addWidget(m_lines, 1);
    connect(m_begin, &QPushButton::clicked, this, &FreshCompare::begin);
    connect(m_agree, &QPushButton::clicked, this, &FreshCompare::agree);
    connect(m_close, &QPushButton::clicked, this, &FreshCompare::stop);
    clear();
}

void FreshCompare::clear()
{
    m_subject.reset();
    stop();
    m_begin->setEnabled(false);
}

void FreshCompare::setSubject(Subject subject)
{
    m_subject = std::move(subject);
    stop();
    const QString why = format::coreText(engine::whyNotAskable(m_subject->question));
    m_begin->setEnabled(why.isEmpty());
    m_begin->setToolTip(why);
}

void FreshCompare::stop()
{
    ++m_ticket;
    const bool shown = showsResult();
    m_words->hide();
    m_agree->hide();
    m_close->hide();
    m_lines->hide();
    m_lines->clear();
    m_begin->show();
    if (shown)
        Q_EMIT resultShown(false);
}

bool FreshCompare::showsResult() const
{
    return m_lines->isVisibleTo(this);
}

QString FreshCompare::statusText() const
{
    return m_words->text();
}

void FreshCompare::begin()
{
    if (!m_subject)
        return;
    const QString upstream = format::text(m_subject->question.upstream);
    m_words->setText(
        m_subject->price.isEmpty()
            ? tr("This asks %1 once more, past the cache, and costs what such a call costs; its price is "
                 "not known.")
                  .arg(upstream)
            : tr("This asks %1 once more, past the cache. The stored answer cost %2; a fresh one costs "
                 "about as much.")
                  .arg(upstream, m_subject->price));
    m_agree->setText(
        m_subject->price.isEmpty() ? tr("Ask %1 once").arg(upstream)
                                   : tr("Ask %1 once, about %2").arg(upstream, m_subject->price));
    m_close->setText(tr("Cancel"));
    m_begin->hide();
    m_words->show();
    m_agree->show();
    m_close->show();
}

void FreshCompare::agree()
{
    if (!m_subject)
        return;
    const quint64 ticket = ++m_ticket;
    m_agree->hide();
    m_words->setText(tr("Waiting for %1\u2026").arg(format::text(m_subject->question.upstream)));
    m_words->show();
    m_close->show();
    m_ask(m_subject->question, [self = QPointer(this), ticket](const engine::FreshAnswer &answer) {
        if (self && self->m_ticket == ticket)
            self->onAnswer(answer);
    });
}

void FreshCompare::onAnswer(const engine::FreshAnswer &answer)
{
    m_close->setText(tr("Close"));
    if (!answer.ok) {
        m_words->setText(format::coreText(answer.problem));
        return;
    }
    const auto api = m_subject->question.api;
    const auto lines = compareAnswers(answerWords(api, m_subject->storedBody), answerWords(api, answer.body));
    const auto differing = std::count_if(lines.begin(), lines.end(), [](const DifferenceLine &line) {
        return line.kind != DifferenceLine::Kind::Same;
    });
    m_words->setText(
        differing == 0 ? tr("The fresh answer says the same.")
                       : tr("%n line(s) differ. \u2212 stored, + fresh.", nullptr, int(differing)));
    showLines(lines);
    m_lines->show();
    Q_EMIT resultShown(true);
}

void FreshCompare::showLines(const QVector<DifferenceLine> &lines)
{
    using Kind = DifferenceLine::Kind;
    QStringList text;
    for (const DifferenceLine &line : lines) {
        const QString mark = line.kind == Kind::Same ? QStringLiteral("  ")
            : line.kind == Kind::Stored              ? QStringLiteral("\u2212 ")
                                                     : QStringLiteral("+ ");
        text << mark + line.text;
    }
    m_lines->setPlainText(text.join(QLatin1Char('\n')));
    QList<QTextEdit::ExtraSelection> grounds;
    for (int i = 0; i < lines.size(); ++i) {
        if (lines[i].kind == Kind::Same)
            continue;
        QTextEdit::ExtraSelection ground;
        ground.cursor = QTextCursor(m_lines->document()->findBlockByNumber(i));
        ground.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        ground.format.setBackground(
            tokenColor(lines[i].kind == Kind::Stored ? Token::ErrorGround : Token::ReadGround));
        ground.format.setProperty(QTextFormat::FullWidthSelection, true);
        grounds << ground;
    }
    m_lines->setExtraSelections(grounds);
}

} // namespace cachescope::ui

#include "moc_fresh_compare.cpp"
