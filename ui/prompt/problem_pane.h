// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

#include "ui/prompt/problem_model.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace cachescope::ui {

class Badge;
class EditorFrame;
class Segment;
class TableView;

/** The problems below the text, of this file or of all open ones; the counts are those of the scope. */
class ProblemPane : public QWidget
{
    Q_OBJECT

public:
    enum class Scope
    {
        File,
        Open
    };
    explicit ProblemPane(QWidget *parent = nullptr);

    void show(const QList<EditorFrame *> &frames, EditorFrame *current, const std::string &currency);
    Scope scope() const;
    ProblemModel &model() const { return *m_model; }
    TableView &table() const { return *m_table; }
    /** Selects the problem under the cursor, if there is one. */
    void followCursor(EditorFrame *frame, int position);

Q_SIGNALS:
    void scopeChanged();
    void problemActivated(cachescope::ui::EditorFrame *frame, int finding);
    void fixAsked(cachescope::ui::EditorFrame *frame, int finding);
    void pageAsked(const QString &rule);
    void fixAllAsked();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setUpTable();
    void showCounts(const QList<EditorFrame *> &frames, const std::string &currency);

    ProblemModel *m_model;
    TableView *m_table;
    Badge *m_errors;
    Badge *m_warnings;
    Badge *m_infos;
    QLabel *m_money;
    Segment *m_scope;
    QPushButton *m_fixAll;
    QStackedWidget *m_stack;
    QLabel *m_nothing;
};

} // namespace cachescope::ui
