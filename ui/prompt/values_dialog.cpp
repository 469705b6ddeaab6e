// SPDX-License-Identifier: MIT
#include "ui/prompt/values_dialog.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/prompt/prompt_file.h"
#include "ui/prompt/value_sets.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace cachescope::ui {

ValuesDialog::ValuesDialog(
    const QStringList &variables, const std::vector<ValueSet> &values, const QString &name, QWidget *parent)
    : QDialog(parent)
    , m_variables(variables)
    , m_table(new QTableWidget(static_cast<int>(variables.size()), 2, this))
    , m_state(makeLabel({}, TextStyle::Control, Tone::Second, this))
{
    setWindowTitle(tr("Values of the variables"));
    resize(600, 380);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(
        metrics::screenMargin, metrics::screenMargin, metrics::screenMargin, metrics::screenMargin);
    column->setSpacing(metrics::gap);
    QLabel *reason = makeLabel(
        variables.isEmpty()
            ? tr("This prompt has no variables. Write {{name}} where a value is to stand.")
            : tr("One set of values is what Run sends. Many sets, from the log or a file, show how much of the "
                 "prompt stays the same over all of them."),
        TextStyle::Body, Tone::Second, this);
    reason->setWordWrap(true);
    column->addWidget(reason);
    column->addLayout(makeSources());
    m_table->setAccessibleName(tr("Values"));
    m_table->setHorizontalHeaderLabels({ tr("Variable"), tr("Value") });
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->horizontalHeader()->resizeSection(0, 160);
    m_table->setFont(Theme::font(TextStyle::Code));
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        auto *variable = new QTableWidgetItem(variables[row]);
        variable->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        m_table->setItem(row, 0, variable);
        m_table->setItem(row, 1, new QTableWidgetItem);
    }
    column->addWidget(m_table, 1);
    m_state->setWordWrap(true);
    column->addWidget(m_state);
    column->addLayout(makeButtons());
    if (values.size() == 1 && name.isEmpty())
        showSet(values.front());
    else if (!values.empty())
        setSets(values, name, tr("%n set(s) of values", nullptr, static_cast<int>(values.size())) + u'.');
}

QHBoxLayout *ValuesDialog::makeSources()
{
    auto *row = new QHBoxLayout;
    m_fromLog = makeButton(
        tr("From the last %1 requests").arg(LoggedValues::mostRequests), ButtonKind::Normal,
        QStringLiteral("requests"), ButtonSize::Normal, this);
    m_fromLog->setToolTip(tr("What the variables held in the newest logged requests that look like this prompt"));
    QPushButton *file = makeButton(
        tr("Sets from a file\u2026"), ButtonKind::Normal, QStringLiteral("import"), ButtonSize::Normal, this);
    file->setToolTip(tr("A JSON object, a list of them, or JSON Lines"));
    for (QPushButton *button : { m_fromLog, file }) {
        button->setEnabled(!m_variables.isEmpty());
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    row->addStretch(1);
    connect(m_fromLog, &QPushButton::clicked, this, &ValuesDialog::askLog);
    connect(file, &QPushButton::clicked, this, &ValuesDialog::chooseFile);
    return row;
}

QHBoxLayout *ValuesDialog::makeButtons()
{
    auto *buttons = new QHBoxLayout;
    QPushButton *none = makeButton(tr("No values"), ButtonKind::Quiet, {}, ButtonSize::Normal, this);
    QPushButton *cancel = makeButton(tr("Cancel"), ButtonKind::Normal, {}, ButtonSize::Normal, this);
    m_use = makeButton(tr("Use values"), ButtonKind::Primary, {}, ButtonSize::Normal, this);
    m_use->setDefault(true);
    buttons->addWidget(none);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_use);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(none, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen({}, {});
    });
    connect(m_use, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen(values(), m_name);
    });
    return buttons;
}

void ValuesDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Sets of values"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setNameFilters({ tr("Values (*.json *.jsonl)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::fileSelected, this, &ValuesDialog::readFile);
    dialog->open();
}

void ValuesDialog::readFile(const QString &path)
{
    const auto bytes = readPromptBytes(path);
    auto sets = bytes ? readValueSets(*bytes) : base::Result<std::vector<ValueSet>>(tl::unexpected(bytes.error()));
    if (!sets) {
        showError(format::text(sets.error().message));
        return;
    }
    const auto count = static_cast<int>(sets->size());
    setSets(*std::move(sets), {}, tr("%n set(s) from a file.", nullptr, count));
}

void ValuesDialog::askLog()
{
    m_fromLog->setEnabled(false);
    setTone(m_state, Tone::Second);
    m_state->setText(tr("Reading the log\u2026"));
    Q_EMIT logAsked();
}

void ValuesDialog::setLogged(const LoggedValues::Answer &answer)
{
    m_fromLog->setEnabled(true);
    if (answer.sets.empty())
        showError(answer.words);
    else
        setSets(answer.sets, answer.name, answer.words);
    m_use->setFocus();
}

void ValuesDialog::showError(const QString &words)
{
    setTone(m_state, Tone::Error);
    m_state->setText(words);
}

void ValuesDialog::setSets(std::vector<ValueSet> sets, const QString &name, const QString &words)
{
    m_sets = std::move(sets);
    m_name = name;
    setTone(m_state, Tone::Second);
    m_state->setText(words + u' ' + tr("The first one is shown; Run sends it."));
    showSet(m_sets.front());
}

/** What is typed afterwards would change one set of many: these can only be looked at. */
void ValuesDialog::showSet(const ValueSet &values)
{
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const auto found = values.find(format::utf8(m_variables[row]));
        const QString value = found == values.end() ? QString() : format::text(found->second);
        constexpr qsizetype mostShown = 1000;
        QTableWidgetItem *item = m_table->item(row, 1);
        // A cell has one line: of what is only looked at, the others are shown behind a sign.
        item->setText(m_sets.empty() ? value : value.left(mostShown).replace(u'\n', QChar(0x21B5)));
        item->setToolTip(value.left(mostShown));
    }
    m_table->setEditTriggers(
        m_sets.empty() ? QAbstractItemView::AllEditTriggers : QAbstractItemView::NoEditTriggers);
}

std::vector<ValueSet> ValuesDialog::values() const
{
    if (!m_sets.empty())
        return m_sets;
    ValueSet typed;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QString value = m_table->item(row, 1)->text();
        if (!value.isEmpty())
            typed[format::utf8(m_variables[row])] = format::utf8(value);
    }
    return typed.empty() ? std::vector<ValueSet>{} : std::vector<ValueSet>{ typed };
}

} // namespace cachescope::ui

#include "moc_values_dialog.cpp"
