// SPDX-License-Identifier: MIT
#include "ui/shell/status_text.h"

#include "ui/data/dashboard_feed.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

namespace {

using Part = StatusStrip::Part;

/** Context for translations of free functions. */
struct StatusWords
{
    Q_DECLARE_TR_FUNCTIONS(StatusWords)
};

Part ratePart(const StatusFacts &facts)
{
    const ChartRange &range = facts.board->range;
    const std::int64_t until = std::min(facts.now, range.time.end);
    const double minutes = std::max(1.0, static_cast<double>(until - range.time.begin) / 60e6);
    const double rate = static_cast<double>(facts.board->totals.requests()) / minutes;
    const QString perMinute = rate < 9.95 ? format::decimal(rate, 1) : format::number(std::llround(rate));
    return { StatusWords::tr("%1/min, %2 open").arg(perMinute, format::number(facts.openCalls)), Token::Text2,
             false, StatusWords::tr("Calls a minute in the shown range; calls under way now") };
}

/** Lag and losses of the log; in the error colour when something was lost. */
Part logPart(const StatusFacts &facts)
{
    using State = storage::WriteStatus::State;
    const double lag = static_cast<double>(facts.writer.lag.count()) / 1e6;
    const QString text = StatusWords::tr("log lag %1 s, %2 dropped")
                             .arg(format::decimal(lag, 1), format::number(facts.droppedRows));
    const bool trouble = facts.droppedRows > 0 || facts.writer.state == State::Degraded;
    const QString why = facts.writer.message.empty()
        ? StatusWords::tr("How long calls wait to be written; calls whose row was lost")
        : format::coreText(facts.writer.message);
    return { text, trouble ? Token::ErrorText : Token::Text2, false, why };
}

Part listenPart(const engine::ProxyState &proxy)
{
    using Kind = engine::ProxyState::Kind;
    const bool listening = proxy.kind == Kind::On || proxy.kind == Kind::Bypass || proxy.kind == Kind::Paused;
    return { listening ? StatusWords::tr("listening on %1").arg(format::text(proxy.address))
                       : StatusWords::tr("not listening"),
             listening ? Token::Read : Token::Error, true, format::coreText(proxy.message) };
}

} // namespace

static QVector<Part> logParts(const StatusFacts &facts, std::string_view currency)
{
    if (!facts.board)
        return { listenPart(facts.proxy) };
    const requestlog::Totals &totals = facts.board->totals;
    if (totals.requests() == 0) {
        const QString none = facts.board->newest ? StatusWords::tr("no requests in this range")
                                                 : StatusWords::tr("no requests yet");
        return { listenPart(facts.proxy), { none, Token::Text2, false, {} }, logPart(facts) };
    }
    QString spend = format::money(totals.billed, 2, currency);
    if (totals.unpriced > 0)
        spend.prepend(QChar(u'\u2265'));
    return { ratePart(facts),
             { StatusWords::tr("hits %1").arg(format::percent(totals.hitRate())), Token::Text2, false,
               StatusWords::tr("Share of requests answered here") },
             { StatusWords::tr("read %1").arg(format::percent(totals.prefixReadRate())), Token::Text2, false,
               StatusWords::tr("Share of input tokens read from providers' caches") },
             { StatusWords::tr("%1 in %2").arg(spend, facts.board->rangeTitle), Token::Text2, false,
               StatusWords::tr("Spend in the shown range") },
             logPart(facts) };
}

QVector<Part> statusParts(const StatusFacts &facts, std::string_view currency)
{
    QVector<Part> parts = logParts(facts, currency);
    if (facts.alertsFiring > 0) {
        parts.append({ StatusWords::tr("%n alert(s) firing", nullptr, facts.alertsFiring), Token::ErrorText, false,
                       StatusWords::tr("See the page Alerts"), QStringLiteral("alerts") });
    }
    return parts;
}

} // namespace cachescope::ui
