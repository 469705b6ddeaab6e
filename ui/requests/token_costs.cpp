// SPDX-License-Identifier: MIT
#include "ui/requests/token_costs.h"

#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"

#include <QCoreApplication>

namespace cachescope::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(TokenCosts)
};

} // namespace

TokenCosts tokenCosts(const requestlog::CallRecord &record, const providers::PriceBook &book)
{
    const auto &start = record.start;
    const auto &used = record.end.usage.tokens;
    providers::PriceContext context;
    context.startedAt = start.startedAt;
    context.serviceTier = record.end.serviceTier;
    const auto rates = book.rates(start.upstream, start.model, used.input(), context);
    const auto price = book.cost(start.upstream, start.model, used, context);

    TokenCosts costs;
    const auto add = [&](const QString &name, Token color, Fill fill, std::int64_t tokens,
                         std::optional<base::TokenPrice> rate) {
        TokenCost kind{ name, color, fill, tokens, rate, {} };
        if (rate)
            kind.cost = rate->times(tokens);
        costs.kinds.append(kind);
    };
    using Rate = std::optional<base::TokenPrice>;
    const Rate input = rates ? Rate(rates->input) : Rate();
    // A missing rate means: billed as input (PriceBook).
    const auto orInput = [&](const Rate &rate) { return rate ? rate : input; };
    add(Words::tr("Cache read"), Token::Read, Fill::Solid, used.cacheRead,
        rates ? orInput(rates->cacheRead) : Rate());
    if (used.cacheWrite5m > 0)
        add(Words::tr("Cache write, 5 min"), Token::Write, Fill::Hatched, used.cacheWrite5m,
            rates ? orInput(rates->cacheWrite5m) : Rate());
    if (used.cacheWrite1h > 0)
        add(Words::tr("Cache write, 1 h"), Token::Write, Fill::Hatched, used.cacheWrite1h,
            rates ? orInput(rates->cacheWrite1h) : Rate());
    if (used.cacheWriteOther > 0)
        add(Words::tr("Cache write"), Token::Write, Fill::Hatched, used.cacheWriteOther,
            rates ? orInput(rates->cacheWrite30m) : Rate());
    add(Words::tr("Fresh input"), Token::Fresh, Fill::Solid, used.fresh, input);
    add(Words::tr("Output"), Token::Output, Fill::Solid, used.output, rates ? rates->output : Rate());
    if (!price)
        return costs;
    costs.billed = price->billed;
    costs.withoutCache = price->withoutCache;
    base::Money sum;
    for (const auto &kind : costs.kinds)
        sum += kind.cost.value_or(base::Money());
    costs.addsUp = sum == price->billed;
    return costs;
}

void TokenCostModel::setCosts(TokenCosts costs, const std::string &currency)
{
    beginResetModel();
    m_costs = std::move(costs);
    m_currency = currency;
    endResetModel();
}

int TokenCostModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || m_costs.kinds.isEmpty() ? 0 : int(m_costs.kinds.size()) + 1;
}

int TokenCostModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

std::int64_t TokenCostModel::inputTokens() const
{
    std::int64_t sum = 0;
    for (const auto &kind : m_costs.kinds)
        sum += kind.color == Token::Output ? 0 : kind.tokens;
    return sum;
}

QString TokenCostModel::text(const TokenCost &kind, int column) const
{
    switch (column) {
    case Kind:
        return kind.name;
    case Tokens:
        return format::number(kind.tokens);
    case Share:
        if (kind.color == Token::Output || inputTokens() == 0)
            return {};
        return format::percent(double(kind.tokens) / double(inputTokens()));
    case Rate:
        if (!kind.rate)
            return format::missing();
        return format::money(base::Money::fromPico(kind.rate->picoPerToken * 1'000'000), 3, m_currency);
    case Cost:
        return format::money(kind.cost, 6, m_currency);
    default:
        return {};
    }
}

QString TokenCostModel::totalText(int column) const
{
    switch (column) {
    case Kind:
        return Words::tr("Total");
    case Tokens: {
        std::int64_t sum = 0;
        for (const auto &kind : m_costs.kinds)
            sum += kind.tokens;
        return format::number(sum);
    }
    case Cost:
        return format::money(m_costs.billed, 6, m_currency);
    default:
        return {};
    }
}

QVariant TokenCostModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const bool total = index.row() == m_costs.kinds.size();
    switch (role) {
    case Qt::DisplayRole:
        return total ? totalText(index.column()) : text(m_costs.kinds[index.row()], index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((index.column() == Kind ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case TotalRowRole:
        return total;
    case IconNameRole:
        return total && index.column() == Kind && m_costs.addsUp ? QStringLiteral("check") : QVariant();
    case IconTokenRole:
        return int(Token::ReadText);
    case ToneRole:
        if (!total && m_costs.kinds[index.row()].tokens == 0)
            return int(Token::Text3);
        return int(Token::Text);
    case Qt::ToolTipRole:
        return total && m_costs.addsUp ? Words::tr("The parts add up to the total") : QVariant();
    default:
        return {};
    }
}

QVariant TokenCostModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Kind ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Kind:
        return Words::tr("Kind");
    case Tokens:
        return Words::tr("Tokens");
    case Share:
        return Words::tr("Of input");
    case Rate:
        return Words::tr("Per million");
    case Cost:
        return Words::tr("Cost");
    default:
        return {};
    }
}

} // namespace cachescope::ui
