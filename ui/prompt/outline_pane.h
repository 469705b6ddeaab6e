// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

#include "ui/prompt/prompt_report.h"

class QLabel;
class QTreeView;
class QVBoxLayout;

namespace cachescope::ui {

class EditorFrame;
class OutlineModel;

/** Left of the text: what the prompt is made of, how long its prefix is by what is known, and how the last run
 * went. */
class OutlinePane : public QWidget
{
    Q_OBJECT

public:
    explicit OutlinePane(QWidget *parent = nullptr);

    void show(EditorFrame *frame); ///< Null: nothing is open.
    void followCursor(int position);
    OutlineModel &model() const { return *m_model; }
    QString prefixWords() const; ///< For tests.

    /** What a call through the proxy reported, beside what was foreseen. */
    struct Run
    {
        QString title, reported;
        enum class Verdict : std::uint8_t
        {
            Agrees,
            Cold, ///< Nothing was there to read, and the provider does not tell what it wrote.
            Differs
        } verdict
            = Verdict::Agrees;
    };
    void setRun(const std::optional<Run> &run);

Q_SIGNALS:
    void placeAsked(int begin);
    void foldAsked(int begin); ///< Of a section, by a double click.

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showRows(EditorFrame &frame);
    void showPrefixes(const PromptReport *report);
    void showObserved(const PromptReport &report);

    struct PrefixRow
    {
        QLabel *name, *detail, *figure;
        QWidget *row;
    };
    PrefixRow makePrefixRow(const QString &name);

    OutlineModel *m_model;
    QTreeView *m_tree;
    QWidget *m_prefixes;
    PrefixRow m_static, m_sampled, m_observed;
    QLabel *m_note;
    QLabel *m_runTitle;
    QLabel *m_run;
};

} // namespace cachescope::ui
