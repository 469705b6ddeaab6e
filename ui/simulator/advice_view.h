// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "ui/simulator/simulation_run.h"
#include "ui/simulator/simulator_words.h"

class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace cachescope::ui {

class AdviceTable;
class Card;
class TableView;

/** What to do for each recurring prompt, and the answers behind it. */
class AdviceView : public QWidget
{
    Q_OBJECT

public:
    explicit AdviceView(QWidget *parent = nullptr);
    void setAnswer(const SimulationAnswerPointer &answer, const SimulatorWords::Currency &currency);

private:
    void showFamily(int row);

    SimulationAnswerPointer m_answer;
    SimulatorWords::Currency m_currency;
    AdviceTable *m_model;
    TableView *m_table;
    Card *m_families, *m_card;
    QScrollArea *m_scroll;
};

} // namespace cachescope::ui
