// SPDX-License-Identifier: MIT
#include "ui/spend/spend_table.h"

#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"
#include "ui/spend/spend_tiles.h"

#include "requestlog/filter_term.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>

namespace cachescope::ui {

namespace {

using requestlog::SpendBy;
using requestlog::SpendRow;
using requestlog::SpendSums;

constexpr int childIndent = 22;

const char *fieldOf(SpendBy by)
{
    constexpr std::array names{ "upstream", "model", "project", "tag", "client", "session", "credential" };
    return names[static_cast<std::size_t>(by)];
}

bool isTime(SpendBy by)
{
    return by == SpendBy::Day || by == SpendBy::Hour;
}

std::int64_t tokens(const SpendSums &sums, int column)
{
    switch (column) {
    case SpendTable::Fresh:
        return sums.fresh;
    case SpendTable::Write:
        return sums.cacheWrite;
    case SpendTable::Read:
        return sums.cacheRead;
    default:
        return sums.output;
    }
}

base::Money money(const SpendSums &sums, int column)
{
    switch (column) {
    case SpendTable::Fresh:
        return sums.costFresh();
    case SpendTable::Write:
        return sums.costWrite;
    case SpendTable::Read:
        return sums.costRead;
    case SpendTable::Output:
        return sums.costOutput;
    case SpendTable::Unsplit:
        return sums.costUnsplit;
    case SpendTable::Saved:
        return sums.savedNet();
    default:
        return sums.billed;
    }
}

/** Nothing of these calls has a price: tokens are all that can be told. */
bool nothingPriced(const SpendSums &sums)
{
    return sums.unpriced > 0 && sums.billed == base::Money();
}

/** The cost of one request, rounded to the pico-unit. */
std::optional<base::Money> perRequest(const SpendSums &sums)
{
    if (sums.calls <= 0 || nothingPriced(sums))
        return {};
    return base::Money::fromPico(sums.billed.pico() / sums.calls);
}

} // namespace

QString groupName(SpendBy by)
{
    switch (by) {
    case SpendBy::Upstream:
        return SpendTable::tr("upstream");
    case SpendBy::Model:
        return SpendTable::tr("model");
    case SpendBy::Project:
        return SpendTable::tr("project");
    case SpendBy::Tag:
        return SpendTable::tr("tag");
    case SpendBy::Client:
        return SpendTable::tr("client");
    case SpendBy::Session:
        return SpendTable::tr("session");
    case SpendBy::Credential:
        return SpendTable::tr("API key");
    case SpendBy::Day:
        return SpendTable::tr("day");
    case SpendBy::Hour:
        return SpendTable::tr("hour");
    case SpendBy::Cause:
        return SpendTable::tr("cause");
    }
    Q_UNREACHABLE();
}

QString groupFilter(SpendBy by, const std::string &key)
{
    if (by == SpendBy::Cause)
        return QStringLiteral("why:") % (key.empty() ? QStringLiteral("unanalysed") : format::text(key));
    return isTime(by) ? QString() : format::text(requestlog::filterTerm(fieldOf(by), key));
}

void SpendTable::setReport(std::shared_ptr<const SpendReport> report)
{
    beginResetModel();
    m_report = std::move(report);
    listRows();
    endResetModel();
}

void SpendTable::listRows()
{
    m_rows.clear();
    if (!m_report)
        return;
    for (const SpendRow &row : m_report->breakdown.rows) {
        m_rows.push_back({ nullptr, &row });
        if (m_closed.contains(format::text(row.key)))
            continue;
        for (const SpendRow &child : row.children)
            m_rows.push_back({ &row, &child });
    }
    m_rows.push_back({});
}

bool SpendTable::addsUp() const
{
    return m_report && m_report->breakdown.addsUp && m_report->breakdown.total == m_report->total;
}

const SpendSums &SpendTable::sums(const Row &row) const
{
    return row.row ? row.row->sums : m_report->total;
}

SpendLink SpendTable::link(int row) const
{
    const Row &wanted = m_rows[static_cast<std::size_t>(row)];
    SpendLink link{ {}, m_report->ask.month.range() };
    const auto narrow = [&](SpendBy by, const SpendRow &one, const std::vector<SpendRow> &siblings) {
        if (isTime(by) && one.others == 0) {
            link.range = { std::max(link.range.begin, one.begin), std::min(link.range.end, one.end) };
            return;
        }
        QStringList terms{ link.filter };
        if (one.others > 0) { // All that the other rows are not.
            for (const SpendRow &sibling : siblings)
                if (sibling.others == 0)
                    terms.append(u'-' % groupFilter(by, sibling.key));
        } else {
            terms.append(groupFilter(by, one.key));
        }
        terms.removeAll(QString());
        link.filter = terms.join(u' ');
    };
    if (const SpendRow *first = wanted.parent ? wanted.parent : wanted.row)
        narrow(m_report->ask.first, *first, m_report->breakdown.rows);
    if (wanted.parent)
        narrow(*m_report->ask.second, *wanted.row, wanted.parent->children);
    return link;
}

bool SpendTable::canOpen(int row) const
{
    const Row &wanted = m_rows[static_cast<std::size_t>(row)];
    return wanted.row && !wanted.parent && !wanted.row->children.empty();
}

bool SpendTable::isOpen(int row) const
{
    return canOpen(row) && !m_closed.contains(format::text(m_rows[static_cast<std::size_t>(row)].row->key));
}

void SpendTable::setOpen(int row, bool open)
{
    if (!canOpen(row) || isOpen(row) == open)
        return;
    const SpendRow &group = *m_rows[static_cast<std::size_t>(row)].row;
    const auto children = static_cast<int>(group.children.size());
    const QString key = format::text(group.key);
    if (open) {
        m_closed.remove(key);
        beginInsertRows({}, row + 1, row + children);
    } else {
        m_closed.insert(key);
        beginRemoveRows({}, row + 1, row + children);
    }
    listRows();
    if (open)
        endInsertRows();
    else
        endRemoveRows();
    Q_EMIT dataChanged(index(row, Name), index(row, Name));
}

int SpendTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SpendTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SpendTable::name(const Row &row) const
{
    if (!row.row)
        return tr("Total");
    const SpendBy by = row.parent ? *m_report->ask.second : m_report->ask.first;
    const SpendRow &one = *row.row;
    if (one.others > 0)
        return tr("%n other(s)", nullptr, static_cast<int>(one.others));
    if (one.forgotten)
        return tr("no longer in the log", "sessions");
    if (by == SpendBy::Day)
        return QLocale().dayName(
                   QDateTime::fromMSecsSinceEpoch(one.begin / 1000).date().dayOfWeek(), QLocale::ShortFormat)
            % u' ' % format::day(one.begin);
    if (by == SpendBy::Hour)
        return format::dayAndClock(one.begin);
    if (!one.key.empty())
        return format::text(one.key);
    switch (by) {
    case SpendBy::Project:
        return tr("no project");
    case SpendBy::Tag:
        return tr("no tag");
    case SpendBy::Session:
        return tr("no session");
    case SpendBy::Cause:
        return tr("not analysed");
    case SpendBy::Credential:
        return tr("no API key");
    case SpendBy::Client:
        return tr("no client");
    case SpendBy::Model:
        return tr("no model");
    default:
        return format::missing();
    }
}

QString SpendTable::part(const SpendSums &sums, int column) const
{
    const std::int64_t count = tokens(sums, column);
    if (nothingPriced(sums))
        return count > 0 ? tr("%1 tok", "tokens").arg(format::compact(static_cast<double>(count)))
                         : format::missing();
    const base::Money amount = money(sums, column);
    return amount == base::Money() && count == 0 ? format::missing()
                                                 : format::money(amount, 2, m_report->ask.currency);
}

QVariant SpendTable::text(const Row &row, int column) const
{
    const SpendSums &sum = sums(row);
    const std::string &currency = m_report->ask.currency;
    switch (column) {
    case Name:
        return name(row);
    case Requests:
        return format::number(sum.calls);
    case Fresh:
    case Write:
    case Read:
    case Output:
        return part(sum, column);
    case Unsplit:
        return sum.costUnsplit == base::Money() ? format::missing() : format::money(sum.costUnsplit, 2, currency);
    case Cost:
        return nothingPriced(sum) ? tr("no price") : atLeast(format::money(sum.billed, 2, currency), sum.unpriced);
    case Share:
        if (m_report->total.billed <= base::Money())
            return format::missing();
        return format::percent(
            static_cast<double>(sum.billed.pico()) / static_cast<double>(m_report->total.billed.pico()), 1);
    case Saved:
        return nothingPriced(sum) ? format::missing() : format::money(sum.savedNet(), 2, currency);
    case PerRequest:
        return format::money(perRequest(sum), 4, currency);
    default:
        return {};
    }
}

QVariant SpendTable::raw(const Row &row, int column) const
{
    const SpendSums &sum = sums(row);
    switch (column) {
    case Name: {
        const QString own = !row.row ? QStringLiteral("total")
            : row.row->key.empty()   ? name(row)
                                     : format::text(row.row->key);
        return row.parent ? QString(format::text(row.parent->key) % QStringLiteral(" / ") % own) : own;
    }
    case Requests:
        return QVariant::fromValue<qlonglong>(sum.calls);
    case Share:
        return m_report->total.billed > base::Money()
            ? QVariant(static_cast<double>(sum.billed.pico()) / static_cast<double>(m_report->total.billed.pico()))
            : QVariant::fromValue(nullptr);
    case PerRequest: {
        const auto amount = perRequest(sum);
        return amount ? QVariant(format::text(amount->toDecimal())) : QVariant::fromValue(nullptr);
    }
    default:
        if (nothingPriced(sum))
            return QVariant::fromValue(nullptr);
        return format::text(money(sum, column).toDecimal());
    }
}

int SpendTable::tone(const Row &row, int column) const
{
    const SpendSums &sum = sums(row);
    if (column == Saved && !nothingPriced(sum))
        return int(sum.savedNet() < base::Money() ? Token::ErrorText : Token::ReadText);
    if (column == Cost && nothingPriced(sum))
        return int(Token::WriteText);
    if (nothingPriced(sum) && column >= Fresh && column <= Output)
        return int(Token::Text3);
    return int(row.parent && (column == Name || column == PerRequest) ? Token::Text2 : Token::Text);
}

QVariant SpendTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case RawRole:
        return raw(row, column);
    case Qt::TextAlignmentRole:
        return int((column == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (column == Cost && sums(row).unpriced > 0)
            return tr(
                "%n call(s) without a known price are not in this sum", nullptr,
                static_cast<int>(sums(row).unpriced));
        return column == Name ? QVariant(name(row)) : QVariant();
    case TotalRowRole:
        return row.row == nullptr;
    case MediumRole:
        return !row.row || column == Cost || (column == Name && !row.parent && canOpen(index.row()));
    case ToneRole:
        return tone(row, column);
    case IndentRole:
        return column == Name && row.parent                      ? childIndent
            : column == Name && row.row && !canOpen(index.row()) ? 0
                                                                 : 0;
    case IconNameRole:
        if (column != Name || !canOpen(index.row()))
            return {};
        return isOpen(index.row()) ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right");
    case IconTokenRole:
        return int(Token::Text2);
    case ElideMiddleRole:
        return true;
    case ShareTokenRole:
        return int(Token::Fresh);
    case ShareRole:
        if (column != Share || m_report->total.billed <= base::Money())
            return {};
        return static_cast<double>(sums(row).billed.pico()) / static_cast<double>(m_report->total.billed.pico());
    default:
        return {};
    }
}

QVariant SpendTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Name || section == Share ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == RawRole) {
        constexpr std::array names{ "group",     "requests",    "cost_fresh",      "cost_write",
                                    "cost_read", "cost_output", "cost_not_split",  "cost",
                                    "share",     "saved_net",   "cost_per_request" };
        return QString::fromLatin1(names[static_cast<std::size_t>(section)]);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: {
        if (!m_report)
            return {};
        QString names = groupName(m_report->ask.first);
        if (m_report->ask.second)
            names += QStringLiteral(", ") % groupName(*m_report->ask.second);
        names[0] = names[0].toUpper();
        return names;
    }
    case Requests:
        return tr("Requests");
    case Fresh:
        return tr("Fresh");
    case Write:
        return tr("Write", "column: cost of writing to the provider's cache");
    case Read:
        return tr("Read", "column: cost of reading from the provider's cache");
    case Output:
        return tr("Output");
    case Unsplit:
        return tr("Not split");
    case Cost:
        return tr("Cost");
    case Share:
        return tr("Share");
    case Saved:
        return tr("Saved, net");
    case PerRequest:
        return tr("%1 per request").arg(format::currencySymbol(m_report ? m_report->ask.currency : "USD"));
    default:
        return {};
    }
}

} // namespace cachescope::ui

#include "moc_spend_table.cpp"
