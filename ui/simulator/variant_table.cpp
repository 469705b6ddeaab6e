// SPDX-License-Identifier: MIT
#include "ui/simulator/variant_table.h"

#include "ui/format/format.h"

#include <QPainter>

namespace cachescope::ui {

using insight::ReplaySums;
using insight::VariantReport;

void VariantTable::setAnswer(const SimulationAnswerPointer &answer, const SimulatorWords::Currency &currency)
{
    beginResetModel();
    m_answer = answer;
    m_currency = currency;
    endResetModel();
}

void VariantTable::setChosen(int variant)
{
    if (variant == m_chosen)
        return;
    m_chosen = variant;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int VariantTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_answer ? 0 : static_cast<int>(RowCount);
}

int VariantTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_answer ? 0 : firstVariant + static_cast<int>(m_answer->report.variants.size());
}

QString VariantTable::figureName(int row) const
{
    switch (row) {
    case NetCost:
        return tr("Net cost");
    case OverDays:
        return m_answer->report.clustersAreDays ? tr("Band over days") : tr("Band over hours");
    case Difference:
        return tr("Difference to A");
    case PrefixRead:
        return tr("Prefix read");
    case LocalHits:
        return tr("Local hits");
    case Write:
        return tr("Cache write");
    case Read:
        return tr("Cache read");
    case Fresh:
        return tr("Fresh input");
    case Output:
        return tr("Output");
    case WaitingSaved:
        return tr("Waiting saved");
    default:
        return tr("Answers older than 24 h");
    }
}

QString VariantTable::figure(int row, int column) const
{
    const bool isActual = column < firstVariant;
    const auto variant = static_cast<std::size_t>(std::max(column - firstVariant, 0));
    const VariantReport *report = isActual ? nullptr : &m_answer->report.variants[variant];
    const ReplaySums &sums = isActual ? m_answer->report.actual.sums : report->result.sums;
    switch (row) {
    case NetCost:
        return SimulatorWords::money(sums.cost(), m_currency);
    case OverDays:
        return isActual ? format::missing() : SimulatorWords::band(report->band, m_currency);
    case Difference:
        return isActual || variant == 0 ? format::missing()
                                        : SimulatorWords::signedMoney(report->difference, m_currency);
    case PrefixRead:
        return format::percent(sums.readShare(), 1);
    case LocalHits:
        return format::percent(sums.hitShare(), 1);
    case Write:
        return SimulatorWords::money(sums.write, m_currency);
    case Read:
        return SimulatorWords::money(sums.read, m_currency);
    case Fresh:
        return SimulatorWords::money(sums.fresh, m_currency);
    case Output:
        return SimulatorWords::money(sums.output, m_currency);
    case WaitingSaved:
        return QStringLiteral("~ ") % SimulatorWords::hours(sums.savedWaitMicros);
    default:
        return format::number(sums.olderThanDay);
    }
}

/** Green and orange never mark "chosen", only "good" and "dear". */
Token VariantTable::chosenGround() const
{
    switch (m_answer->report.variants[static_cast<std::size_t>(m_chosen)].verdict) {
    case insight::Verdict::Cheaper:
        return Token::ReadGround;
    case insight::Verdict::Dearer:
        return Token::ErrorGround;
    default:
        return Token::Hover;
    }
}

Token VariantTable::toneOf(int row, int column) const
{
    if (column == 0)
        return row == NetCost ? Token::Text : Token::Text2;
    if (row == Difference && column >= firstVariant) {
        const auto &report = m_answer->report.variants[static_cast<std::size_t>(column - firstVariant)];
        if (report.verdict == insight::Verdict::Cheaper)
            return Token::ReadText;
        if (report.verdict == insight::Verdict::Dearer)
            return Token::ErrorText;
    }
    return row == OverDays ? Token::Text2 : Token::Text;
}

QVariant VariantTable::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == 0 ? figureName(index.row()) : figure(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return QVariant(
            (index.column() == 0 ? Qt::AlignLeft : Qt::AlignRight)
            | static_cast<Qt::AlignmentFlag>(Qt::AlignVCenter));
    case Qt::AccessibleTextRole:
        return QString(
            figureName(index.row()) % QStringLiteral(", ")
            % headerData(index.column(), Qt::Horizontal, role).toString() % QStringLiteral(": ")
            % figure(index.row(), std::max(index.column(), 1)));
    case Qt::ToolTipRole:
        if (index.row() == Difference && index.column() > firstVariant)
            return tr("Band of the difference: %1")
                .arg(SimulatorWords::band(
                    m_answer->report.variants[static_cast<std::size_t>(index.column() - firstVariant)]
                        .differenceBand,
                    m_currency));
        if (index.row() == WaitingSaved)
            return tr("An estimate: what local answers once took, and how much longer the first byte took the more "
                      "input was not read from the cache.");
        return {};
    case ToneRole:
        return static_cast<int>(toneOf(index.row(), index.column()));
    case MediumRole:
        return index.row() == NetCost || (index.row() == Difference && index.column() > firstVariant);
    case ChosenRole:
        return m_chosen >= 0 && index.column() == firstVariant + m_chosen ? static_cast<int>(chosenGround()) : -1;
    default:
        return {};
    }
}

QVariant VariantTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !m_answer)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return {};
    if (section == 0)
        return {};
    if (section == 1)
        return role == Qt::ToolTipRole ? tr("from the log") : QString(tr("Actual") % u'\n' % tr("from the log"));
    const auto variant = static_cast<std::size_t>(section - firstVariant);
    if (variant >= m_answer->report.variants.size())
        return {};
    const insight::Variant &settings = m_answer->report.variants[variant].result.variant;
    if (role == Qt::ToolTipRole)
        return SimulatorWords::describe(settings);
    return QString(format::text(insight::letterOf(variant)) % u'\n' % SimulatorWords::title(settings));
}

QSize VariantDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = RowDelegate::sizeHint(option, index);
    if (index.row() == VariantTable::NetCost && index.column() > 0)
        size.rwidth() += size.width() / 4; // In the larger face.
    return size;
}

void VariantDelegate::paintContent(
    QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (const int chosen = index.data(VariantTable::ChosenRole).toInt(); chosen >= 0)
        painter->fillRect(option.rect.adjusted(0, 0, 0, -1), tokenColor(static_cast<Token>(chosen)));
    if (index.row() != VariantTable::NetCost || index.column() == 0) {
        paintWords(painter, cell, option, index);
        return;
    }
    painter->setFont(Theme::font(TextStyle::ScreenTitle));
    painter->setPen(tokenColor(Token::Text));
    painter->drawText(cell, Qt::AlignRight | Qt::AlignVCenter, index.data().toString());
}

} // namespace cachescope::ui

#include "moc_variant_table.cpp"
