// SPDX-License-Identifier: MIT
#include "requestlog/invoice.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

namespace cachescope::requestlog {

namespace {

using base::failure;
using base::Money;
using base::Result;
using std::chrono::sys_days;

__extension__ using Wide = __int128;

constexpr std::size_t mostBytes = std::size_t{ 64 } << 20;

struct CsvLine
{
    std::vector<std::string> fields;
    std::size_t number = 0; ///< Of the file's line on which it begins, from 1.
};

base::Result<> lineError(std::size_t line, const std::string &what)
{
    return failure(base::ErrorCode::InvalidInput, "Line " + std::to_string(line) + ": " + what);
}

/** Splits a file into lines of fields; quotes hold separators and line ends. */
class CsvReader
{
public:
    CsvReader(std::string_view text, char separator)
        : m_text(text)
        , m_separator(separator)
    { }

    Result<std::vector<CsvLine>> lines()
    {
        std::vector<CsvLine> all;
        while (m_at < m_text.size()) {
            CsvLine line;
            line.number = m_line;
            if (auto read = readLine(line); !read)
                return tl::unexpected(read.error());
            const bool blank = line.fields.size() == 1 && base::trim(line.fields.front()).empty();
            if (!blank)
                all.push_back(std::move(line));
        }
        return all;
    }

private:
    Result<> readLine(CsvLine &line)
    {
        for (;;) {
            std::string field;
            if (auto read = readField(field); !read)
                return read;
            line.fields.push_back(std::move(field));
            if (m_at < m_text.size() && m_text[m_at] == m_separator) {
                ++m_at;
                continue;
            }
            if (m_at < m_text.size() && m_text[m_at] == '\r')
                ++m_at;
            if (m_at < m_text.size() && m_text[m_at] == '\n')
                ++m_at;
            ++m_line;
            return {};
        }
    }

    Result<> readField(std::string &field)
    {
        if (m_at >= m_text.size() || m_text[m_at] != '"') {
            const std::string ends{ m_separator, '\r', '\n' };
            const std::size_t end = std::min(m_text.find_first_of(ends, m_at), m_text.size());
            field = m_text.substr(m_at, end - m_at);
            m_at = end;
            return {};
        }
        const std::size_t begun = m_line;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '\n')
                ++m_line;
            if (m_text[m_at] != '"') {
                field.push_back(m_text[m_at]);
                continue;
            }
            if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '"') {
                field.push_back('"');
                ++m_at;
                continue;
            }
            ++m_at;
            const bool ended = m_at >= m_text.size() || m_text[m_at] == m_separator || m_text[m_at] == '\r'
                || m_text[m_at] == '\n';
            return ended ? Result<>{} : lineError(m_line, "something follows a closing quotation mark.");
        }
        return lineError(begun, "a quotation mark is never closed.");
    }

    std::string_view m_text;
    char m_separator;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
};

/** "2026-11-03", also with a time behind it. */
std::optional<sys_days> parseDate(std::string_view text)
{
    text = base::trim(text);
    int parts[3] = {};
    const std::size_t widths[3] = { 4, 2, 2 };
    for (int i = 0; i < 3; ++i) {
        if (text.size() < widths[i])
            return {};
        const auto [end, error] = std::from_chars(text.data(), text.data() + widths[i], parts[i]);
        if (error != std::errc() || end != text.data() + widths[i])
            return {};
        text.remove_prefix(widths[i]);
        if (i < 2 && !text.starts_with('-'))
            return {};
        text.remove_prefix(i < 2 ? 1 : 0);
    }
    if (!text.empty() && text.front() != 'T' && text.front() != ' ')
        return {};
    const std::chrono::year_month_day date{ std::chrono::year(parts[0]),
                                            std::chrono::month(static_cast<unsigned>(parts[1])),
                                            std::chrono::day(static_cast<unsigned>(parts[2])) };
    if (!date.ok() || parts[0] < 1970 || parts[0] > 2199)
        return {};
    return sys_days(date);
}

