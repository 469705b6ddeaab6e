// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include <QVariant>
#include <QVector>
#include <QWidget>

#include <functional>

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace cachescope::ui {

class Switch;

/** A widget that holds one value and tells when the user changed it. */
class SettingControl : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    virtual void setValue(const QVariant &value) = 0; ///< Tells nobody.

Q_SIGNALS:
    void edited(const QVariant &value);
};

/** A bool. */
class SwitchControl final : public SettingControl
{
    Q_OBJECT

public:
    explicit SwitchControl(const QString &name, QWidget *parent = nullptr);
    void setValue(const QVariant &value) override;

private:
    Switch *m_switch;
};

struct SettingChoice
{
    QVariant value;
    QString text;
};

/** One of some values; a value from the file that is none of them is shown as one more. */
class ChoiceControl final : public SettingControl
{
    Q_OBJECT

public:
    using Describe = std::function<QString(const QVariant &)>;
    /** `describe` gives the words for a value that is not in the list. */
    ChoiceControl(
        const QString &name, QVector<SettingChoice> choices, Describe describe, QWidget *parent = nullptr);
    void setValue(const QVariant &value) override;

private:
    QVector<SettingChoice> m_choices;
    Describe m_describe;
    QComboBox *m_box;
};

/** A whole number in bounds; taken when the field is left or Enter is pressed. */
class NumberControl final : public SettingControl
{
    Q_OBJECT

public:
    NumberControl(const QString &name, int least, int most, const QString &unit, QWidget *parent = nullptr);
    void setValue(const QVariant &value) override;

private:
    QSpinBox *m_box;
    QLineEdit *m_field = nullptr; ///< The box's own.
    int m_value = 0;
};

/**
 * A line of text; taken when the field is left or Enter is pressed. `width` px wide, less where there is no room.
 * What is being typed is left alone by setValue().
 */
class TextControl final : public SettingControl
{
    Q_OBJECT

public:
    TextControl(const QString &name, const QString &placeholder, int width, QWidget *parent = nullptr);
    void setValue(const QVariant &value) override;
    QSize sizeHint() const override;

private:
    QLineEdit *m_field;
    QString m_value;
};

} // namespace cachescope::ui
