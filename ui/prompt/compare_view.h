// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "ui/prompt/compared_prompts.h"

class QLabel;
class QStackedWidget;
class QToolButton;

namespace cachescope::ui {

class Badge;
class CompareModel;
class Segment;
class TableView;

/**
 * Two prompts beside each other: equal parts folded, differing tokens highlighted, cumulative tokens at the right.
 * F7 and Shift+F7 go from difference to difference, Enter and the left and right keys open and close folds, Ctrl+C
 * copies the row. GUI thread; the comparison itself is made elsewhere (comparePrompts).
 */
class CompareView : public QWidget
{
    Q_OBJECT

public:
    explicit CompareView(QWidget *parent = nullptr);
    void setCompared(std::shared_ptr<const ComparedPrompts> compared);
    /** Words in place of a comparison: why there is none, or that it is being made. */
    void setMessage(const QString &words);
    const CompareModel &model() const { return *m_model; }
    void setSideBySide(bool on);

public Q_SLOTS:
    void goToNext();
    void goToPrevious();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeHead();
    void goTo(bool forward);
    void toggleCurrent();
    void copyCurrent();
    void fitText();
    QString summary() const;

    CompareModel *m_model;
    TableView *m_table;
    QStackedWidget *m_pages;
    QLabel *m_message, *m_summary;
    Badge *m_orderOnly;
    QToolButton *m_previous, *m_next;
    Segment *m_style;
};

} // namespace cachescope::ui
