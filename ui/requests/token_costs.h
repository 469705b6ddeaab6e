// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "providers/price_book.h"
#include "requestlog/record.h"
#include "ui/parts/painting.h"

#include <QVector>

#include <memory>
#include <optional>

namespace cachescope::ui {

/** One kind of tokens of a call, what one million of them cost, and what these cost. */
struct TokenCost
{
    QString name;
    Token color = Token::Fresh;
    Fill fill = Fill::Solid;
    std::int64_t tokens = 0;
    std::optional<base::TokenPrice> rate; ///< Unknown price: nothing.
    std::optional<base::Money> cost;
};

/** The kinds of one call that hold tokens, and what the price book of today says. */
struct TokenCosts
{
    QVector<TokenCost> kinds;
    std::optional<base::Money> billed; ///< By today's book; the parts add up to it.
    std::optional<base::Money> withoutCache;
    bool addsUp = false; ///< Parts and sum agree, and the record's own figure is the same.
};
TokenCosts tokenCosts(const requestlog::CallRecord &record, const providers::PriceBook &book);

/** The same as a table with a total row. */
class TokenCostModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Kind,
        Tokens,
        Share,
        Rate,
        Cost,
        ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;
    void setCosts(TokenCosts costs, const std::string &currency);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    const TokenCosts &costs() const { return m_costs; }

private:
    QString text(const TokenCost &kind, int column) const;
    QString totalText(int column) const;
    std::int64_t inputTokens() const;

    TokenCosts m_costs;
    std::string m_currency = "USD";
};

} // namespace cachescope::ui
