// SPDX-License-Identifier: MIT
#include "ui/spend/budget_editor.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {
constexpr int fieldWidth = 120;
}

BudgetEditor::BudgetEditor(QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_amount(new QLineEdit(this))
    , m_problem(makeLabel({}, TextStyle::Caption, Tone::Error, this))
{
    setProperty("surface", QStringLiteral("panel"));
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Budget"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(
        metrics::cardPadding, metrics::cardPadding, metrics::cardPadding, metrics::cardPadding);
    column->setSpacing(metrics::gap);
    column->addWidget(makeLabel(tr("Budget for each month"), TextStyle::CardTitle, Tone::Normal, this));
    m_amount->setFixedWidth(fieldWidth);
    m_amount->setAlignment(Qt::AlignRight);
    m_amount->setAccessibleName(tr("Budget for each month"));
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    row->addWidget(m_amount);
    auto *set = makeButton(tr("Set"), ButtonKind::Normal, {}, ButtonSize::Normal, this);
    auto *none = makeButton(tr("No budget"), ButtonKind::Quiet, {}, ButtonSize::Normal, this);
    row->addWidget(set);
    row->addWidget(none);
    column->addLayout(row);
    column->addWidget(m_problem);
    column->addWidget(makeLabel(
        tr("It is shown here only; to be told in time, add a rule under Alerts."), TextStyle::Caption, Tone::Third,
        this));
    connect(m_amount, &QLineEdit::returnPressed, this, &BudgetEditor::accept);
    connect(set, &QPushButton::clicked, this, &BudgetEditor::accept);
    connect(none, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen({});
        close();
    });
}

std::optional<base::Money> BudgetEditor::parse(const QString &text)
{
    QString digits = text.trimmed();
    for (const QChar mark : { QChar(u' '), QChar(format::thinSpace), QChar(u'\u00A0'), QChar(u'\u202F'),
                              QChar(u'$'), QChar(u'\u00A5') })
        digits.remove(mark);
    // The last separator is the decimal one when one or two digits follow it; all others group.
    const qsizetype separator = std::max(digits.lastIndexOf(u','), digits.lastIndexOf(u'.'));
    const bool decimal = separator >= 0 && digits.size() - separator - 1 <= 2;
    QString plain;
    for (qsizetype i = 0; i < digits.size(); ++i) {
        const bool mark = digits[i] == u',' || digits[i] == u'.';
        if (!mark)
            plain.append(digits[i]);
        else if (decimal && i == separator)
            plain.append(u'.');
    }
    const auto amount = base::Money::parse(format::utf8(plain));
    return amount && *amount > base::Money() ? amount : std::nullopt;
}

void BudgetEditor::open(QWidget *below, std::optional<base::Money> budget, const QString &currency)
{
    m_problem->hide();
    m_amount->setPlaceholderText(currency);
    m_amount->setText(
        budget ? QLocale().toString(static_cast<double>(budget->pico()) / base::Money::perUnit, 'f', 2)
               : QString());
    m_amount->selectAll();
    adjustSize();
    move(below->mapToGlobal(QPoint(0, below->height() + 2)));
    show();
    m_amount->setFocus();
}

void BudgetEditor::accept()
{
    const auto amount = parse(m_amount->text());
    if (!amount) {
        m_problem->setText(tr("Type an amount above zero, for example 250."));
        m_problem->show();
        adjustSize();
        return;
    }
    Q_EMIT chosen(amount);
    close();
}

} // namespace cachescope::ui

#include "moc_budget_editor.cpp"
