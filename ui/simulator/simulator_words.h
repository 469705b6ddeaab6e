// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include <QCoreApplication>

#include "insight/advice/advice.h"
#include "insight/simulation/simulation.h"

namespace cachescope::ui {

/** What the simulator says, in the user's language; the command has words of its own. */
class SimulatorWords
{
    Q_DECLARE_TR_FUNCTIONS(cachescope::ui::SimulatorWords)

public:
    /** Money as the page writes it: two decimals, four where everything is cents. */
    struct Currency
    {
        std::string name = "USD";
        int decimals = 2;
    };
    static Currency currencyOf(const insight::SimulationReport &report, std::string_view name);
    static QString money(base::Money amount, const Currency &currency);
    static QString signedMoney(base::Money amount, const Currency &currency);
    static QString band(const insight::Band &band, const Currency &currency);

    /** "lifetime 1 h, tools sorted"; "as now". */
    static QString describe(const insight::Variant &variant);
    /** The user's own name, else what it changes. */
    static QString title(const insight::Variant &variant);
    static QString duration(std::chrono::milliseconds time);
    static QString hours(std::int64_t micros);
    static QString sweepValue(const insight::Variant &variant, insight::SweepParameter parameter);

    static QString reproduction(const insight::Reproduction &found);
    /** "C is clearly cheaper: $103.16 in 14 days, about $221 a month". */
    static QString verdict(const insight::SimulationReport &report, std::size_t variant, const Currency &currency);
    /** What stands below it: why, and what to do to get it. */
    static QString explanation(const insight::SimulationReport &report, std::size_t variant);
    static QString leftOut(const insight::LeftOut &leftOut);

    static QString optionName(insight::AdviceOption option);
    /** One line: what to do for the family. */
    static QString recommendation(const insight::FamilyAdvice &advice);
    struct Answer
    {
        QString question, answer;
    };
    static QVector<Answer> answers(const insight::FamilyAdvice &advice, const Currency &currency);
};

} // namespace cachescope::ui
