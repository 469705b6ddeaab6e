// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/page.h"

#include "ui/simulator/simulation_run.h"
#include "ui/simulator/simulator_words.h"

#include <vector>

class QBoxLayout;
class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace cachescope::ui {

class AdviceView;
class BandChart;
class Card;
class EmptyState;
class FilterEdit;
class SavingTable;
class Segment;
class SweepChart;
class SweepTable;
class TableView;
class VariantList;
class VariantTable;

/** What other cache settings would have given on the log: variants beside each other, a sweep, advice. */
class SimulatorPage : public Page
{
    Q_OBJECT

public:
    explicit SimulatorPage(const PageContext &context, QWidget *parent = nullptr);

    PageId id() const override { return PageId::Simulator; }
    QString title() const override { return tr("Simulator"); }
    QString iconName() const override { return QStringLiteral("simulator"); }
    void activate() override;
    bool usesRange() const override { return false; }
    bool usesProxyChips() const override { return false; }
    QWidget *topBarWidget() override { return m_bar; }
    QList<QAction *> pageActions() override { return m_actions; }
    QStringList statusFacts() const override;
    void focusFilter() override;

    /** What fills the page. For tests. */
    enum class Showing
    {
        Empty,
        Report
    };
    Showing showing() const;
    const SimulationAnswerPointer &answer() const { return m_answer; }
    /** The command that gives the same numbers. */
    QString command() const;
    const std::vector<insight::Variant> &variants() const { return m_variants; }
    void setVariants(std::vector<insight::Variant> variants);
    void run();
    void choose(int variant);
    /** Puts the chosen variant's local settings in force. */
    void applyChosen();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildBar();
    void buildReport();
    Card *buildVariants();
    Card *buildSweep();
    Card *buildSavings();
    Card *buildList();
    void addActions();
    void arrange();
    void restoreVariants();
    void saveVariants();
    void showAnswer(const SimulationAnswerPointer &answer);
    void showProgress(SimulationRun::Phase phase, double share);
    void showHead();
    void showChosen();
    void showEmpty(const QString &icon, const QString &title, const QString &reason, const QString &action);
    void showFailure(const QString &sentence);
    void fitColumns();
    void fitRows();
    void addVariant();
    void editVariant(int row);
    void listClicked(const QModelIndex &index);
    void openChanged();
    void copyCommand();
    requestlog::TimeRange range() const;
    QString since() const;
    bool canApply(const insight::Variant &variant) const;

    PageContext m_context;
    SimulationRun m_run;
    SimulationAnswerPointer m_answer;
    SimulatorWords::Currency m_currency;
    std::vector<insight::Variant> m_variants; ///< Without A.
    int m_chosen = 0;
    requestlog::TimeRange m_ranOver;

    QWidget *m_bar;
    QComboBox *m_range = nullptr;
    FilterEdit *m_filter = nullptr;
    QLabel *m_count = nullptr;
    QPushButton *m_add = nullptr, *m_copy = nullptr, *m_again = nullptr;
    QList<QAction *> m_actions;

    QStackedWidget *m_parts;
    EmptyState *m_empty;
    QVBoxLayout *m_head = nullptr; ///< The message, or progress.
    QWidget *m_progress = nullptr;
    QProgressBar *m_progressBar = nullptr;
    QLabel *m_progressWords = nullptr;
    Segment *m_view = nullptr;
    QStackedWidget *m_views = nullptr;
    QBoxLayout *m_columns = nullptr;
    VariantTable *m_table;
    TableView *m_tableView = nullptr;
    BandChart *m_bands = nullptr;
    QLabel *m_verdict = nullptr, *m_why = nullptr, *m_note = nullptr;
    QPushButton *m_apply = nullptr, *m_changed = nullptr;
    QComboBox *m_sweep = nullptr;
    QStackedWidget *m_sweepParts = nullptr;
    SweepChart *m_sweepChart = nullptr;
    SweepTable *m_sweepTable;
    Card *m_savingCard = nullptr;
    QLabel *m_savingSum = nullptr;
    SavingTable *m_savings;
    TableView *m_savingView = nullptr;
    VariantList *m_list;
    TableView *m_listView = nullptr;
    AdviceView *m_advice = nullptr;
};

} // namespace cachescope::ui
