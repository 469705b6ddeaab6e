// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

#include "ui/prompt/prompt_report.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace cachescope::ui {

/** Values for a prompt's variables: typed here, or many sets from a file to sample the prefix over. */
class ValuesDialog : public QDialog
{
    Q_OBJECT

public:
    ValuesDialog(const QStringList &variables, const std::vector<ValueSet> &values, QWidget *parent = nullptr);
    QTableWidget *table() const { return m_table; }
    /** Reads sets from a file and shows how many there are, or what is wrong with it. */
    void readFile(const QString &path);

Q_SIGNALS:
    void chosen(const std::vector<cachescope::ui::ValueSet> &values);

private:
    void chooseFile();
    void showSets();
    std::vector<ValueSet> values() const;

    QStringList m_variables;
    std::vector<ValueSet> m_sets; ///< From a file; empty: what is typed.
    QTableWidget *m_table;
    QLabel *m_state;
};

} // namespace cachescope::ui
