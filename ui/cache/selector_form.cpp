// SPDX-License-Identifier: MIT
#include "ui/cache/selector_form.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/settings/combo_box.h"
#include "ui/theme/icons.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace cachescope::ui {

namespace {

constexpr int ageWidth = 72, titleWidth = 96;
/** Conditions that are added on demand, in the menu's order. */
constexpr std::array<const char *, 10> onDemand{ "filter",         "upstream",   "version", "namespace", "tag",
                                                 "ttl_left_below", "hits_below", "state",   "key",       "system" };

void fill(ComboBox *box, const QString &any, const cache::EntryNames::Counted &names)
{
    const QSignalBlocker quiet(box);
    const QString chosen = box->currentData().toString();
    box->clear();
    box->addItem(any, QString());
    for (const auto &[name, count] : names) {
        if (!name.empty())
            box->addItem(format::text(name), format::text(name));
    }
    if (!chosen.isEmpty() && box->findData(chosen) < 0)
        box->addItem(chosen, chosen);
    box->setCurrentIndex(std::max(0, box->findData(chosen)));
}

QLineEdit *makeField(const QString &name, const QString &example, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setAccessibleName(name);
    field->setPlaceholderText(example);
    return field;
}

} // namespace

QString SelectorForm::titleOf(const QString &name)
{
    if (name == QLatin1String("filter"))
        return tr("Filter");
    if (name == QLatin1String("upstream"))
        return tr("Upstream");
    if (name == QLatin1String("version"))
        return tr("Version");
    if (name == QLatin1String("namespace"))
        return tr("Namespace");
    if (name == QLatin1String("tag"))
        return tr("Tag");
    if (name == QLatin1String("ttl_left_below"))
        return tr("Expires within");
    if (name == QLatin1String("hits_below"))
        return tr("Fewer hits than");
    if (name == QLatin1String("state"))
        return tr("State");
    if (name == QLatin1String("system"))
        return tr("System prompt");
    return tr("Key");
}

QString SelectorForm::exampleOf(const QString &name)
{
    if (name == QLatin1String("filter"))
        return tr("as in Requests: client:ci cost>0.05");
    if (name == QLatin1String("ttl_left_below"))
        return tr("6h");
    if (name == QLatin1String("hits_below"))
        return QStringLiteral("2");
    if (name == QLatin1String("state"))
        return QStringLiteral("fresh, stale, expired, pinned");
    if (name == QLatin1String("key"))
        return tr("8 or more digits");
    if (name == QLatin1String("system"))
        return tr("16 digits of its hash");
    return tr("* stands for anything");
}

SelectorForm::SelectorForm(QWidget *parent)
    : QWidget(parent)
    , m_model(new ComboBox(this))
    , m_project(new ComboBox(this))
    , m_prompt(makeField(tr("Prompt text"), tr("how the prompt begins, system text first"), this))
    , m_olderThan(makeField(tr("Older than"), tr("1d"), this))
    , m_add(makeButton(tr("Add condition"), ButtonKind::Quiet, QStringLiteral("plus"), ButtonSize::Normal, this))
    , m_menu(new QMenu(this))
    , m_all(new QCheckBox(tr("All entries"), this))
    , m_rows(new QVBoxLayout)
{
    m_model->setAccessibleName(tr("Model"));
    m_project->setAccessibleName(tr("Project"));
    m_all->setToolTip(tr("Everything but pinned entries, when no other condition is set"));
    setNames({});
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metrics::gap);
    grid->setVerticalSpacing(metrics::iconGap);
    const auto label
        = [this](const QString &text) { return makeLabel(text, TextStyle::Control, Tone::Second, this); };
    grid->addWidget(label(tr("Model")), 0, 0);
    grid->addWidget(m_model, 0, 1);
    grid->addWidget(label(tr("Project")), 0, 2);
    grid->addWidget(m_project, 0, 3);
    grid->addWidget(label(tr("Prompt text")), 1, 0);
    grid->addWidget(m_prompt, 1, 1, 1, 3);
    grid->addWidget(label(tr("Older than")), 2, 0);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    m_olderThan->setFixedWidth(ageWidth);
    row->addWidget(m_olderThan);
    row->addWidget(m_add);
    row->addStretch(1);
    row->addWidget(m_all);
    grid->addLayout(row, 2, 1, 1, 3);
    m_rows->setSpacing(metrics::iconGap);
    grid->addLayout(m_rows, 3, 0, 1, 4);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    for (ComboBox *box : { m_model, m_project }) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
        connect(box, &QComboBox::currentIndexChanged, this, &SelectorForm::changed);
    }
    connect(m_prompt, &QLineEdit::textChanged, this, &SelectorForm::changed);
    connect(m_olderThan, &QLineEdit::textChanged, this, &SelectorForm::changed);
    connect(m_all, &QCheckBox::toggled, this, &SelectorForm::changed);
    connect(m_add, &QPushButton::clicked, this, [this] {
        fillMenu();
        m_menu->popup(m_add->mapToGlobal(QPoint(0, m_add->height())));
    });
}

