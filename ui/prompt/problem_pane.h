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

/** The problems below the text: of this file, of all open ones, of a folder's files or of the log's calls. Counts
 * and money are those of the scope. */
class ProblemPane : public QWidget
{
    Q_OBJECT

public:
    enum class Scope
    {
        File,
        Open,
        Folder, ///< Files below a folder, as they are on the disk.
        Log, ///< Calls that the log has seen lately.
    };
    explicit ProblemPane(QWidget *parent = nullptr);

    /** For the scopes File and Open. */
    void show(const QList<EditorFrame *> &frames, EditorFrame *current, const std::string &currency);
    /** What is known of a folder or of the log. */
    struct Outside
    {
        std::vector<std::shared_ptr<const OutsideProblem>> problems;
        QString state; ///< "34 files"
        QString nothing; ///< In place of an empty list; says why.
        QString notes; ///< What could not be read; a tip.
        bool isBusy = false;
    };
    void showOutside(const Outside &outside, const std::string &currency);
    /** Name on the button that chooses the folder. */
    void setFolder(const QString &folder);
    Scope scope() const;
    void setScope(Scope scope);
    QString countWords() const; ///< Badges, money and state; for tests.
    ProblemModel &model() const { return *m_model; }
    TableView &table() const { return *m_table; }
    /** Selects the problem under the cursor, if there is one. */
    void followCursor(EditorFrame *frame, int position);

Q_SIGNALS:
    void scopeChanged();
    void problemActivated(cachescope::ui::EditorFrame *frame, int finding);
    void fixAsked(cachescope::ui::EditorFrame *frame, int finding);
    void outsideAsked(const std::shared_ptr<const cachescope::ui::OutsideProblem> &problem, bool fixes);
    void menuAsked(int row, const QPoint &globalPlace);
    void pageAsked(const QString &rule);
    void folderAsked();
    void commandAsked(); ///< Copy what does the same in a terminal.
    void fixAllAsked();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setUpTable();
    void setUpHead();
    void setRows(std::vector<ProblemModel::Row> rows, const std::string &currency, const QString &nothing);
    void showCounts(const std::string &currency);
    void onActivated(const QModelIndex &index);

    ProblemModel *m_model;
    TableView *m_table;
    Badge *m_errors;
    Badge *m_warnings;
    Badge *m_infos;
    QLabel *m_money;
    QLabel *m_state;
    QPushButton *m_folder;
    QPushButton *m_command;
    Segment *m_scope;
    QPushButton *m_fixAll;
    QStackedWidget *m_stack;
    QLabel *m_nothing;
};

} // namespace cachescope::ui
