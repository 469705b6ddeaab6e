// SPDX-License-Identifier: MIT
#include "ui/requests/why_words.h"

#include "ui/format/format.h"
#include "ui/requests/call_text.h"

#include <QCoreApplication>

namespace cachescope::ui {

namespace {

using requestlog::CallInsight;
using requestlog::Certainty;
using requestlog::MissReason;

/** Context for translations of free functions. */
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(WhyWords)
};

QString seconds(std::int64_t count)
{
    return format::duration(count * 1'000'000);
}

QString orderStory(const QString &place)
{
    return Words::tr("A list in %1 came in another order. All that follows had to be paid for again.").arg(place);
}

QString toolsStory(const CallInsight &insight, const insight::Facts &facts)
{
    const QString place = format::text(insight.place);
    if (facts.orderOnly)
        return orderStory(place) + QLatin1Char(' ')
            + (insight.reported <= insight.differsAt
                   ? Words::tr("Tools are sent first, so nothing behind them could be read.")
                   : Words::tr("What was read all the same came from another call's entry."));
    return Words::tr("The tools differ from %1 on. They are sent first, so everything behind them had to be paid "
                     "for again.")
        .arg(place);
}

QString systemStory(const CallInsight &insight, const insight::Facts &facts)
{
    const QString place = format::text(insight.place);
    return facts.orderOnly ? orderStory(place)
                           : Words::tr("The text of %1 differs from the earlier call's. What stands behind the "
                                       "difference is the same and was paid for again.")
                                 .arg(place);
}

QString idleStory(const insight::Facts &facts)
{
    return Words::tr(
               "The entry was last used %1 before this call started; it is kept for %2. Counted from start to "
               "start.")
        .arg(seconds(facts.idleSeconds), seconds(facts.lifetimeSeconds));
}

} // namespace

QString reasonTitle(MissReason reason)
{
    switch (reason) {
    case MissReason::NotAnalysed:
        return Words::tr("Not analysed");
    case MissReason::Read:
        return Words::tr("Read from the cache");
    case MissReason::First:
        return Words::tr("First of its kind");
    case MissReason::BelowMinimum:
        return Words::tr("Below minimum");
    case MissReason::NoMark:
        return Words::tr("No cache mark");
    case MissReason::Idle:
        return Words::tr("Idle past TTL");
    case MissReason::Model:
        return Words::tr("Model switched");
    case MissReason::Parameters:
        return Words::tr("Parameters changed");
    case MissReason::Tools:
        return Words::tr("Tools changed");
    case MissReason::System:
        return Words::tr("System text changed");
    case MissReason::History:
        return Words::tr("History rewritten");
    case MissReason::Compacted:
        return Words::tr("History compacted");
    case MissReason::Breakpoint:
        return Words::tr("Breakpoint moved");
    case MissReason::Parallel:
        return Words::tr("Parallel cold start");
    case MissReason::NotKept:
        return Words::tr("Provider did not keep it");
    case MissReason::Unknown:
        return Words::tr("Unknown cause");
    case MissReason::NoCache:
        return Words::tr("No prompt cache");
    case MissReason::NoBody:
        return Words::tr("Body not stored");
    }
    return {};
}

QString reasonWords(MissReason reason)
{
    switch (reason) {
    case MissReason::First:
        return Words::tr("first of its kind");
    case MissReason::BelowMinimum:
        return Words::tr("below minimum");
    case MissReason::NoMark:
        return Words::tr("no cache mark");
    case MissReason::Idle:
        return Words::tr("idle past TTL");
    case MissReason::Model:
        return Words::tr("model switched");
    case MissReason::Parameters:
        return Words::tr("parameters changed");
    case MissReason::Tools:
        return Words::tr("tools changed");
    case MissReason::System:
        return Words::tr("system text changed");
    case MissReason::History:
        return Words::tr("history rewritten");
    case MissReason::Compacted:
        return Words::tr("history compacted");
    case MissReason::Breakpoint:
        return Words::tr("breakpoint moved");
    case MissReason::Parallel:
        return Words::tr("parallel cold start");
    case MissReason::NotKept:
        return Words::tr("not kept by provider");
    case MissReason::Unknown:
        return Words::tr("unknown cause");
    default:
        return {};
    }
}

QString reasonIcon(MissReason reason)
{
    switch (reason) {
    case MissReason::Tools:
        return QStringLiteral("tools");
    case MissReason::System:
        return QStringLiteral("file");
    case MissReason::History:
        return QStringLiteral("undo");
    case MissReason::Compacted:
        return QStringLiteral("diff");
    case MissReason::Idle:
        return QStringLiteral("clock");
    case MissReason::Model:
        return QStringLiteral("refresh");
    case MissReason::Parameters:
        return QStringLiteral("settings");
    case MissReason::Breakpoint:
    case MissReason::NoMark:
        return QStringLiteral("breakpoint");
    case MissReason::Parallel:
        return QStringLiteral("requests");
    case MissReason::NotKept:
        return QStringLiteral("cache");
    case MissReason::Read:
        return QStringLiteral("check");
    default:
        return QStringLiteral("info");
    }
}

