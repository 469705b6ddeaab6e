// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "providers/price_book.h"
#include "ui/requests/call_text.h"

#include <memory>

class QLabel;

namespace cachescope::ui {

class BodyView;
class FactList;
class TableView;
class TokenCostModel;

/** Tokens by kind, times rate, adding up; what it would have cost otherwise; the provider's own usage object. */
class TokensView : public QWidget
{
    Q_OBJECT

public:
    explicit TokensView(QWidget *parent = nullptr);
    void setRecord(
        const requestlog::CallRecord &record, const providers::PriceBook &book, const CallTextStyle &style);
    const TokenCostModel &model() const { return *m_model; }

private:
    QString priceNote(const requestlog::CallRecord &record, const providers::PriceBook &book) const;

    TokenCostModel *m_model;
    TableView *m_table;
    QLabel *m_note;
    FactList *m_facts;
    BodyView *m_usage;
};

} // namespace cachescope::ui
