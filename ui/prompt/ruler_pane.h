// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

#include "ui/prompt/prompt_report.h"

class QLabel;
class QSpinBox;

namespace cachescope::ui {

class PromptRuler;

/** The ruler with its head: how much is stable and why it ends, what the next call costs, and a day of them. */
class RulerPane : public QWidget
{
    Q_OBJECT

public:
    explicit RulerPane(QWidget *parent = nullptr);

    void setReport(std::shared_ptr<const PromptReport> report, const std::string &currency);
    void setCallsPerDay(int calls);
    int callsPerDay() const;
    QString summary() const; ///< The head in words; for tests.

Q_SIGNALS:
    void callsPerDayChanged(int calls);
    void tokensClicked(std::int64_t tokens);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void showCosts();
    void showEnd();
    QString endWords() const;

    std::shared_ptr<const PromptReport> m_report;
    std::string m_currency = "USD";
    QLabel *m_share;
    QLabel *m_end;
    QLabel *m_cold;
    QLabel *m_warm;
    QLabel *m_day;
    QSpinBox *m_rate;
    PromptRuler *m_ruler;
};

} // namespace cachescope::ui
