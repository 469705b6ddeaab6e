// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "engine/fresh_answer.h"
#include "ui/cache/answer_difference.h"

#include <QPointer>

#include <functional>
#include <optional>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace cachescope::ui {

/**
 * "Compare with a fresh answer": says what it costs, asks once when the user agrees, shows both answers line by
 * line. Nothing is asked unless the button that names the price is pressed.
 */
class FreshCompare : public QWidget
{
    Q_OBJECT

public:
    using Answered = std::function<void(const engine::FreshAnswer &)>;
    using Ask = std::function<void(const engine::FreshQuestion &, Answered)>;
    explicit FreshCompare(Ask ask, QWidget *parent = nullptr);

    /** What is stored, and how to ask again. `price`: what the stored answer cost, in words. */
    struct Subject
    {
        engine::FreshQuestion question;
        std::string storedBody;
        QString price;
    };
    void setSubject(Subject subject);
    void clear();
    bool showsResult() const;
    QString statusText() const;
    void begin(); ///< As a click on the first button.
    void agree(); ///< As a click on the one that names the price.

Q_SIGNALS:
    /** The comparison takes the body's place, or gives it back. */
    void resultShown(bool shown);

private:
    void stop();
    void onAnswer(const engine::FreshAnswer &answer);
    void showLines(const QVector<DifferenceLine> &lines);

    Ask m_ask;
    std::optional<Subject> m_subject;
    quint64 m_ticket = 0; ///< Of the newest question: late answers to others are dropped.
    QPushButton *m_begin;
    QLabel *m_words;
    QPushButton *m_agree;
    QPushButton *m_close;
    QPlainTextEdit *m_lines;
};

} // namespace cachescope::ui
