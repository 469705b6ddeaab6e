// SPDX-License-Identifier: MIT
#pragma once

#include <QRegularExpression>
#include <QTimer>
#include <QVector>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace cachescope::ui {

class PromptEdit;

/** Search and replace in a prompt: letter case, whole words, regular expressions; all replacements are one undo
 * step. */
class FindReplaceBar : public QWidget
{
    Q_OBJECT

public:
    FindReplaceBar(PromptEdit &edit, QWidget *parent = nullptr);

    void open(bool withReplace);
    void closeBar();
    void next(int step);
    int matchCount() const { return int(m_matches.size()); }
    /** Replaces what is selected now and goes on. */
    void replaceOne();
    /** Returns how many. */
    int replaceAll();

    QLineEdit *findField() const { return m_find; }
    QLineEdit *replaceField() const { return m_replace; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    struct Match
    {
        int begin = 0, length = 0;
    };
    QRegularExpression pattern() const;
    void search();
    void showMatches();
    void showCount();
    QString replacementFor(const Match &match) const;

    PromptEdit &m_edit;
    QLineEdit *m_find;
    QLineEdit *m_replace;
    QWidget *m_replaceRow;
    QToolButton *m_case;
    QToolButton *m_words;
    QToolButton *m_expression;
    QLabel *m_count;
    QTimer m_again; ///< Searches anew after a pause in typing.
    QVector<Match> m_matches;
    int m_current = -1;
    bool m_stopped = false; ///< More matches than are counted.
};

} // namespace cachescope::ui
