// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "ui/parts/row_delegate.h"
#include "ui/simulator/simulation_run.h"
#include "ui/simulator/simulator_words.h"

namespace cachescope::ui {

/** Figures as rows, the actual log and each variant as columns. */
class VariantTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /** Columns: the figure's name, the actual log, then the variants. */
    static constexpr int firstVariant = 2;
    enum Row
    {
        NetCost,
        OverDays,
        Difference,
        PrefixRead,
        LocalHits,
        Write,
        Read,
        Fresh,
        Output,
        WaitingSaved,
        Older,
        RowCount
    };
    /** Token (as int) of the ground of the chosen column; -1 in the others. */
    static constexpr int ChosenRole = Qt::UserRole + 300;

    void setAnswer(const SimulationAnswerPointer &answer, const SimulatorWords::Currency &currency);
    void setChosen(int variant);
    int chosen() const { return m_chosen; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString figureName(int row) const;
    QString figure(int row, int column) const;
    Token toneOf(int row, int column) const;
    Token chosenGround() const;

    SimulationAnswerPointer m_answer;
    SimulatorWords::Currency m_currency;
    int m_chosen = -1;
};

/** As RowDelegate, with the chosen column tinted and the net cost larger. */
class VariantDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void paintContent(
        QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
};

} // namespace cachescope::ui
