// SPDX-License-Identifier: MIT
#include "ui/requests/tokens_view.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/table_view.h"
#include "ui/requests/body_view.h"
#include "ui/requests/fact_list.h"
#include "ui/requests/token_costs.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QSplitter>

namespace cachescope::ui {

using requestlog::CallRecord;

namespace {

/** The kind's colour (and hatch) before its name, as in the bars. */
class KindDelegate final : public RowDelegate
{
public:
    KindDelegate(const TokenCostModel *model, QObject *parent)
        : RowDelegate(parent)
        , m_model(model)
    { }

protected:
    void paintContent(
        QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        const auto &kinds = m_model->costs().kinds;
        if (index.row() >= kinds.size())
            return paintWords(painter, cell, option, index);
        constexpr qreal size = 10;
        const QRectF mark(cell.left(), cell.center().y() - size / 2, size, size);
        fillBar(painter, mark, tokenColor(kinds[index.row()].color), kinds[index.row()].fill);
        paintWords(painter, cell.adjusted(size + metrics::gap, 0, 0, 0), option, index);
    }

private:
    const TokenCostModel *m_model;
};

} // namespace

TokensView::TokensView(QWidget *parent)
    : QWidget(parent)
    , m_model(new TokenCostModel(this))
    , m_table(new TableView(metrics::standardRow, this))
    , m_note(makeLabel({}, TextStyle::Caption, Tone::Third, this))
    , m_facts(new FactList(tr("Money"), this))
    , m_usage(new BodyView(this))
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Tokens and cost"));
    m_table->setItemDelegateForColumn(TokenCostModel::Kind, new KindDelegate(m_model, m_table));
    constexpr int figureWidth = 76;
    m_table->horizontalHeader()->setDefaultSectionSize(figureWidth);
    m_table->horizontalHeader()->setSectionResizeMode(TokenCostModel::Kind, QHeaderView::Stretch);
    m_table->setMinimumWidth(380);
    m_note->setWordWrap(true);
    auto *left = new QWidget(this);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    leftColumn->addWidget(m_table, 1);
    auto *noteRow = new QHBoxLayout;
    noteRow->setContentsMargins(metrics::gap, metrics::gap, metrics::gap, metrics::gap);
    noteRow->addWidget(m_note);
    leftColumn->addLayout(noteRow);

    auto *middle = new QWidget(this);
    auto *middleColumn = new QVBoxLayout(middle);
    middleColumn->setContentsMargins(
        metrics::screenMargin, metrics::cardPadding, metrics::screenMargin, metrics::cardPadding);
    middleColumn->addWidget(m_facts);
    constexpr int factsWidth = 220;
    middle->setMinimumWidth(factsWidth);

    auto *right = new QWidget(this);
    auto *rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(0);
    auto *heading = makeLabel(tr("Usage as the provider sent it"), TextStyle::CardTitle, Tone::Normal, right);
    heading->setContentsMargins(metrics::cardPadding, metrics::cardPadding, 0, 0);
    rightColumn->addWidget(heading);
    rightColumn->addWidget(m_usage, 1);

    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(middle);
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 4);
    splitter->setStretchFactor(1, 2);
    splitter->setStretchFactor(2, 3);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(splitter);
}

QString TokensView::priceNote(const CallRecord &record, const providers::PriceBook &book) const
{
    const auto *card = book.find(record.start.upstream, record.start.model);
    if (!hasTokens(record))
        return tr("The answer told no tokens.");
    if (card == nullptr)
        return tr("No price is known for %1 at %2; its cost is unknown, not zero. Add a price in Settings, Prices.")
            .arg(format::text(record.start.model), format::text(record.start.upstream));
    QString note = tr("Prices of %1, read %2, book of %3.")
                       .arg(format::text(card->id), format::text(card->asOf), format::text(book.version()));
    if (record.end.usage.source == providers::UsageSource::Estimated)
        note += QLatin1Char(' ') + tr("The answer told no usage: these tokens are an estimate (~).");
    if (record.end.usage.inconsistent)
        note += QLatin1Char(' ') + tr("The provider's parts exceed its total; they are shown as reported.");
    if (answeredLocally(record))
        note += QLatin1Char(' ') + tr("Answered locally: this is what asking the provider would have cost.");
    else if (m_model->costs().billed && record.end.billed && *m_model->costs().billed != *record.end.billed)
        note += QLatin1Char(' ')
            + tr("When it was logged, the call cost %1 by the prices of then.")
                  .arg(format::money(record.end.billed, 6, book.currency()));
    return note;
}

void TokensView::setRecord(const CallRecord &record, const providers::PriceBook &book, const CallTextStyle &style)
{
    m_model->setCosts(hasTokens(record) ? tokenCosts(record, book) : TokenCosts(), style.currency);
    m_note->setText(priceNote(record, book));
    const auto &end = record.end;
    const auto money
        = [&](const std::optional<base::Money> &amount) { return format::money(amount, 6, style.currency); };
    std::optional<base::Money> provider;
    if (end.billed && end.withoutCache)
        provider = *end.withoutCache - *end.billed;
    m_facts->setFacts({
        { tr("Billed"), money(end.billed), Tone::Normal, false, {} },
        { tr("Without cache"), money(end.withoutCache), Tone::Normal, false,
          tr("What the same call would have cost with no cache at all") },
        { tr("Prefix saved"), money(provider), provider && *provider < base::Money() ? Tone::Error : Tone::Good,
          false, tr("By the provider's prefix cache, net of write premiums; can be negative") },
        { tr("Avoided"), money(end.avoided), Tone::Good, false, tr("By this program's own cache") },
        { tr("Reasoning"),
          end.usage.tokens.reasoning > 0 ? tr("%1 of the output").arg(format::number(end.usage.tokens.reasoning))
                                         : QString(),
          Tone::Second,
          false,
          {} },
        { tr("Service tier"), format::text(end.serviceTier), Tone::Second, false, {} },
    });
    m_usage->setContent({ end.usage.rawJson, record.start.api,
                          end.usage.rawJson.empty() ? tr("The provider sent no usage object.") : QString(),
                          false });
}

} // namespace cachescope::ui
