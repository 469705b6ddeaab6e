// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog> // First: see ui/format/format.h.

#include "insight/simulation/variant.h"

class QComboBox;
class QFormLayout;
class QLineEdit;

namespace cachescope::ui {

/** The settings of one variant. Not modal to the program's work; emits `chosen` when it is accepted. */
class VariantDialog : public QDialog
{
    Q_OBJECT

public:
    VariantDialog(const insight::Variant &variant, QWidget *parent);
    insight::Variant variant() const;

Q_SIGNALS:
    void chosen(const cachescope::insight::Variant &variant);

private:
    /** A choice of values; each item's data is what parseVariant reads behind "KEY=", empty for as now. */
    QComboBox *choice(
        const QString &label, const char *key, const QList<std::pair<QString, QString>> &values,
        const QString &current);
    void addChoices(const insight::Variant &variant);

    QFormLayout *m_form;
    QLineEdit *m_name;
    QLineEdit *m_volatile;
    QList<std::pair<QByteArray, QComboBox *>> m_choices; ///< By key of parseVariant.
};

} // namespace cachescope::ui
