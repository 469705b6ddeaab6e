// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/card.h"

#include "requestlog/query.h"

#include <vector>

class QStackedWidget;

namespace cachescope::ui {

class CauseTable;
class EmptyState;
class TableView;

/** "What broke the prefix cache": causes by money, with a total that adds up. */
class CauseCard : public Card
{
    Q_OBJECT

public:
    explicit CauseCard(QWidget *parent = nullptr);
    /** `pending`: calls that are not analysed yet. */
    void setSums(const std::vector<requestlog::ReasonSum> &sums, std::string_view currency, std::int64_t pending);
    const CauseTable &table() const { return *m_table; }

Q_SIGNALS:
    void filterRequested(const QString &filter);

private:
    CauseTable *m_table;
    TableView *m_view;
    EmptyState *m_none;
    QStackedWidget *m_parts;
};

} // namespace cachescope::ui