void SelectorForm::setNames(const cache::EntryNames &names)
{
    fill(m_model, tr("Any"), names.models);
    fill(m_project, tr("Any"), names.projects);
}

void SelectorForm::fillMenu()
{
    m_menu->clear();
    for (const char *name : onDemand) {
        const QString condition = QLatin1String(name);
        const bool there = std::any_of(
            m_conditions.begin(), m_conditions.end(), [&](const Condition &one) { return one.name == condition; });
        if (there)
            continue;
        connect(m_menu->addAction(titleOf(condition)), &QAction::triggered, this, [this, condition] {
            addCondition(condition);
            m_conditions.last().field->setFocus();
        });
    }
}

void SelectorForm::addCondition(const QString &name)
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::gap);
    QLineEdit *field = makeField(titleOf(name), exampleOf(name), row);
    auto *remove = new QToolButton(row);
    remove->setIcon(icons::icon(QStringLiteral("close")));
    remove->setToolTip(tr("Drop this condition"));
    remove->setAccessibleName(tr("Drop the condition %1").arg(titleOf(name)));
    QLabel *title = makeLabel(titleOf(name), TextStyle::Control, Tone::Second, row);
    title->setMinimumWidth(titleWidth);
    layout->addWidget(title);
    layout->addWidget(field, 1);
    layout->addWidget(remove);
    m_rows->addWidget(row);
    m_conditions.append({ name, row, field });
    connect(field, &QLineEdit::textChanged, this, &SelectorForm::changed);
    connect(remove, &QToolButton::clicked, this, [this, name] { removeCondition(name); });
}

void SelectorForm::removeCondition(const QString &name)
{
    for (qsizetype i = 0; i < m_conditions.size(); ++i) {
        if (m_conditions[i].name != name)
            continue;
        m_conditions[i].row->hide();
        m_conditions[i].row->deleteLater();
        m_conditions.removeAt(i);
        break;
    }
    Q_EMIT changed();
}

void SelectorForm::setCondition(const QString &name, const QString &value)
{
    const auto choose = [&](ComboBox *box) {
        if (box->findData(value) < 0)
            box->addItem(value, value);
        box->setCurrentIndex(box->findData(value));
    };
    if (name == QLatin1String("model"))
        return choose(m_model);
    if (name == QLatin1String("project"))
        return choose(m_project);
    if (name == QLatin1String("prefix_text"))
        return m_prompt->setText(value);
    if (name == QLatin1String("older_than"))
        return m_olderThan->setText(value);
    if (name == QLatin1String("all"))
        return m_all->setChecked(value == QLatin1String("true"));
    for (const Condition &one : m_conditions) {
        if (one.name == name)
            return one.field->setText(value);
    }
    addCondition(name);
    m_conditions.last().field->setText(value);
}

void SelectorForm::clear()
{
    const QSignalBlocker quiet(this);
    m_model->setCurrentIndex(0);
    m_project->setCurrentIndex(0);
    m_prompt->clear();
    m_olderThan->clear();
    m_all->setChecked(false);
    while (!m_conditions.isEmpty())
        removeCondition(m_conditions.last().name);
}

base::Result<cache::Selector> SelectorForm::selector() const
{
    cache::Selector selector;
    QVector<std::pair<QString, QString>> values{ { QStringLiteral("model"), m_model->currentData().toString() },
                                                 { QStringLiteral("project"), m_project->currentData().toString() },
                                                 { QStringLiteral("prefix_text"), m_prompt->text() },
                                                 { QStringLiteral("older_than"),
                                                   m_olderThan->text().remove(QLatin1Char(' ')) } };
    for (const Condition &condition : m_conditions)
        values.append({ condition.name, condition.field->text().trimmed() });
    for (const auto &[name, value] : values) {
        if (value.trimmed().isEmpty())
            continue;
        if (const auto set = cache::setSelector(selector, format::utf8(name), format::utf8(value)); !set)
            return tl::unexpected(set.error());
    }
    if (m_all->isChecked() && selector.isEmpty())
        selector.all = true;
    return selector;
}

} // namespace cachescope::ui

#include "moc_selector_form.cpp"
