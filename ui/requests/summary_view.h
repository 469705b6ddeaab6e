// SPDX-License-Identifier: MIT
#pragma once

#include <QScrollArea> // First: see ui/format/format.h.

#include "ui/requests/call_text.h"

class QLabel;

namespace cachescope::ui {

class FactList;

/** What a call was, what came of it, what it took: in words. */
class SummaryView : public QScrollArea
{
    Q_OBJECT

public:
    explicit SummaryView(QWidget *parent = nullptr);
    void setRecord(const requestlog::CallRecord &record, const CallTextStyle &style);

private:
    QLabel *m_trouble;
    FactList *m_call;
    FactList *m_answer;
    FactList *m_cost;
    FactList *m_splices;
};

} // namespace cachescope::ui