bool isWorthNaming(MissReason reason)
{
    return !reasonWords(reason).isEmpty();
}

QString reasonStory(const CallInsight &insight, const insight::Facts &facts)
{
    switch (insight.reason) {
    case MissReason::Read:
        return Words::tr("All that an earlier call had left in the cache and that this one could use was read.");
    case MissReason::First:
        return Words::tr("No earlier call begins like this one, so there was nothing to read yet.");
    case MissReason::BelowMinimum:
        return Words::tr("What this call shares with the earlier one is shorter than the %1 tokens that the "
                         "provider keeps at least.")
            .arg(format::number(facts.minimum));
    case MissReason::NoMark:
        return Words::tr("This provider caches only what a request marks, and this request has no cache mark.");
    case MissReason::Idle:
        return idleStory(facts);
    case MissReason::Model:
        return Words::tr("The earlier call went to %1. Each model has a cache of its own; a switch is no fault.")
            .arg(format::text(facts.modelBefore));
    case MissReason::Parameters:
        return facts.parameters.empty()
            ? Words::tr("The structured-output schema differs. It is part of what the provider's cache goes by.")
            : Words::tr("%1 differs from the earlier call's. It is part of what the provider's cache goes by.")
                  .arg(format::text(facts.parameters));
    case MissReason::Tools:
        return toolsStory(insight, facts);
    case MissReason::System:
        return systemStory(insight, facts);
    case MissReason::History:
        return Words::tr("An earlier part of the conversation is no longer what it was: %1. What stands behind it "
                         "is the same and was paid for again.")
            .arg(format::text(insight.place));
    case MissReason::Compacted:
        return Words::tr(
            "The conversation was summed up and goes on from there. That is no fault: what follows can "
            "be read again.");
    case MissReason::Breakpoint:
        return Words::tr(
            "The text is the same, but no mark stands where the earlier call's entry ends, or it is out "
            "of the look-back's reach.");
    case MissReason::Parallel:
        return Words::tr("This call started before the first of its kind had begun to be answered; until then its "
                         "entry cannot be read.");
    case MissReason::NotKept:
        return Words::tr("Text, marks, parameters and time were as they should be. The provider had no entry any "
                         "more, or on another machine.");
    case MissReason::Unknown:
        return Words::tr("Nothing that is known of this call explains why less was read.");
    case MissReason::NoCache:
        return Words::tr("No prompt cache is known for this model.");
    case MissReason::NoBody:
        return Words::tr("The request's text was not stored or is not readable, so there is nothing to compare.");
    case MissReason::NotAnalysed:
        break;
    }
    return {};
}

QString whyNothing(const requestlog::CallRecord &record)
{
    const auto &end = record.end;
    if (end.state == requestlog::CallState::Open)
        return Words::tr("This call is still under way.");
    if (answeredLocally(record))
        return Words::tr("Answered by Cachescope itself: nothing was sent, so there was nothing to read.");
    if (end.outcome == requestlog::Outcome::Error)
        return Words::tr("The call failed, so nothing is known of the provider's cache.");
    if (!prompt::formOf(record.start.api))
        return Words::tr("This call carries no prompt that a provider's cache could keep.");
    if (end.usage.source != providers::UsageSource::Reported)
        return Words::tr("The answer told no token counts, so it cannot be said what was read from the cache.");
    return Words::tr("Not analysed yet. That happens in the background, seconds after a call has ended.");
}

QString certaintyWord(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Certain:
        return Words::tr("certain");
    case Certainty::Likely:
        return Words::tr("likely");
    case Certainty::Possible:
        break;
    }
    return Words::tr("possible");
}

BadgeKind certaintyKind(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Certain:
        return BadgeKind::Good;
    case Certainty::Likely:
        return BadgeKind::Info;
    case Certainty::Possible:
        break;
    }
    return BadgeKind::Warning;
}

QString providerWords(const CallInsight &insight, const insight::Facts &facts)
{
    switch (insight.providerSays) {
    case requestlog::ProviderSays::Agrees:
        return Words::tr("%1, which agrees").arg(format::text(facts.providerWord));
    case requestlog::ProviderSays::Differs:
        return Words::tr("%1, which differs").arg(format::text(facts.providerWord));
    case requestlog::ProviderSays::Nothing:
        break;
    }
    return {};
}

} // namespace cachescope::ui
