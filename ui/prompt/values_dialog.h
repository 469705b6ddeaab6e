// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

#include "ui/prompt/logged_values.h"

class QHBoxLayout;
class QLabel;
class QPushButton;
class QTableWidget;

namespace cachescope::ui {

/** Values for a prompt's variables: typed here, or many sets from a file or the log to sample the prefix over. */
class ValuesDialog : public QDialog
{
    Q_OBJECT

public:
    ValuesDialog(
        const QStringList &variables, const std::vector<ValueSet> &values, const QString &name,
        QWidget *parent = nullptr);
    QTableWidget *table() const { return m_table; }
    /** Reads sets from a file and shows how many there are, or what is wrong with it. */
    void readFile(const QString &path);
    /** Shows what the log gave, after logAsked(). */
    void setLogged(const LoggedValues::Answer &answer);

Q_SIGNALS:
    void chosen(const std::vector<cachescope::ui::ValueSet> &values, const QString &name);
    void logAsked();

private:
    void chooseFile();
    void setSets(std::vector<ValueSet> sets, const QString &name, const QString &words);
    void showError(const QString &words);
    void askLog();
    void showSet(const ValueSet &values);
    QHBoxLayout *makeSources();
    QHBoxLayout *makeButtons();
    std::vector<ValueSet> values() const;

    QStringList m_variables;
    std::vector<ValueSet> m_sets; ///< From a file or the log; empty: what is typed.
    QString m_name; ///< Of these.
    QTableWidget *m_table;
    QLabel *m_state;
    QPushButton *m_use = nullptr;
    QPushButton *m_fromLog = nullptr;
};

} // namespace cachescope::ui
