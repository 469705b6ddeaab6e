// SPDX-License-Identifier: MIT
#include "ui/overview/overview_tiles.h"

#include "ui/data/dashboard_feed.h"
#include "ui/format/format.h"

#include <QCoreApplication>

#include <cmath>

namespace cachescope::ui {

namespace {

using requestlog::Outcome;
using requestlog::Totals;

/** Context for translations of free functions. */
struct TileWords
{
    Q_DECLARE_TR_FUNCTIONS(TileWords)
};

std::int64_t count(const Totals &totals, Outcome outcome)
{
    return totals.byOutcome[static_cast<std::size_t>(outcome)];
}

/** "+12% on the hour before", with the tone of dearer or cheaper; nothing to compare: "in 1 h". */
void compare(Tile::Content &content, const Dashboard &board, std::string_view currency)
{
    const base::Money now = board.totals.billed;
    const base::Money before = board.previous.billed;
    if (before <= base::Money()) {
        content.caption = TileWords::tr("in %1").arg(board.rangeTitle);
        return;
    }
    const double change = static_cast<double>((now - before).pico()) / static_cast<double>(before.pico());
    const double rounded = std::round(change * 100) / 100;
    constexpr double largestShare = 3; // More is no longer grasped as a share.
    if (rounded > largestShare) {
        content.caption = TileWords::tr("%1 in the %2").arg(format::money(before, 2, currency), board.beforeTitle);
    } else if (rounded == 0) {
        content.caption = TileWords::tr("as in the %1").arg(board.beforeTitle);
        return;
    } else {
        const QString sign = rounded > 0 ? QStringLiteral("+") : QString();
        content.caption = TileWords::tr("%1 on the %2").arg(sign % format::percent(rounded), board.beforeTitle);
    }
    content.captionTone = rounded > 0 ? Tone::Error : Tone::Good;
}

} // namespace

Tile::Content spendTile(const Dashboard &board, std::string_view currency)
{
    Tile::Content content;
    content.figure = format::money(board.totals.billed, 2, currency);
    content.trend = board.frames.spendTrend;
    compare(content, board, currency);
    if (board.totals.unpriced > 0) {
        content.figure.prepend(QChar(u'\u2265'));
        content.caption
            = TileWords::tr("%n call(s) without a price", nullptr, static_cast<int>(board.totals.unpriced));
        content.captionTone = Tone::Warning;
    }
    return content;
}

Tile::Content savedTile(const Dashboard &board, std::string_view currency)
{
    Tile::Content content;
    const base::Money saved = board.totals.savedNet();
    content.figure = format::money(saved, 2, currency);
    content.caption = TileWords::tr("of %1 without caches")
                          .arg(format::money(board.totals.withoutCache + board.totals.avoided, 2, currency));
    if (saved < base::Money())
        content.captionTone = Tone::Error;
    content.trend = board.frames.savedTrend;
    return content;
}

Tile::Content hitTile(const Dashboard &board)
{
    const std::int64_t hits = count(board.totals, Outcome::Hit) + count(board.totals, Outcome::Coalesced);
    const std::int64_t all = hits + count(board.totals, Outcome::Miss);
    Tile::Content content;
    content.figure = format::percent(board.totals.hitRate());
    content.caption = TileWords::tr("%1 of %2 requests").arg(format::number(hits), format::number(all));
    content.trend = board.frames.hitTrend;
    return content;
}

Tile::Content readTile(const Dashboard &board)
{
    Tile::Content content;
    const providers::TokenUsage &tokens = board.totals.tokens;
    content.figure = format::percent(board.totals.prefixReadRate());
    content.caption = TileWords::tr("%1 of %2 tokens")
                          .arg(
                              format::compact(static_cast<double>(tokens.cacheRead)),
                              format::compact(static_cast<double>(tokens.input())));
    content.trend = board.frames.readTrend;
    return content;
}

Tile::Content firstTokenTile(const Dashboard &board)
{
    Tile::Content content;
    content.figure = format::duration(board.totals.firstToken.p95);
    content.caption = TileWords::tr("p50 %1, without hits").arg(format::duration(board.totals.firstToken.p50));
    content.trend = board.frames.firstTokenTrend;
    return content;
}

Tile::Content errorTile(const Dashboard &board)
{
    const std::int64_t errors = count(board.totals, Outcome::Error);
    const std::int64_t all = board.totals.requests();
    Tile::Content content;
    content.figure
        = all > 0 ? format::percent(static_cast<double>(errors) / static_cast<double>(all), 1) : QString();
    content.caption = TileWords::tr("%1 of %2").arg(format::number(errors), format::number(all));
    if (board.totals.rateLimited > 0)
        content.caption += TileWords::tr(", %1 at a limit").arg(format::number(board.totals.rateLimited));
    else if (board.totals.incomplete > 0)
        content.caption += TileWords::tr(", %1 incomplete").arg(format::number(board.totals.incomplete));
    content.trend = board.frames.errorTrend;
    return content;
}

QString savedFilter()
{
    // Net: calls that paid more for writing to a cache than they read from it count as well.
    return QStringLiteral("saved>0 or saved<0");
}

QString hitFilter()
{
    return QStringLiteral("cache:hit,coalesced");
}

QString readFilter()
{
    return QStringLiteral("-cache:hit,coalesced");
}

QString errorFilter()
{
    return QStringLiteral("cache:error");
}

QString slowestFilter(const Dashboard *board)
{
    const QString local = QStringLiteral("-cache:hit");
    if (!board || board->totals.firstToken.p95 < 0)
        return local;
    return local % QStringLiteral(" ttft>=%1ms").arg(board->totals.firstToken.p95 / 1000);
}

} // namespace cachescope::ui
