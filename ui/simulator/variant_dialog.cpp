// SPDX-License-Identifier: MIT
#include "ui/simulator/variant_dialog.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/settings/combo_box.h"
#include "ui/simulator/simulator_words.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace cachescope::ui {

using insight::Variant;
using Values = QList<std::pair<QString, QString>>;

namespace {

/** The value of a key in the settings' text; empty when it is not changed. */
QString valueIn(const Variant &variant, const QString &key)
{
    const QStringList parts = format::text(insight::settingsOf(variant)).split(u',', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (part.section(u'=', 0, 0) == key)
            return part.section(u'=', 1);
    }
    return {};
}

Values durations(std::initializer_list<const char *> texts)
{
    Values values;
    for (const char *text : texts)
        values.append({ SimulatorWords::duration(*insight::parseDuration(text)), QString::fromLatin1(text) });
    return values;
}

} // namespace

VariantDialog::VariantDialog(const Variant &variant, QWidget *parent)
    : QDialog(parent)
    , m_form(new QFormLayout)
    , m_name(new QLineEdit(format::text(variant.name), this))
    , m_volatile(new QLineEdit(this))
{
    setWindowTitle(tr("Variant"));
    resize(460, 0);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(
        metrics::screenMargin, metrics::screenMargin, metrics::screenMargin, metrics::screenMargin);
    column->setSpacing(metrics::cardPadding);
    m_form->setSpacing(metrics::gap);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_name->setPlaceholderText(tr("what it changes"));
    m_form->addRow(tr("Name"), m_name);
    addChoices(variant);
    QStringList fields;
    for (const std::string &field : variant.volatileFields)
        fields << format::text(field);
    m_volatile->setText(fields.join(u' '));
    m_volatile->setPlaceholderText(QStringLiteral("/metadata"));
    m_volatile->setToolTip(tr("JSON Pointers of fields that do not make another question"));
    m_form->addRow(tr("Not in the local key"), m_volatile);
    column->addLayout(m_form);
    auto *buttons = new QHBoxLayout;
    QPushButton *cancel = makeButton(tr("Cancel"), ButtonKind::Normal, {}, ButtonSize::Normal, this);
    QPushButton *use = makeButton(tr("Use variant"), ButtonKind::Primary, {}, ButtonSize::Normal, this);
    use->setDefault(true);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(use);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(use, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen(this->variant());
    });
}

QComboBox *VariantDialog::choice(
    const QString &label, const char *key, const Values &values, const QString &current)
{
    auto *box = new ComboBox(this);
    box->setAccessibleName(label);
    box->addItem(tr("as now"), QString());
    for (const auto &[words, value] : values)
        box->addItem(words, value);
    int index = box->findData(current);
    if (index < 0) { // A value of the command's that is not in the list.
        box->addItem(current, current);
        index = box->count() - 1;
    }
    box->setCurrentIndex(index);
    m_form->addRow(label, box);
    m_choices.append({ QByteArray(key), box });
    return box;
}

void VariantDialog::addChoices(const Variant &variant)
{
    const auto add = [&](const QString &label, const char *key, const Values &values) {
        choice(label, key, values, valueIn(variant, QString::fromLatin1(key)));
    };
    add(tr("Lifetime at the provider"), "ttl", durations({ "1m", "5m", "15m", "30m", "1h", "4h", "24h" }));
    Values steps;
    for (const int tokens : { 64, 128, 256, 512, 1024, 2048 })
        steps.append({ tr("steps of %1 tokens").arg(tokens), QString::number(tokens) });
    steps.append({ tr("by message"), QStringLiteral("message") });
    steps.append({ tr("sliding window"), QStringLiteral("window") });
    add(tr("Prefixes are matched"), "granularity", steps);
    add(tr("Order of tools"), "tools", { { tr("by name"), QStringLiteral("sorted") } });
    add(tr("Cache marks"), "marks", { { tr("at the best places"), QStringLiteral("best") } });
    add(tr("Warm gate, at most"), "gate", durations({ "1s", "5s", "10s", "30s" }));
    add(tr("Keep warm for"), "keep-warm", durations({ "15m", "30m", "1h", "4h" }));
    add(tr("Local cache"), "local", { { tr("on"), QStringLiteral("on") }, { tr("off"), QStringLiteral("off") } });
    add(tr("Lifetime of local answers"), "local-ttl", durations({ "5m", "1h", "6h", "24h", "3d", "7d", "30d" }));
}

Variant VariantDialog::variant() const
{
    QStringList settings;
    for (const auto &[key, box] : m_choices) {
        if (const QString value = box->currentData().toString(); !value.isEmpty())
            settings << QString::fromLatin1(key) % QStringLiteral("=") % value;
    }
    const QStringList fields = m_volatile->text().split(u' ', Qt::SkipEmptyParts);
    for (const QString &field : fields) {
        if (field.startsWith(u'/') && !field.contains(u','))
            settings << QStringLiteral("volatile=") % field;
    }
    Variant variant = insight::parseVariant(format::utf8(settings.join(u','))).value_or(Variant());
    variant.name = format::utf8(m_name->text().trimmed().remove(u':'));
    return variant;
}

} // namespace cachescope::ui

#include "moc_variant_dialog.cpp"
