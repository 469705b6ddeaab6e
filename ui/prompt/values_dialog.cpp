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

ValuesDialog::ValuesDialog(const QStringList &variables, const std::vector<ValueSet> &values, QWidget *parent)
    : QDialog(parent)
    , m_variables(variables)
    , m_table(new QTableWidget(static_cast<int>(variables.size()), 2, this))
    , m_state(makeLabel({}, TextStyle::Control, Tone::Second, this))
{
    setWindowTitle(tr("Values of the variables"));
    resize(560, 360);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(
        metrics::screenMargin, metrics::screenMargin, metrics::screenMargin, metrics::screenMargin);
    column->setSpacing(metrics::gap);
    QLabel *reason = makeLabel(
        variables.isEmpty()
            ? tr("This prompt has no variables. Write {{name}} where a value is to stand.")
            : tr("One set of values is what Run sends. Many sets, from a JSON file or JSON Lines, show how "
                 "much of the prompt stays the same over all of them."),
        TextStyle::Body, Tone::Second, this);
    reason->setWordWrap(true);
    column->addWidget(reason);
    m_table->setAccessibleName(tr("Values"));
    m_table->setHorizontalHeaderLabels({ tr("Variable"), tr("Value") });
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->horizontalHeader()->resizeSection(0, 160);
    m_table->setFont(Theme::font(TextStyle::Code));
    const ValueSet first = values.size() == 1 ? values.front() : ValueSet{};
    for (int row = 0; row < m_table->rowCount(); ++row) {
        auto *name = new QTableWidgetItem(variables[row]);
        name->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        m_table->setItem(row, 0, name);
        const auto found = first.find(format::utf8(variables[row]));
        m_table->setItem(
            row, 1, new QTableWidgetItem(found == first.end() ? QString() : format::text(found->second)));
    }
    column->addWidget(m_table, 1);
    if (values.size() > 1)
        m_sets = values;
    m_state->setWordWrap(true);
    column->addWidget(m_state);
    auto *buttons = new QHBoxLayout;
    QPushButton *file = makeButton(
        tr("Sets from a file\u2026"), ButtonKind::Normal, QStringLiteral("import"), ButtonSize::Normal, this);
    QPushButton *none = makeButton(tr("No values"), ButtonKind::Quiet, {}, ButtonSize::Normal, this);
    QPushButton *cancel = makeButton(tr("Cancel"), ButtonKind::Normal, {}, ButtonSize::Normal, this);
    QPushButton *use = makeButton(tr("Use values"), ButtonKind::Primary, {}, ButtonSize::Normal, this);
    use->setDefault(true);
    buttons->addWidget(file);
    buttons->addWidget(none);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(use);
    column->addLayout(buttons);
    connect(file, &QPushButton::clicked, this, &ValuesDialog::chooseFile);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(none, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen({});
    });
    connect(use, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen(this->values());
    });
    showSets();
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
    const auto sets
        = bytes ? readValueSets(*bytes) : base::Result<std::vector<ValueSet>>(tl::unexpected(bytes.error()));
    if (!sets) {
        setTone(m_state, Tone::Error);
        m_state->setText(format::text(sets.error().message));
        return;
    }
    m_sets = *sets;
    showSets();
}

void ValuesDialog::showSets()
{
    setTone(m_state, Tone::Second);
    m_table->setEnabled(m_sets.empty());
    m_state->setText(
        m_sets.empty() ? QString() : tr("%n set(s) from a file", nullptr, static_cast<int>(m_sets.size())));
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
