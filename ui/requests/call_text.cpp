// SPDX-License-Identifier: MIT
#include "ui/requests/call_text.h"

#include "ui/format/format.h"
#include "ui/requests/why_words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace cachescope::ui {

using requestlog::CallRecord;
using requestlog::CallState;
using requestlog::Outcome;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(CallText)
};

QString orMissing(const std::string &text)
{
    return text.empty() ? format::missing() : QString::fromStdString(text);
}

QString tokens(const CallRecord &record, std::int64_t count)
{
    if (!hasTokens(record))
        return format::missing();
    const bool estimated = record.end.usage.source == providers::UsageSource::Estimated;
    return estimated ? QString(QLatin1Char('~') + format::number(count)) : format::number(count);
}

QString readShare(const CallRecord &record)
{
    const auto &used = record.end.usage.tokens;
    if (answeredLocally(record) || !hasTokens(record) || used.input() == 0)
        return format::missing();
    const double share = double(used.cacheRead) / double(used.input());
    // "100%" means all of it, "0%" none.
    constexpr double least = 0.01;
    return format::percent(share > 0 && share < 1 ? std::clamp(share, least, 1 - least) : share);
}

QString bucketWords(const CallRecord &record)
{
    if (!hasTokens(record))
        return Words::tr("no tokens known");
    const auto &used = record.end.usage.tokens;
    if (answeredLocally(record))
        return Words::tr("answered locally, %1 input tokens not sent").arg(format::number(used.input()));
    return Words::tr("%1 read, %2 written, %3 fresh")
        .arg(format::number(used.cacheRead), format::number(used.cacheWrite()), format::number(used.fresh));
}

QString latencyWords(const CallRecord &record)
{
    const auto &end = record.end;
    if (end.firstTokenMicros < 0)
        return Words::tr("%1 in all").arg(format::duration(end.totalMicros));
    return Words::tr("first token after %1, then %2")
        .arg(
            format::duration(end.firstTokenMicros),
            format::duration(std::max<std::int64_t>(0, end.totalMicros - end.firstTokenMicros)));
}

QString moneyOrMissing(const std::optional<base::Money> &amount, const CallTextStyle &style)
{
    return format::money(amount, 4, style.currency);
}

QString saved(const CallRecord &record, const CallTextStyle &style)
{
    const auto &end = record.end;
    if (!end.billed || !end.withoutCache)
        return moneyOrMissing(end.avoided, style);
    return format::money(*end.withoutCache - *end.billed + end.avoided.value_or(base::Money()), 4, style.currency);
}

QString cacheReason(const std::string &detail)
{
    const QString text = QString::fromStdString(detail);
    const qsizetype at = text.indexOf(QLatin1String("detail="));
    if (at < 0)
        return {};
    QString reason = text.mid(at + 7).section(QLatin1Char(';'), 0, 0).trimmed();
    reason.remove(QLatin1Char('"'));
    return reason;
}

QString errorWords(const CallRecord &record)
{
    const auto &end = record.end;
    switch (end.status) {
    case 401:
    case 403:
        return Words::tr("key refused");
    case 404:
        return Words::tr("not found");
    case 413:
        return Words::tr("too large");
    case 429:
        return Words::tr("rate limit");
    case 529:
        return Words::tr("overloaded");
    default:
        break;
    }
    const QString kind = QString::fromStdString(end.errorKind);
    if (kind == QLatin1String("connect"))
        return Words::tr("no connection");
    if (kind == QLatin1String("tls"))
        return Words::tr("TLS failed");
    if (kind == QLatin1String("timeout"))
        return Words::tr("timed out");
    if (kind == QLatin1String("upstream_status") || kind.isEmpty())
        return end.status >= 400 ? Words::tr("provider answered %1").arg(end.status) : QString();
    return QString(kind).replace(QLatin1Char('_'), QLatin1Char(' '));
}

} // namespace

QString fullTime(base::UnixMicros time)
{
    return format::dateAndMilliseconds(time);
}

bool hasTokens(const CallRecord &record)
{
    // An answer from the cache has no usage of its own, but may carry that of the call that was paid for.
    return record.end.usage.source != providers::UsageSource::None || record.end.usage.tokens.input() > 0;
}

bool answeredLocally(const CallRecord &record)
{
    return record.end.outcome == Outcome::Hit || record.end.outcome == Outcome::Coalesced;
}

bool isToBeAnalysed(const CallRecord &record)
{
    const bool upstream = record.end.outcome == Outcome::Miss || record.end.outcome == Outcome::Bypass;
    return record.reason == requestlog::MissReason::NotAnalysed && upstream && record.end.state != CallState::Open
        && record.end.usage.source == providers::UsageSource::Reported;
}

bool isUnpriced(const CallRecord &record)
{
    return hasTokens(record) && !record.end.billed;
}

QString outcomeWord(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Hit:
        return Words::tr("hit");
    case Outcome::Miss:
        return Words::tr("miss");
    case Outcome::Coalesced:
        return Words::tr("coalesced");
    case Outcome::Bypass:
        return Words::tr("bypass");
    case Outcome::Error:
        return Words::tr("error");
    }
    return {};
}

QString stateWords(CallState state)
{
    switch (state) {
    case CallState::Open:
        return Words::tr("open");
    case CallState::Complete:
        return {};
    case CallState::Cut:
        return Words::tr("cut by the provider");
    case CallState::NoTerminalEvent:
        return Words::tr("stream without its end");
    case CallState::ClientGone:
        return Words::tr("client left");
    case CallState::Failed:
        return Words::tr("no answer");
    case CallState::Lost:
        return Words::tr("lost, program ended");
    }
    return {};
}

