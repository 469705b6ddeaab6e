// SPDX-License-Identifier: MIT
#include "ui/requests/call_columns.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <array>
#include <cmath>

namespace cachescope::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(CallColumns)
};

using Sort = requestlog::SortColumn;

constexpr std::array<CallColumnSpec, callColumnCount> specs{ {
    { "outcome", 32, false, true, {} },
    { "time", 68, false, true, Sort::Time },
    { "client", 96, false, true, Sort::Client },
    { "model", 148, false, true, Sort::Model },
    { "session", 92, false, true, {} },
    { "status", 52, true, true, Sort::Status },
    { "read", 50, true, true, Sort::Read },
    { "bar", 112, false, true, {} },
    { "in", 66, true, true, Sort::InputTokens },
    { "out", 56, true, true, Sort::OutputTokens },
    { "ttft", 56, true, true, Sort::FirstToken },
    { "latency", 104, false, true, {} },
    { "total", 56, true, true, Sort::Total },
    { "cost", 68, true, true, Sort::Cost },
    { "cause", 200, false, true, {} },
    { "upstream", 88, false, false, {} },
    { "project", 104, false, false, {} },
    { "tag", 104, false, false, {} },
    { "kind", 120, false, false, {} },
    { "prompt", 260, false, false, {} },
    { "fresh", 72, true, false, {} },
    { "cacheread", 80, true, false, {} },
    { "write", 72, true, false, {} },
    { "without", 84, true, false, {} },
    { "saved", 76, true, false, {} },
    { "retry", 64, true, false, {} },
    { "size", 72, true, false, {} },
    { "served", 160, false, false, {} },
    { "id", 84, true, false, {} },
} };

} // namespace

const CallColumnSpec &columnSpec(CallColumn column)
{
    return specs[std::size_t(column)];
}

int usualColumnWidth(CallColumn column)
{
    constexpr qreal robotoWidth = 64; // of these words at 12 px
    const QFontMetricsF metrics(Theme::font(TextStyle::Control));
    const qreal wider = metrics.horizontalAdvance(QStringLiteral("14:31:51 n0")) / robotoWidth;
    return int(std::ceil(columnSpec(column).width * std::max<qreal>(1, wider)));
}

QString columnTitle(CallColumn column)
{
    return column == CallColumn::Outcome ? QString() : columnName(column);
}

QString columnName(CallColumn column)
{
    switch (column) {
    case CallColumn::Outcome:
        return Words::tr("Outcome");
    case CallColumn::Time:
        return Words::tr("Time");
    case CallColumn::Client:
        return Words::tr("Client");
    case CallColumn::Model:
        return Words::tr("Model");
    case CallColumn::Session:
        return Words::tr("Session");
    case CallColumn::Status:
        return Words::tr("Status");
    case CallColumn::Read:
        return Words::tr("Read", "share of the input read from the provider's cache");
    case CallColumn::InputBar:
        return Words::tr("Input by bucket");
    case CallColumn::Input:
        return Words::tr("Input", "tokens");
    case CallColumn::Output:
        return Words::tr("Output", "tokens");
    case CallColumn::FirstToken:
        return Words::tr("TTFT", "time to first token");
    case CallColumn::LatencyBar:
        return Words::tr("Latency");
    case CallColumn::Total:
        return Words::tr("Total", "duration");
    case CallColumn::Cost:
        return Words::tr("Cost");
    case CallColumn::Cause:
        return Words::tr("Cause");
    case CallColumn::Upstream:
        return Words::tr("Upstream");
    case CallColumn::Project:
        return Words::tr("Project");
    case CallColumn::Tags:
        return Words::tr("Tags");
    case CallColumn::Kind:
        return Words::tr("API");
    case CallColumn::Prompt:
        return Words::tr("First words");
    case CallColumn::Fresh:
        return Words::tr("Fresh", "tokens");
    case CallColumn::CacheRead:
        return Words::tr("Read tokens");
    case CallColumn::CacheWrite:
        return Words::tr("Written", "tokens");
    case CallColumn::WithoutCache:
        return Words::tr("No cache", "cost without any cache");
    case CallColumn::Saved:
        return Words::tr("Saved", "money");
    case CallColumn::Attempts:
        return Words::tr("Attempts");
    case CallColumn::Size:
        return Words::tr("Size");
    case CallColumn::ServedModel:
        return Words::tr("Served model");
    case CallColumn::Id:
        return Words::tr("Number", "number of the call in the log");
    case CallColumn::Count:
        break;
    }
    return {};
}

QString columnHelp(CallColumn column)
{
    switch (column) {
    case CallColumn::Outcome:
        return Words::tr("What became of the call: hit, miss, coalesced, bypass or error");
    case CallColumn::Time:
        return Words::tr("When the call started, in your time zone");
    case CallColumn::Client:
        return Words::tr("Program that made the call, from its User-Agent");
    case CallColumn::Model:
        return Words::tr("Model as asked for");
    case CallColumn::Session:
        return Words::tr("Conversation that the call belongs to, given or inferred");
    case CallColumn::Status:
        return Words::tr("HTTP status that the client got");
    case CallColumn::Read:
        return Words::tr("Share of the input tokens that the provider read from its cache");
    case CallColumn::InputBar:
        return Words::tr("Input tokens: read, written (hatched), fresh; one scale for all rows. "
                         "Dashed: answered locally, nothing was sent");
    case CallColumn::Input:
        return Words::tr("Input tokens; ~ marks an estimate");
    case CallColumn::Output:
        return Words::tr("Output tokens; ~ marks an estimate");
    case CallColumn::FirstToken:
        return Words::tr("Time to the first token");
    case CallColumn::LatencyBar:
        return Words::tr("Time to the first token, then the stream; one scale for all rows");
    case CallColumn::Total:
        return Words::tr("From the call's start to its end");
    case CallColumn::Cost:
        return Words::tr("What the provider bills for the call");
    case CallColumn::Cause:
        return Words::tr("Why the call was dear, not cached, or failed; what a cache saved");
    case CallColumn::Prompt:
        return Words::tr("First words of the newest user message");
    case CallColumn::WithoutCache:
        return Words::tr("What the same call would have cost without any cache");
    case CallColumn::Saved:
        return Words::tr("Saved net of write premiums, by the provider's and the local cache");
    case CallColumn::Attempts:
        return Words::tr("Calls made upstream for this one");
    case CallColumn::Size:
        return Words::tr("Bytes of the answer");
    default:
        return columnName(column);
    }
}

} // namespace cachescope::ui