/** "12.5", "0.8958740000000000", "1.2e-05", "$1,234.50"; with `decimalComma` "1.234,50". Rounded to 10^-12. */
std::optional<Money> parseAmount(std::string_view raw, bool decimalComma)
{
    std::string text;
    for (const char c : base::trim(raw)) {
        if (c == '$' || c == ' ')
            continue;
        const char mark = decimalComma && (c == ',' || c == '.') ? (c == ',' ? '.' : ',') : c;
        if (mark != ',')
            text.push_back(mark);
    }
    int exponent = 0;
    if (const std::size_t at = text.find_first_of("eE"); at != std::string::npos) {
        const char *const first = text.data() + at + 1 + (text[at + 1] == '+' ? 1 : 0);
        const auto [end, error] = std::from_chars(first, text.data() + text.size(), exponent);
        if (error != std::errc() || end != text.data() + text.size() || std::abs(exponent) > 30)
            return {};
        text.resize(at);
    }
    const bool negative = text.starts_with('-');
    std::string digits = text.substr(negative || text.starts_with('+') ? 1 : 0);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    if (point < digits.size())
        digits.erase(point, 1);
    if (digits.empty() || digits.size() > 60
        || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return {};
    // The place of the last digit that 10^-12 can hold.
    const auto kept = static_cast<std::ptrdiff_t>(point) + exponent + 12;
    Wide pico = 0;
    constexpr std::int64_t most = std::int64_t{ 1'000'000 } * Money::perUnit;
    for (std::ptrdiff_t i = 0; i < kept; ++i) {
        pico = pico * 10
            + (i < static_cast<std::ptrdiff_t>(digits.size()) ? digits[static_cast<std::size_t>(i)] - '0' : 0);
        if (pico > most)
            return {};
    }
    const bool up = kept >= 0 && kept < static_cast<std::ptrdiff_t>(digits.size())
        && digits[static_cast<std::size_t>(kept)] >= '5';
    pico += up ? 1 : 0;
    return Money::fromPico(static_cast<std::int64_t>(negative ? -pico : pico));
}

/** Where the columns are that count. */
struct Layout
{
    InvoiceKind kind = InvoiceKind::Plain;
    std::size_t date = 0, amount = 1;
    std::optional<std::size_t> currency;
    bool hasHeader = true;
};

std::optional<std::size_t> columnOf(const CsvLine &header, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names)
        for (std::size_t i = 0; i < header.fields.size(); ++i)
            if (base::equalIgnoringCase(base::trim(header.fields[i]), name))
                return i;
    return {};
}

Result<Layout> layoutOf(const CsvLine &header, bool decimalComma)
{
    const auto day = columnOf(header, { "usage_date_utc" });
    const auto cost = columnOf(header, { "cost_usd" });
    if (day && cost)
        return Layout{ InvoiceKind::Anthropic, *day, *cost, {}, true };
    const auto begin = columnOf(header, { "start_time_iso" });
    const auto value = columnOf(header, { "amount_value" });
    if (begin && value)
        return Layout{ InvoiceKind::OpenAi, *begin, *value, columnOf(header, { "amount_currency" }), true };
    if (day || (begin && columnOf(header, { "input_tokens", "num_model_requests" })))
        return failure(
            base::ErrorCode::InvalidInput,
            "Line 1: this is an export of tokens. Choose the export of costs on the provider's page.");
    const auto date = columnOf(header, { "date", "day", "datum", "tag" });
    const auto amount = columnOf(header, { "amount", "cost", "cost_usd", "usd", "betrag", "kosten" });
    if (date && amount)
        return Layout{ InvoiceKind::Plain, *date, *amount, columnOf(header, { "currency" }), true };
    const bool bare
        = header.fields.size() >= 2 && parseDate(header.fields[0]) && parseAmount(header.fields[1], decimalComma);
    if (bare)
        return Layout{ InvoiceKind::Plain, 0, 1, {}, false };
    return failure(
        base::ErrorCode::InvalidInput,
        "Line 1: no columns that are known. Give the cost export of OpenAI (start_time_iso, amount_value) or "
        "Anthropic (usage_date_utc, cost_usd), or a file with the columns date and amount.");
}

