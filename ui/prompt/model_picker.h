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

/** What the next call of a prompt would cost with each model, cold and warm. Figures of other models are estimates.
 */
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
    void setCallsPerDay(int calls);
    QString modelAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Row> m_all, m_shown;
    std::string m_currency = "USD";
    int m_calls = 100;
};

/** The rows for a prompt: the models of the price book, cheapest warm call first. */
std::vector<ModelCostModel::Row> modelCosts(const PromptReport &report, const PromptModels &models);

/** Chooses the model of a prompt: type to search, see what the next call costs, take any name that is typed. */
class ModelPicker : public QDialog
{
    Q_OBJECT

public:
    ModelPicker(const PromptReport &report, const PromptModels &models, int callsPerDay, QWidget *parent = nullptr);
    ModelCostModel &model() const { return *m_model; }

Q_SIGNALS:
    void chosen(const QString &model); ///< Empty: the prompt's own.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void take();

    QLineEdit *m_field;
    TableView *m_table;
    ModelCostModel *m_model;
};

} // namespace cachescope::ui
