// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/page.h"

#include "insight/alert_evaluator.h"

#include <QTimer>

#include <optional>
#include <string>
#include <vector>

class QBoxLayout;
class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace cachescope::ui {

class AlertModel;
class AlertSuggestions;
class Badge;
class Card;
class LatestQuestion;
class PreviewCard;
class RuleEditor;
class TableView;

/** Rules, where they stand, and a form with a preview for one of them. */
class AlertsPage : public Page
{
    Q_OBJECT

public:
    explicit AlertsPage(const PageContext &context, QWidget *parent = nullptr);
    ~AlertsPage() override;

    PageId id() const override { return PageId::Alerts; }
    QString title() const override { return tr("Alerts"); }
    QString iconName() const override { return QStringLiteral("alerts"); }
    bool usesRange() const override { return false; }
    QWidget *topBarWidget() override { return m_bar; }
    QList<QAction *> pageActions() override { return m_actions; }
    void activate() override;
    void deactivate() override;
    void refresh() override;

    AlertModel &model() const { return *m_model; }
    RuleEditor &editor() const { return *m_editor; }
    PreviewCard &preview() const { return *m_preview; }
    TableView &table() const { return *m_table; }
    bool showsSuggestions() const;
    QString message() const; ///< Of the bar on top; empty without one.

    void newRule();
    void save();
    void undo(); ///< The last change of the form, else the last one of the rules.
    void setPaused(const std::string &rule, bool paused);
    void removeRule(const std::string &rule);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    using Rules = std::vector<insight::AlertRule>;
    void build();
    QWidget *buildBar();
    Card *buildRules();
    void setUpActions();
    Rules rules() const; ///< As the configuration has them.
    /** Writes them; `undoable`: Ctrl+Z brings the present ones back. */
    bool write(const Rules &rules, bool undoable = true);
    void showState();
    void showCounts();
    void showMessage();
    void countRequests(const insight::AlertRuleStatus &status, QPushButton *button);
    void choose(int row);
    void startFrom(insight::AlertRule rule);
    void cellClicked(const QModelIndex &index);
    void showRuleMenu(int row, const QPoint &at);
    void addSnoozes(QMenu &menu, const std::string &rule, bool snoozed);
    void openRequests(const insight::AlertRuleStatus &status);
    void showDelivery();

    PageContext m_context;
    QWidget *m_bar;
    QStackedWidget *m_parts;
    AlertSuggestions *m_suggestions;
    QVBoxLayout *m_messagePlace = nullptr;
    QBoxLayout *m_lower = nullptr;
    QString m_message;
    Card *m_rulesCard = nullptr;
    AlertModel *m_model;
    TableView *m_table = nullptr;
    QVector<Badge *> m_counts;
    RuleEditor *m_editor;
    PreviewCard *m_preview;
    QTimer m_previewTimer; ///< A moment after the last change.
    std::unique_ptr<LatestQuestion> m_count;
    std::string m_chosen; ///< The rule in the form; empty: a new one.
    std::vector<Rules> m_before; ///< For undo.
    QList<QAction *> m_actions;
    bool m_active = false;
    bool m_making = false; ///< A rule that is not saved yet is in the form.
};

/** From when on the calls behind an alert's value count. */
requestlog::TimeRange alertCallsRange(
    const insight::AlertRule &rule, const insight::AlertState &state, base::UnixMicros now);

} // namespace cachescope::ui