char separatorOf(std::string_view text)
{
    const std::string_view first = text.substr(0, text.find('\n'));
    const auto count = [first](char c) { return std::count(first.begin(), first.end(), c); };
    if (count('\t') > 0 && count('\t') >= count(',') && count('\t') >= count(';'))
        return '\t';
    return count(';') > count(',') ? ';' : ',';
}

std::string upperCase(std::string_view text)
{
    std::string upper(base::trim(text));
    for (char &c : upper)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return upper;
}

Result<> readDay(
    const CsvLine &line, const Layout &layout, bool decimalComma, Invoice &invoice, std::map<sys_days, Money> &days)
{
    const std::size_t wanted = std::max(layout.date, layout.amount);
    if (line.fields.size() <= wanted)
        return lineError(
            line.number,
            "it has " + std::to_string(line.fields.size()) + " columns, but the date or the amount is in column "
                + std::to_string(wanted + 1) + ".");
    const auto date = parseDate(line.fields[layout.date]);
    if (!date)
        return lineError(
            line.number, "\"" + line.fields[layout.date].substr(0, 40) + "\" is no date such as 2026-11-03.");
    const std::string_view raw = base::trim(line.fields[layout.amount]);
    // Days without use come with empty fields.
    const auto amount = raw.empty() ? std::optional(Money()) : parseAmount(raw, decimalComma);
    if (!amount)
        return lineError(line.number, "\"" + std::string(raw.substr(0, 40)) + "\" is no amount.");
    if (layout.currency && line.fields.size() > *layout.currency) {
        const std::string currency = upperCase(line.fields[*layout.currency]);
        if (!currency.empty() && !invoice.currency.empty() && currency != invoice.currency)
            return lineError(
                line.number,
                "it is in " + currency.substr(0, 10) + ", the lines before in " + invoice.currency + ".");
        if (!currency.empty())
            invoice.currency = currency;
    }
    days[*date] += *amount;
    invoice.total += *amount;
    return {};
}

bool agree(Money one, Money other)
{
    constexpr std::int64_t cent = Money::perUnit / 100;
    const std::int64_t difference = std::abs(one.pico() - other.pico());
    return difference <= cent || difference <= std::abs(one.pico()) / 200;
}

/** The ratio of invoice to log that most days share; nothing when they share none, or it is one. */
std::optional<double> commonRatio(const InvoiceComparison &comparison)
{
    std::vector<double> ratios;
    for (const InvoiceDifference &day : comparison.days)
        if (day.invoice && day.logged > Money() && *day.invoice > Money())
            ratios.push_back(static_cast<double>(day.invoice->pico()) / static_cast<double>(day.logged.pico()));
    constexpr std::size_t fewest = 3;
    if (ratios.size() < fewest)
        return {};
    std::sort(ratios.begin(), ratios.end());
    const double middle = ratios[ratios.size() / 2];
    const auto near = std::count_if(
        ratios.begin(), ratios.end(), [middle](double ratio) { return std::abs(ratio / middle - 1) < 0.02; });
    const bool shared = static_cast<std::size_t>(near) * 3 >= ratios.size() * 2;
    return shared && std::abs(middle - 1) > 0.005 ? std::optional(middle) : std::nullopt;
}

/** Whether a neighbour's difference makes up for this day's. */
bool neighboursMakeUp(const InvoiceComparison &comparison, std::size_t at)
{
    const Money own = comparison.days[at].difference();
    for (const std::size_t other : { at - 1, at + 1 }) {
        if (other >= comparison.days.size())
            continue;
        const Money sum = own + comparison.days[other].difference();
        if (std::abs(sum.pico()) * 10 <= std::abs(own.pico()))
            return true;
    }
    return false;
}