QString causeText(const CallRecord &record, const CallTextStyle &style)
{
    QStringList parts;
    const auto &end = record.end;
    if (end.outcome == Outcome::Error)
        parts << errorWords(record);
    // An error's own words say more than "no answer".
    if (end.state != CallState::Failed || parts.join(QString()).isEmpty())
        parts << stateWords(end.state);
    if (answeredLocally(record) && end.avoided)
        parts << Words::tr("saved %1").arg(format::money(*end.avoided, 4, style.currency));
    parts << reasonWords(record.reason);
    if (end.outcome == Outcome::Bypass)
        parts << cacheReason(end.cacheDetail);
    if (end.attempts > 1)
        parts << (end.attempts == 2 ? Words::tr("1 retry") : Words::tr("%1 retries").arg(end.attempts - 1));
    if (isUnpriced(record) && !answeredLocally(record))
        parts << Words::tr("no price known");
    parts.removeAll(QString());
    return parts.join(QLatin1String(", "));
}

QString callText(const CallRecord &record, CallColumn column, const CallTextStyle &style)
{
    const auto &start = record.start;
    const auto &end = record.end;
    const auto &used = end.usage.tokens;
    switch (column) {
    case CallColumn::Outcome:
        return outcomeWord(end.outcome);
    case CallColumn::Time:
        return format::momentToTheSecond(start.startedAt, style.now);
    case CallColumn::Client:
        return orMissing(start.client);
    case CallColumn::Model:
        return orMissing(start.model);
    case CallColumn::Session:
        return orMissing(start.session);
    case CallColumn::Status:
        return end.status == 0 ? format::missing() : QString::number(end.status);
    case CallColumn::Read:
        return readShare(record);
    case CallColumn::InputBar:
        return bucketWords(record);
    case CallColumn::Input:
        return tokens(record, used.input());
    case CallColumn::Output:
        return tokens(record, used.output);
    case CallColumn::FirstToken:
        return format::seconds(end.firstTokenMicros, 2);
    case CallColumn::LatencyBar:
        return latencyWords(record);
    case CallColumn::Total:
        return format::seconds(end.totalMicros, 1);
    case CallColumn::Cost:
        return moneyOrMissing(end.billed, style);
    case CallColumn::Cause:
        return causeText(record, style);
    case CallColumn::Upstream:
        return orMissing(start.upstream);
    case CallColumn::Project:
        return orMissing(start.project);
    case CallColumn::Tags: {
        QStringList tags;
        for (const auto &tag : start.tags)
            tags << QString::fromStdString(tag);
        return tags.isEmpty() ? format::missing() : tags.join(QLatin1String(", "));
    }
    case CallColumn::Kind:
        return QString::fromUtf8(providers::apiName(start.api).data());
    case CallColumn::Prompt:
        return QString::fromStdString(start.firstText).simplified();
    case CallColumn::Fresh:
        return tokens(record, used.fresh);
    case CallColumn::CacheRead:
        return tokens(record, used.cacheRead);
    case CallColumn::CacheWrite:
        return tokens(record, used.cacheWrite());
    case CallColumn::WithoutCache:
        return moneyOrMissing(end.withoutCache, style);
    case CallColumn::Saved:
        return saved(record, style);
    case CallColumn::Attempts:
        return QString::number(end.attempts);
    case CallColumn::Size:
        return format::bytes(end.responseBytes);
    case CallColumn::ServedModel:
        return orMissing(end.servedModel);
    case CallColumn::Id:
        return format::number(start.id);
    case CallColumn::Count:
        break;
    }
    return {};
}

QString callToolTip(const CallRecord &record, CallColumn column, const CallTextStyle &style)
{
    const auto &end = record.end;
    switch (column) {
    case CallColumn::Outcome: {
        const QString state = stateWords(end.state);
        return state.isEmpty() ? outcomeWord(end.outcome)
                               : QString(outcomeWord(end.outcome) + QLatin1String(", ") + state);
    }
    case CallColumn::Time:
        return fullTime(record.start.startedAt);
    case CallColumn::InputBar:
        return bucketWords(record);
    case CallColumn::LatencyBar:
        return latencyWords(record);
    case CallColumn::Read:
    case CallColumn::Input:
        return hasTokens(record) ? bucketWords(record) : QString();
    case CallColumn::FirstToken:
    case CallColumn::Total:
        return latencyWords(record);
    case CallColumn::Cost:
        if (isUnpriced(record))
            return Words::tr("No price is known for %1 at %2. Add one in Settings, Prices.")
                .arg(orMissing(record.start.model), orMissing(record.start.upstream));
        return end.withoutCache
            ? Words::tr("%1; without any cache %2")
                  .arg(moneyOrMissing(end.billed, style), moneyOrMissing(end.withoutCache, style))
            : QString();
    case CallColumn::Cause:
        if (end.errorMessage.empty() && isWorthNaming(record.reason))
            return Words::tr("%1; Why in the detail below says more").arg(reasonTitle(record.reason));
        [[fallthrough]];
    case CallColumn::Status:
        return end.errorMessage.empty() ? QString() : QString::fromStdString(end.errorMessage);
    case CallColumn::Client:
    case CallColumn::Model:
    case CallColumn::Session:
    case CallColumn::Prompt:
    case CallColumn::Tags:
    case CallColumn::ServedModel:
        return callText(record, column, style);
    default:
        return {};
    }
}

} // namespace cachescope::ui
