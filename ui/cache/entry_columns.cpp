// SPDX-License-Identifier: MIT
#include "ui/cache/entry_columns.h"

#include "ui/format/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace cachescope::ui {

using cache::EntryRow;
using cache::EntrySort;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(EntryColumns)
};

constexpr std::size_t shownKeyDigits = 8;
constexpr base::Money oneCent = base::Money::fromPico(base::Money::perUnit / 100);
constexpr qsizetype systemWordsShown = 24; ///< The question behind it tells entries apart.

bool isExpired(const EntryRow &row, base::UnixMicros now)
{
    return row.expiresAt <= now;
}

/** "You are the support agent / How do I change …": the system text's beginning, then the last question. */
QString firstWords(const EntryRow &row)
{
    const QString question = format::text(row.firstText).simplified();
    if (row.systemHash == 0 || row.promptText.empty())
        return question;
    QString system = format::text(row.promptText).section(QLatin1Char('\n'), 0, 0).simplified();
    if (system.size() > systemWordsShown) {
        const qsizetype blank = system.lastIndexOf(QLatin1Char(' '), systemWordsShown);
        system.truncate(blank > 0 ? blank : systemWordsShown);
    }
    return question.isEmpty() ? system : system + QStringLiteral(" / ") + question;
}

QString money(const std::optional<base::Money> &amount, int decimals, const EntryTextStyle &style)
{
    return format::money(amount, decimals, style.currency);
}

} // namespace

const EntryColumnSpec &entryColumnSpec(EntryColumn column)
{
    static const std::array<EntryColumnSpec, entryColumnCount> specs{ {
        { false, 82, true, EntrySort::Key },
        { false, 116, true, EntrySort::Model },
        { false, 240, true, EntrySort::FirstText },
        { true, 52, true, EntrySort::Hits },
        { true, 56, true, EntrySort::LastUse },
        { true, 68, true, EntrySort::Newest },
        { false, 64, true, EntrySort::TtlUsed },
        { true, 62, true, EntrySort::Size },
        { true, 68, true, EntrySort::Saved },
        { false, 66, true, {} },
        { false, 110, false, {} },
        { false, 80, false, {} },
        { false, 90, false, {} },
        { false, 90, false, {} },
        { false, 110, false, {} },
        { true, 80, false, {} },
    } };
    return specs[static_cast<std::size_t>(column)];
}

QString entryColumnTitle(EntryColumn column)
{
    switch (column) {
    case EntryColumn::Key:
        return Words::tr("Key");
    case EntryColumn::Model:
        return Words::tr("Model");
    case EntryColumn::FirstWords:
        return Words::tr("First words");
    case EntryColumn::Hits:
        return Words::tr("Hits");
    case EntryColumn::Last:
        return Words::tr("Last");
    case EntryColumn::Age:
        return Words::tr("Age");
    case EntryColumn::TtlUsed:
        return Words::tr("TTL used");
    case EntryColumn::Size:
        return Words::tr("Size");
    case EntryColumn::Saved:
        return Words::tr("Saved");
    case EntryColumn::Mark:
        return {};
    case EntryColumn::Project:
        return Words::tr("Project");
    case EntryColumn::Version:
        return Words::tr("Version");
    case EntryColumn::Upstream:
        return Words::tr("Upstream");
    case EntryColumn::Namespace:
        return Words::tr("Namespace");
    case EntryColumn::Tags:
        return Words::tr("Tags");
    case EntryColumn::Cost:
        return Words::tr("Per answer");
    }
    Q_UNREACHABLE();
}

QString entryColumnHelp(EntryColumn column)
{
    switch (column) {
    case EntryColumn::Key:
        return Words::tr("As Cache-Status shows it; the command takes it as --key");
    case EntryColumn::FirstWords:
        return Words::tr("How the prompt begins, and its last question");
    case EntryColumn::Last:
        return Words::tr("When it was last given, or stored");
    case EntryColumn::Age:
        return Words::tr("Since the answer was stored");
    case EntryColumn::TtlUsed:
        return Words::tr("How much of its lifetime is over");
    case EntryColumn::Size:
        return Words::tr("On disk");
    case EntryColumn::Saved:
        return Words::tr("What its hits would have cost");
    case EntryColumn::Mark:
        return Words::tr("Pinned, stale or expired");
    case EntryColumn::Cost:
        return Words::tr("What the call cost that stored it");
    default:
        return entryColumnTitle(column);
    }
}

