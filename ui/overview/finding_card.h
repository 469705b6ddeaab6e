// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/card.h"

#include "insight/log_problems.h"

#include <memory>
#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace cachescope::ui {

class EmptyState;
class FindingTable;
class TableView;

/** "Newest problems": what the prompt rules find in the log's recent requests. */
class FindingCard : public Card
{
    Q_OBJECT

public:
    explicit FindingCard(QWidget *parent = nullptr);
    /** Null: the rules have not looked yet. */
    void setProblems(
        const std::shared_ptr<const std::vector<insight::LogProblem>> &problems, std::string_view currency);
    const FindingTable &table() const { return *m_table; }

Q_SIGNALS:
    void ruleRequested(qint64 callId, const QString &rule);

private:
    void showFoot();

    FindingTable *m_table;
    TableView *m_view;
    EmptyState *m_none;
    QStackedWidget *m_parts;
    QWidget *m_foot;
    QLabel *m_summary;
    QPushButton *m_open;
    qint64 m_openCall = 0; ///< The request with most of the problems.
    QString m_openRule;
};

} // namespace cachescope::ui