InvoiceReason reasonFor(
    const InvoiceComparison &comparison, std::size_t at, const LoggedDay &logged, std::optional<double> ratio)
{
    const InvoiceDifference &day = comparison.days[at];
    if (agree(day.invoice.value_or(Money()), day.logged))
        return InvoiceReason::Agrees;
    if (day.invoice && agree(*day.invoice, logged.otherZone))
        return InvoiceReason::ZoneShift;
    if (neighboursMakeUp(comparison, at))
        return InvoiceReason::ZoneShift;
    const bool more = day.difference() > Money();
    if (more && logged.sums.unpriced > 0)
        return InvoiceReason::Unpriced;
    if (ratio && day.invoice && day.logged > Money()) {
        const double own = static_cast<double>(day.invoice->pico()) / static_cast<double>(day.logged.pico());
        if (std::abs(own / *ratio - 1) < 0.02)
            return InvoiceReason::PriceDiffers;
    }
    if (more)
        return InvoiceReason::OutsideProxy;
    return day.invoice ? InvoiceReason::Unexplained : InvoiceReason::NotBilled;
}

} // namespace

std::string Invoice::upstream() const
{
    switch (kind) {
    case InvoiceKind::OpenAi:
        return "openai";
    case InvoiceKind::Anthropic:
        return "anthropic";
    case InvoiceKind::Plain:
        break;
    }
    return {};
}

Result<Invoice> readInvoice(std::string_view csv)
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (csv.starts_with(mark))
        csv.remove_prefix(mark.size());
    if (csv.size() > mostBytes)
        return failure(base::ErrorCode::InvalidInput, "The file is larger than 64 MiB, too much for costs by day.");
    if (csv.find('\0') != std::string_view::npos || !base::isValidUtf8(csv))
        return failure(base::ErrorCode::InvalidInput, "The file is no text in UTF-8; export it as CSV.");
    const char separator = separatorOf(csv);
    const bool decimalComma = separator == ';';
    auto lines = CsvReader(csv, separator).lines();
    if (!lines)
        return tl::unexpected(lines.error());
    if (lines->empty())
        return failure(base::ErrorCode::InvalidInput, "The file is empty.");
    const auto layout = layoutOf(lines->front(), decimalComma);
    if (!layout)
        return tl::unexpected(layout.error());
    Invoice invoice;
    invoice.kind = layout->kind;
    if (layout->kind == InvoiceKind::Anthropic)
        invoice.currency = "USD";
    std::map<sys_days, Money> days;
    for (std::size_t i = layout->hasHeader ? 1 : 0; i < lines->size(); ++i)
        if (auto read = readDay((*lines)[i], *layout, decimalComma, invoice, days); !read)
            return tl::unexpected(read.error());
    if (days.empty())
        return failure(base::ErrorCode::InvalidInput, "The file has a header and no days.");
    constexpr auto mostDays = std::chrono::days(3700);
    if (days.rbegin()->first - days.begin()->first > mostDays)
        return failure(base::ErrorCode::InvalidInput, "The days of the file are more than ten years apart.");
    for (const auto &[date, amount] : days)
        invoice.days.push_back({ date, amount });
    return invoice;
}

InvoiceComparison compareInvoice(const Invoice &invoice, const std::vector<LoggedDay> &logged)
{
    InvoiceComparison comparison;
    std::map<sys_days, Money> billed;
    for (const InvoiceDay &day : invoice.days)
        billed[day.date] = day.amount;
    for (const LoggedDay &day : logged) {
        const auto found = billed.find(day.date);
        InvoiceDifference difference{ day.date, {}, day.sums.billed, InvoiceReason::Agrees };
        if (found != billed.end())
            difference.invoice = found->second;
        comparison.invoice += difference.invoice.value_or(Money());
        comparison.logged += difference.logged;
        comparison.days.push_back(difference);
    }
    const auto ratio = commonRatio(comparison);
    for (std::size_t i = 0; i < logged.size(); ++i)
        comparison.days[i].reason = reasonFor(comparison, i, logged[i], ratio);
    return comparison;
}

} // namespace cachescope::requestlog
