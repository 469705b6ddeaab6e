// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace cachescope::ui {

/** Search in a text: Enter and F3 forward, Shift+F3 back, Esc closes. Says how many places there are. */
class FindBar : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(QPlainTextEdit *text, QWidget *parent = nullptr);

    void open();
    void updateMatches(); ///< The text has changed.
    int matchCount() const { return int(m_matches.size()); }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void closeBar();
    void go(int step);
    void showMatches();

    QPlainTextEdit *m_text;
    QLineEdit *m_field;
    QLabel *m_count;
    QVector<int> m_matches; ///< Positions in the document.
    int m_current = -1;
};

} // namespace cachescope::ui
