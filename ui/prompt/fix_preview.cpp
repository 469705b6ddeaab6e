// SPDX-License-Identifier: MIT
#include "ui/prompt/fix_preview.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr std::size_t around = 24; ///< Bytes shown before and behind a change.
constexpr std::size_t longest = 160;

/** Bytes as one line of text; long ones lose their middle. */
QString oneLine(std::string_view bytes)
{
    QString text;
    if (bytes.size() > longest)
        text = format::text(bytes.substr(0, longest / 2)) + QStringLiteral(" \u2026 ")
            + format::text(bytes.substr(bytes.size() - longest / 2));
    else
        text = format::text(bytes);
    text.replace(u'\n', QChar(0x21B5)).replace(u'\r', QString()).replace(u'\t', QChar(0x2192));
    return text;
}

} // namespace

FixPreview::FixPreview(
    const QString &title, const std::string &bytes, const std::vector<prompt::TextEdit> &edits,
    const QString &applyText, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(title);
    resize(820, 360);
    auto *column = new QVBoxLayout(this);
    column->addWidget(makeLabel(
        tr("%n place(s) would change:", nullptr, static_cast<int>(edits.size())), TextStyle::Body, Tone::Normal,
        this));
    auto *table = new QTableWidget(static_cast<int>(edits.size()), 3, this);
    table->setAccessibleName(title);
    table->setHorizontalHeaderLabels({ tr("Line"), tr("Before"), tr("After") });
    table->verticalHeader()->hide();
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setFont(Theme::font(TextStyle::Code));
    table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    table->horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
    int row = 0;
    for (const prompt::TextEdit &edit : edits) {
        const std::string_view all(bytes);
        const std::size_t from = edit.range.begin > around ? edit.range.begin - around : 0;
        const std::string_view before = all.substr(from, edit.range.begin - from);
        const std::string_view behind = all.substr(edit.range.end, around);
        const std::string after = std::string(before) + edit.replacement + std::string(behind);
        const auto line
            = std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(edit.range.begin), '\n') + 1;
        table->setItem(row, 0, new QTableWidgetItem(QString::number(line)));
        table->setItem(
            row, 1, new QTableWidgetItem(oneLine(all.substr(from, edit.range.end + behind.size() - from))));
        table->setItem(row, 2, new QTableWidgetItem(oneLine(after)));
        ++row;
    }
    column->addWidget(table, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    QPushButton *cancel = makeButton(tr("Cancel"), ButtonKind::Normal, {}, ButtonSize::Normal, this);
    QPushButton *apply = makeButton(applyText, ButtonKind::Primary, {}, ButtonSize::Normal, this);
    apply->setDefault(true);
    buttons->addWidget(cancel);
    buttons->addWidget(apply);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(apply, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT applied();
    });
}

} // namespace cachescope::ui

#include "moc_fix_preview.cpp"
