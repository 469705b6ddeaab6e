// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/card.h"

#include "insight/alert_rule.h"

#include <string>
#include <vector>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace cachescope::ui {

class CheckBox;
class ComboBox;
class FilterEdit;
class ValueField;

/** The form for one rule. Works on a draft; nothing happens before Save. */
class RuleEditor : public Card
{
    Q_OBJECT

public:
    explicit RuleEditor(QWidget *parent = nullptr);

    /** Another rule; the steps back for the one before are gone. `saved`: it is in force as it is. */
    void setRule(const insight::AlertRule &rule, bool saved);
    const insight::AlertRule &draft() const { return m_draft; }
    bool isChanged() const { return !m_saved || !(m_draft == m_original); }
    bool canUndo() const { return !m_steps.empty(); }
    void undo(); ///< The last change of the draft.
    void markSaved();
    /** Under the buttons; empty: the usual hint. */
    void setProblem(const QString &problem);

Q_SIGNALS:
    void draftChanged();
    void saveRequested();
    void testRequested();

private:
    void build();
    void buildWhen(QGridLayout *grid);
    void buildRecovery(QGridLayout *grid);
    void buildRest(QGridLayout *grid);
    QWidget *buildFoot();
    QHBoxLayout *addRow(QGridLayout *grid, const QString &title);
    ValueField *durationField(const QString &name);
    void showDraft();
    void showUnits();
    void showTitle();
    void change();
    void take();
    void takeMetric();

    insight::AlertRule m_draft, m_original;
    std::vector<insight::AlertRule> m_steps; ///< Drafts before each change.
    bool m_saved = true;
    bool m_showing = false;

    QLineEdit *m_name = nullptr;
    ComboBox *m_metric = nullptr;
    FilterEdit *m_filter = nullptr;
    ComboBox *m_period = nullptr;
    ValueField *m_window = nullptr;
    ComboBox *m_is = nullptr;
    ValueField *m_limit = nullptr;
    ValueField *m_pending = nullptr;
    QLabel *m_recoveredWord = nullptr;
    ValueField *m_recovered = nullptr;
    ValueField *m_recoveredFor = nullptr;
    ValueField *m_minimum = nullptr;
    ComboBox *m_per = nullptr;
    ValueField *m_remind = nullptr;
    ComboBox *m_noData = nullptr;
    ValueField *m_noDataFor = nullptr;
    CheckBox *m_tell[4] = {};
    QPushButton *m_save = nullptr;
    QLabel *m_hint = nullptr;
};

} // namespace cachescope::ui
