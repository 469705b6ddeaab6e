// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.
#include <QDialog>

#include "ui/prompt/prompt_models.h"
#include "ui/prompt/prompt_report.h"

#include <vector>

class QLineEdit;
class QSpinBox;

namespace cachescope::ui {

class TableView;

/** What the next call of a prompt would cost with each model, cold and warm. "~": the model's tokenizer is not
 * public. */
class ModelCostModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Model,
        Tokens,
        Cold,
        Warm,
        Day,
        ColumnCount
    };
    struct Row
    {
        QString model, provider;
        std::int64_t tokens = 0;
        bool exact = false;
        std::optional<base::Money> cold, warm;
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<Row> rows, const std::string &currency);
    void setFilter(const QString &words);
    const QString &filter() const { return m_filter; }
    void setCallsPerDay(int calls);
    QString modelAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Row> m_all, m_shown;
    std::string m_currency = "USD";
    QString m_filter;
    int m_calls = 100;
};

/** Tokens of a prompt with each public tokenizer, by `countKey`. */
using ExactCounts = std::map<std::string, std::int64_t, std::less<>>;
/** The same tokenizer and the same wrapping give the same count. */
std::string countKey(const tokens::ModelTokens &counted);
/** Counts a prompt once for each of the models' public tokenizers. Takes a while for long prompts; any thread. */
ExactCounts exactCounts(
    const prompt::Prompt &prompt, const std::vector<std::string> &names, const tokens::ModelTable &models);

/** The rows for a prompt: the models of the price book, cheapest warm call first. A model whose tokens are in
 * `counts` is exact, others are estimates from the report's count. */
std::vector<ModelCostModel::Row> modelCosts(
    const PromptReport &report, const PromptModels &models, const ExactCounts &counts = {});

/** Chooses the model of a prompt: type to search, see what the next call costs, take any name that is typed. */
class ModelPicker : public QDialog
{
    Q_OBJECT

public:
    ModelPicker(
        std::shared_ptr<const PromptReport> report, const PromptModels &models, int callsPerDay,
        QWidget *parent = nullptr);
    ModelCostModel &model() const { return *m_model; }

Q_SIGNALS:
    void chosen(const QString &model); ///< Empty: the prompt's own.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void take();
    void countExactly(const std::shared_ptr<const PromptReport> &report, const PromptModels &models);

    QLineEdit *m_field;
    TableView *m_table;
    ModelCostModel *m_model;
};

} // namespace cachescope::ui
