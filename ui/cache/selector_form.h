// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "base/result.h"
#include "cache/entry_list.h"

#include <QVector>

class QCheckBox;
class QLineEdit;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace cachescope::ui {

class ComboBox;

/** The selectors of an invalidation as fields: model, project, prompt text, age, and any other condition on demand.
 */
class SelectorForm : public QWidget
{
    Q_OBJECT

public:
    explicit SelectorForm(QWidget *parent = nullptr);

    /** What can be chosen; a choice that has gone stays as long as it is chosen. */
    void setNames(const cache::EntryNames &names);
    /** InvalidInput, with words for the user, when a field cannot be meant. Empty: no condition is set. */
    base::Result<cache::Selector> selector() const;
    void clear();
    /** Adds (or fills) a condition by its name in the admin API. */
    void setCondition(const QString &name, const QString &value);

Q_SIGNALS:
    void changed();

private:
    struct Condition
    {
        QString name;
        QWidget *row = nullptr;
        QLineEdit *field = nullptr;
    };
    void addCondition(const QString &name);
    void removeCondition(const QString &name);
    void fillMenu();
    static QString titleOf(const QString &name);
    static QString exampleOf(const QString &name);

    ComboBox *m_model;
    ComboBox *m_project;
    QLineEdit *m_prompt;
    QLineEdit *m_olderThan;
    QPushButton *m_add;
    QMenu *m_menu;
    QCheckBox *m_all;
    QVBoxLayout *m_rows;
    QVector<Condition> m_conditions;
};

} // namespace cachescope::ui
