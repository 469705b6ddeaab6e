// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "ui/requests/logged_prompt.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace cachescope::ui {

class PrefixRuler;
class PromptTokenModel;
class TableView;

/** The prompt of a logged call over its tokens: borders, cumulative counts, and how far it can be cached. */
class PromptTokensView : public QWidget
{
    Q_OBJECT

public:
    explicit PromptTokensView(QWidget *parent = nullptr);
    void setPrompt(std::shared_ptr<const LoggedPrompt> prompt, const requestlog::CallRecord &record);
    void setLoading();
    /** Why there is nothing; with LimitExceeded a button offers to count all the same. */
    void setFailure(const base::Error &error);
    const PromptTokenModel &model() const { return *m_model; }

Q_SIGNALS:
    void largeWanted(); ///< The button of a large body was pressed.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fitText();
    void toggleCurrent();
    QString summary(const requestlog::CallRecord &record) const;

    PromptTokenModel *m_model;
    TableView *m_table;
    PrefixRuler *m_ruler;
    QLabel *m_summary, *m_message;
    QPushButton *m_large;
    QStackedWidget *m_pages;
};

} // namespace cachescope::ui
