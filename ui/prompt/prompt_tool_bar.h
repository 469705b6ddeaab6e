// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

#include "ui/prompt/editor_marks.h"

class QPushButton;
class QToolButton;

namespace cachescope::ui {

class ChipButton;
class Segment;

/** The top bar's part of Prompts: model, values, how tokens are shown, compare, run. */
class PromptToolBar : public QWidget
{
    Q_OBJECT

public:
    explicit PromptToolBar(QWidget *parent = nullptr);

    void setModel(const QString &model, bool assumed);
    void setValues(const QString &words);
    void setTokenDisplay(TokenDisplay display);
    TokenDisplay tokenDisplay() const;
    void setWhiteSpaceShown(bool shown);
    /** False: nothing is open, only the switches of the display work. */
    void setUsable(bool usable);
    void setRunning(bool running);

    QWidget *modelButton() const;
    QWidget *valuesButton() const;

Q_SIGNALS:
    void modelClicked();
    void valuesClicked();
    void tokenDisplayChanged(cachescope::ui::TokenDisplay display);
    void whiteSpaceToggled(bool shown);
    void compareClicked();
    void runClicked();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    ChipButton *m_model;
    ChipButton *m_values;
    Segment *m_display;
    QToolButton *m_whiteSpace;
    QPushButton *m_compare;
    QPushButton *m_run;
    QString m_modelName;
    bool m_assumed = false;
};

} // namespace cachescope::ui
