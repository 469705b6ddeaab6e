// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "ui/simulator/simulation_run.h"
#include "ui/simulator/simulator_words.h"

namespace cachescope::ui {

/** Where a variant differs from A, by client and model; the last row adds up. */
class SavingTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Client,
        Model,
        Share,
        Difference,
        ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setAnswer(
        const SimulationAnswerPointer &answer, std::size_t variant, const SimulatorWords::Currency &currency);
    /** The filter that lists a row's calls; empty for the total. */
    QString filter(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const QModelIndex &index) const;
    const std::vector<insight::Saving> *savings() const;

    SimulationAnswerPointer m_answer;
    std::size_t m_variant = 0;
    SimulatorWords::Currency m_currency;
};

/** The sweep as figures: the chart's other form. */
class SweepTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void setAnswer(const SimulationAnswerPointer &answer, const SimulatorWords::Currency &currency);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static constexpr int figures = 4; ///< Cost, read, hits, older; for each line.
    SimulationAnswerPointer m_answer;
    SimulatorWords::Currency m_currency;
};

/** The variants as settings, to be edited, copied and removed; A cannot. */
class VariantList : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Letter,
        Name,
        Lifetime,
        Tools,
        Other,
        Copy,
        Remove,
        ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;

    /** Without A. */
    void setVariants(const std::vector<insight::Variant> &variants);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const insight::Variant &variant, int column) const;
    std::vector<insight::Variant> m_variants; ///< A first.
};

/** Families of prompts with what to do for each, dearest first. */
class AdviceTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Family,
        Model,
        Calls,
        Cost,
        Advice,
        Saving,
        ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;
    void setAnswer(const SimulationAnswerPointer &answer, const SimulatorWords::Currency &currency);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const insight::FamilyAdvice &advice, int column) const;
    SimulationAnswerPointer m_answer;
    SimulatorWords::Currency m_currency;
};

} // namespace cachescope::ui
