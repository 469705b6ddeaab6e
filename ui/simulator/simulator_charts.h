// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "ui/simulator/simulation_run.h"
#include "ui/simulator/simulator_words.h"

namespace cachescope::ui {

/** The variants' costs with their bands on one scale; each told apart by its place, letter and pattern. */
class BandChart : public QWidget
{
    Q_OBJECT

public:
    explicit BandChart(QWidget *parent = nullptr);
    void setAnswer(const SimulationAnswerPointer &answer, const SimulatorWords::Currency &currency);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    SimulationAnswerPointer m_answer;
    SimulatorWords::Currency m_currency;
};

/** Net cost over the values of a setting: a line as now, a dashed one for the cheapest variant, and where it stands
 * now. */
class SweepChart : public QWidget
{
    Q_OBJECT

public:
    explicit SweepChart(QWidget *parent = nullptr);
    void setAnswer(const SimulationAnswerPointer &answer, const SimulatorWords::Currency &currency);
    QSize sizeHint() const override { return { 420, 240 }; }
    QSize minimumSizeHint() const override { return { 260, 180 }; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Plot;
    Plot plot() const;
    void paintAxes(QPainter &painter, const Plot &plot) const;
    void paintLines(QPainter &painter, const Plot &plot) const;
    void paintNow(QPainter &painter, const Plot &plot) const;

    SimulationAnswerPointer m_answer;
    SimulatorWords::Currency m_currency;
};

} // namespace cachescope::ui
