// SPDX-License-Identifier: MIT
#include "ui/spend/invoice_report.h"

#include "ui/data/log_source.h"
#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"

#include "requestlog/filter_term.h"
#include "requestlog/local_time.h"

#include <QDate>
#include <QDateTime>
#include <QTimeZone>

#include <array>

namespace cachescope::ui {

namespace {

using namespace requestlog;
using std::chrono::sys_days;

enum class DayZone
{
    Utc,
    Local
};

TimeRange dayRange(sys_days date, DayZone zone)
{
    constexpr std::int64_t micros = 86'400'000'000;
    if (zone == DayZone::Utc) {
        const std::int64_t begin = date.time_since_epoch().count() * micros;
        return { begin, begin + micros };
    }
    const std::chrono::year_month_day parts(date);
    const auto begin = fromLocal(
        static_cast<int>(parts.year()), static_cast<int>(static_cast<unsigned>(parts.month())),
        static_cast<int>(static_cast<unsigned>(parts.day())), 0, 0, 0);
    const base::UnixMicros start = localDayStart(begin.value_or(date.time_since_epoch().count() * micros));
    return { start, addLocalDays(start, 1) };
}

/** What one upstream, or all, cost in a range. */
base::Result<SpendSums> spent(LogSource &log, TimeRange range, const std::string &upstream)
{
    auto breakdown = log.spendBreakdown({ range, SpendBy::Upstream });
    if (!breakdown)
        return tl::unexpected(breakdown.error());
    if (upstream.empty())
        return breakdown->total;
    for (const SpendRow &row : breakdown->rows)
        if (row.key == upstream)
            return row.sums;
    return SpendSums();
}

QDate qtDate(sys_days date)
{
    const std::chrono::year_month_day parts(date);
    return QDate(
        static_cast<int>(parts.year()), static_cast<int>(static_cast<unsigned>(parts.month())),
        static_cast<int>(static_cast<unsigned>(parts.day())));
}

} // namespace

base::Result<InvoiceComparison> compareWithLog(LogSource &log, const Invoice &invoice)
{
    const DayZone own = invoice.hasUtcDays() ? DayZone::Utc : DayZone::Local;
    const DayZone other = invoice.hasUtcDays() ? DayZone::Local : DayZone::Utc;
    std::vector<LoggedDay> days;
    for (sys_days date = invoice.days.front().date; date <= invoice.days.back().date;
         date += std::chrono::days(1)) {
        const auto counted = spent(log, dayRange(date, own), invoice.upstream());
        const auto shifted = spent(log, dayRange(date, other), invoice.upstream());
        if (!counted || !shifted)
            return tl::unexpected(counted ? shifted.error() : counted.error());
        days.push_back({ date, *counted, shifted->billed });
    }
    return compareInvoice(invoice, days);
}

QString invoiceReasonText(InvoiceReason reason, const Invoice &invoice)
{
    switch (reason) {
    case InvoiceReason::Agrees:
        return InvoiceTable::tr("agrees");
    case InvoiceReason::ZoneShift:
        return invoice.hasUtcDays()
            ? InvoiceTable::tr("counted on a neighbouring day: the invoice's days are UTC")
            : InvoiceTable::tr("counted on a neighbouring day: the invoice's days may be UTC");
    case InvoiceReason::Unpriced:
        return InvoiceTable::tr("calls without a known price");
    case InvoiceReason::OutsideProxy:
        return InvoiceTable::tr("calls that did not pass Cachescope, or fees");
    case InvoiceReason::PriceDiffers:
        return InvoiceTable::tr("another price: a discount, or a price card of another date");
    case InvoiceReason::NotBilled:
        return InvoiceTable::tr("not on the invoice (yet)");
    case InvoiceReason::Unexplained:
        return InvoiceTable::tr("less was billed than the price cards say");
    }
    Q_UNREACHABLE();
}

void InvoiceTable::setComparison(
    const Invoice &invoice, const InvoiceComparison &comparison, const std::string &currency)
{
    beginResetModel();
    m_invoice = invoice;
    m_comparison = comparison;
    m_currency = currency;
    endResetModel();
}

TimeRange InvoiceTable::range(int row) const
{
    const DayZone zone = m_invoice.hasUtcDays() ? DayZone::Utc : DayZone::Local;
    if (!isTotal(row))
        return dayRange(m_comparison.days[static_cast<std::size_t>(row)].date, zone);
    return { dayRange(m_comparison.days.front().date, zone).begin,
             dayRange(m_comparison.days.back().date, zone).end };
}

QString InvoiceTable::filter() const
{
    return m_invoice.upstream().empty() ? QString() : format::text(filterTerm("upstream", m_invoice.upstream()));
}

int InvoiceTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || m_comparison.days.empty() ? 0 : static_cast<int>(m_comparison.days.size()) + 1;
}

int InvoiceTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

std::optional<base::Money> InvoiceTable::amount(int row, int column) const
{
    if (isTotal(row))
        return column == Billed ? m_comparison.invoice
            : column == Logged  ? m_comparison.logged
                                : m_comparison.difference();
    const InvoiceDifference &day = m_comparison.days[static_cast<std::size_t>(row)];
    return column == Billed ? day.invoice : column == Logged ? day.logged : day.difference();
}

QString InvoiceTable::text(int row, int column) const
{
    if (column == Date)
        return isTotal(row)
            ? tr("Total")
            : QLocale().toString(
                qtDate(m_comparison.days[static_cast<std::size_t>(row)].date), QLocale::ShortFormat);
    if (column == Reason)
        return isTotal(row) ? QString()
                            : invoiceReasonText(m_comparison.days[static_cast<std::size_t>(row)].reason, m_invoice);
    const auto money = amount(row, column);
    const QString words = format::money(money, 2, m_currency);
    return column == Difference && money && *money > base::Money() ? QString(u'+' % words) : words;
}

QVariant InvoiceTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = index.row();
    const bool agrees
        = !isTotal(row) && m_comparison.days[static_cast<std::size_t>(row)].reason == InvoiceReason::Agrees;
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case RawRole:
        if (index.column() == Date && !isTotal(row))
            return qtDate(m_comparison.days[static_cast<std::size_t>(row)].date).toString(Qt::ISODate);
        if (index.column() == Date || index.column() == Reason)
            return text(row, index.column());
        return amount(row, index.column()) ? QVariant(format::text(amount(row, index.column())->toDecimal()))
                                           : QVariant::fromValue(nullptr);
    case Qt::ToolTipRole:
        return index.column() == Reason ? QVariant(text(row, Reason)) : QVariant();
    case Qt::TextAlignmentRole:
        return int(
            (index.column() == Date || index.column() == Reason ? Qt::AlignLeft : Qt::AlignRight)
            | Qt::AlignVCenter);
    case TotalRowRole:
        return isTotal(row);
    case MediumRole:
        return index.column() == Difference && !agrees;
    case ToneRole:
        if (index.column() == Reason || index.column() == Difference)
            return int(agrees ? Token::Text3 : isTotal(row) ? Token::Text : Token::WriteText);
        return int(Token::Text);
    case IconNameRole:
        return index.column() == Reason && agrees ? QStringLiteral("check") : QString();
    case IconTokenRole:
        return int(Token::ReadText);
    default:
        return {};
    }
}

QVariant InvoiceTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Date || section == Reason ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == RawRole) {
        constexpr std::array names{ "date", "invoice", "log", "difference", "reason" };
        return QString::fromLatin1(names[static_cast<std::size_t>(section)]);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Date:
        return m_invoice.hasUtcDays() ? tr("Day, UTC") : tr("Day");
    case Billed:
        return tr("Invoice");
    case Logged:
        return tr("Log");
    case Difference:
        return tr("Difference");
    case Reason:
        return tr("Likely reason");
    default:
        return {};
    }
}

} // namespace cachescope::ui

#include "moc_invoice_report.cpp"