QString ageText(std::int64_t micros)
{
    constexpr std::int64_t second = 1'000'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
    micros = std::max<std::int64_t>(0, micros);
    const auto two = [](const QString &larger, std::int64_t rest, const QString &smaller) {
        return rest == 0 ? larger : larger + u' ' + smaller;
    };
    if (micros >= day)
        return two(
            Words::tr("%1 d", "days").arg(micros / day), micros % day / hour,
            Words::tr("%1 h", "hours").arg(micros % day / hour));
    if (micros >= hour)
        return two(
            Words::tr("%1 h", "hours").arg(micros / hour), micros % hour / minute,
            Words::tr("%1 m", "minutes").arg(micros % hour / minute, 2, 10, QLatin1Char('0')));
    if (micros >= minute)
        return Words::tr("%1 m", "minutes").arg(micros / minute);
    return Words::tr("%1 s", "seconds").arg(micros / second);
}

QString markWord(const EntryRow &row, base::UnixMicros now)
{
    if (row.state == cache::EntryState::Stale)
        return Words::tr("stale");
    return isExpired(row, now) ? Words::tr("expired") : QString();
}

QString conditionText(const EntryRow &row, base::UnixMicros now)
{
    if (row.state == cache::EntryState::Stale)
        return Words::tr("stale: asked for again on the next call");
    if (isExpired(row, now))
        return Words::tr("expired %1 ago").arg(ageText(now - row.expiresAt));
    return Words::tr("fresh, %1 left").arg(ageText(row.expiresAt - now));
}

double ttlUsed(const EntryRow &row, base::UnixMicros now)
{
    const std::int64_t lifetime = std::max<std::int64_t>(1, row.expiresAt - row.storedAt);
    return std::clamp(static_cast<double>(now - row.storedAt) / static_cast<double>(lifetime), 0.0, 1.0);
}

QString shortKey(const EntryRow &row)
{
    return format::text(row.key().substr(0, shownKeyDigits));
}

QString entryText(const EntryRow &row, EntryColumn column, const EntryTextStyle &style)
{
    switch (column) {
    case EntryColumn::Key:
        return shortKey(row);
    case EntryColumn::Model:
        return format::text(row.model);
    case EntryColumn::FirstWords:
        return firstWords(row);
    case EntryColumn::Hits:
        return format::number(row.hits);
    case EntryColumn::Last: {
        const base::UnixMicros last = std::max(row.lastHitAt, row.storedAt);
        return format::isSameDay(last, style.now) ? format::clockTime(last) : format::day(last);
    }
    case EntryColumn::Age:
        return ageText(style.now - row.storedAt);
    case EntryColumn::TtlUsed:
        return format::percent(ttlUsed(row, style.now));
    case EntryColumn::Size:
        return format::bytes(row.bytes);
    case EntryColumn::Saved: {
        // A cent is much for one small answer: below it, as finely as a call's cost.
        const auto saved = row.saved();
        const bool tiny = saved && *saved > base::Money{} && *saved < oneCent;
        return money(saved, tiny ? 4 : 2, style);
    }
    case EntryColumn::Mark:
        return markWord(row, style.now);
    case EntryColumn::Project:
        return format::text(row.project);
    case EntryColumn::Version:
        return format::text(row.version);
    case EntryColumn::Upstream:
        return format::text(row.upstream);
    case EntryColumn::Namespace:
        return format::text(row.nameSpace);
    case EntryColumn::Tags:
        return format::text(row.tags).replace(QLatin1Char(','), QStringLiteral(", "));
    case EntryColumn::Cost:
        return money(row.cost, 4, style);
    }
    Q_UNREACHABLE();
}

QString entryToolTip(const EntryRow &row, EntryColumn column, const EntryTextStyle &style)
{
    switch (column) {
    case EntryColumn::Key:
        return format::text(row.key());
    case EntryColumn::FirstWords:
        return format::text(row.promptText.empty() ? row.firstText : row.promptText);
    case EntryColumn::Last:
        return row.lastHitAt > 0
            ? Words::tr("Last given %1").arg(format::momentToTheSecond(row.lastHitAt, style.now))
            : Words::tr("Not given yet");
    case EntryColumn::Age:
        return Words::tr("Stored %1").arg(format::momentToTheSecond(row.storedAt, style.now));
    case EntryColumn::TtlUsed:
    case EntryColumn::Mark: {
        const QString condition = conditionText(row, style.now);
        return row.pinned ? Words::tr("Pinned; %1").arg(condition) : condition;
    }
    case EntryColumn::Saved:
        return row.cost ? Words::tr("%1 hits at %2").arg(format::number(row.hits), money(row.cost, 4, style))
                        : Words::tr("The price of this model is not known");
    default:
        return entryText(row, column, style);
    }
}

} // namespace cachescope::ui
