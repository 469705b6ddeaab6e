// SPDX-License-Identifier: MIT
#include "ui/settings/setting_controls.h"

#include "ui/parts/switch.h"
#include "ui/settings/combo_box.h"
#include "ui/theme/tokens.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QWheelEvent>

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr int leastTextWidth = 96;

/** A spin box that the wheel scrolls past: the page is scrolled, not a setting changed. */
class StillSpinBox final : public QSpinBox
{
public:
    explicit StillSpinBox(QWidget *parent)
        : QSpinBox(parent)
    {
        setFocusPolicy(Qt::StrongFocus);
    }
    QLineEdit *field() const { return lineEdit(); }

protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

void hold(QWidget *outer, QWidget *inner, const QString &name)
{
    auto *row = new QHBoxLayout(outer);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(inner);
    outer->setMinimumHeight(metrics::controlHeight);
    inner->setAccessibleName(name);
    outer->setFocusProxy(inner);
}

} // namespace

SwitchControl::SwitchControl(const QString &name, QWidget *parent)
    : SettingControl(parent)
    , m_switch(new Switch(this))
{
    hold(this, m_switch, name);
    connect(m_switch, &Switch::toggled, this, [this](bool on) { Q_EMIT edited(on); });
}

void SwitchControl::setValue(const QVariant &value)
{
    const QSignalBlocker quiet(m_switch);
    m_switch->setChecked(value.toBool());
}

ChoiceControl::ChoiceControl(
    const QString &name, QVector<SettingChoice> choices, Describe describe, QWidget *parent)
    : SettingControl(parent)
    , m_choices(std::move(choices))
    , m_describe(std::move(describe))
    , m_box(new ComboBox(this))
{
    hold(this, m_box, name);
    constexpr int usualWidth = 124;
    m_box->setMinimumWidth(usualWidth);
    connect(m_box, qOverload<int>(&QComboBox::activated), this, [this](int index) {
        Q_EMIT edited(m_box->itemData(index));
    });
}

void ChoiceControl::setValue(const QVariant &value)
{
    const QSignalBlocker quiet(m_box);
    m_box->clear();
    int current = -1;
    for (const auto &choice : m_choices) {
        if (choice.value == value)
            current = m_box->count();
        m_box->addItem(choice.text, choice.value);
    }
    if (current < 0) {
        current = m_box->count();
        m_box->addItem(m_describe ? m_describe(value) : value.toString(), value);
    }
    m_box->setCurrentIndex(current);
}

NumberControl::NumberControl(const QString &name, int least, int most, const QString &unit, QWidget *parent)
    : SettingControl(parent)
    , m_box(new StillSpinBox(this))
{
    hold(this, m_box, name);
    m_field = static_cast<StillSpinBox *>(m_box)->field();
    m_box->setRange(least, most);
    m_box->setKeyboardTracking(false);
    m_box->setAlignment(Qt::AlignRight);
    m_box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_box->setFixedWidth(unit.isEmpty() ? 88 : 118);
    if (!unit.isEmpty())
        m_box->setSuffix(QLatin1Char(' ') + unit);
    connect(m_box, &QSpinBox::editingFinished, this, [this] {
        m_field->setModified(false);
        if (m_box->value() != m_value)
            Q_EMIT edited(m_box->value());
    });
}

void NumberControl::setValue(const QVariant &value)
{
    m_value = value.toInt();
    if (m_field->hasFocus() && m_field->isModified())
        return; // Half typed, as with a text.
    const QSignalBlocker quiet(m_box);
    m_box->setValue(m_value);
}

TextControl::TextControl(const QString &name, const QString &placeholder, int width, QWidget *parent)
    : SettingControl(parent)
    , m_field(new QLineEdit(this))
{
    hold(this, m_field, name);
    m_field->setPlaceholderText(placeholder);
    m_field->setMinimumWidth(std::min(width, leastTextWidth));
    m_field->setMaximumWidth(width);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    connect(m_field, &QLineEdit::editingFinished, this, [this] {
        m_field->setModified(false);
        if (m_field->text() != m_value)
            Q_EMIT edited(m_field->text());
    });
}

void TextControl::setValue(const QVariant &value)
{
    m_value = value.toString();
    if (m_field->hasFocus() && m_field->isModified())
        return; // Half typed: news from elsewhere must not take it away.
    const QSignalBlocker quiet(m_field);
    m_field->setText(m_value);
    m_field->setCursorPosition(0); // In a narrow field the beginning says more.
}

QSize TextControl::sizeHint() const
{
    return { m_field->maximumWidth(), SettingControl::sizeHint().height() };
}

} // namespace cachescope::ui
