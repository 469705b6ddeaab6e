// SPDX-License-Identifier: MIT
#include "prompt/lint/log_turns.h"

#include "prompt/lint/history_items.h"

#include <algorithm>
#include <map>

namespace cachescope::prompt {

namespace {

constexpr double continuingShare = 0.5;
/** How many calls of a session may lie between two turns of one conversation (helpers that talk in between). */
constexpr std::size_t interleaved = 8;
constexpr std::size_t shortHistory = 3;
/** A history that lost so much of its text was compacted. */
constexpr double compactedShare = 0.6;

struct Member
{
    const ObservedCall *call = nullptr;
    const Prompt *prompt = nullptr;
    History history;
};

bool isContinued(const Member &older, const Member &newer)
{
    return older.history.items.size() >= 2 && older.history.sharedBy(newer.history) >= continuingShare;
}

bool isCompacted(const Member &older, const Member &newer)
{
    return older.history.items.size() >= 2 * shortHistory && newer.history.items.size() >= 1
        && newer.history.items.size() < older.history.items.size()
        && older.history.fixedHash == newer.history.fixedHash
        && static_cast<double>(newer.history.bytes) < compactedShare * static_cast<double>(older.history.bytes);
}

Turn turnOf(const Member &older, const Member &newer, const LintContext &context)
{
    Turn turn = compareHistories(older.history, newer.history);
    turn.older = older.prompt;
    turn.newer = newer.prompt;
    turn.olderCall = older.call;
    turn.newerIsThis = newer.prompt->bytes() == context.prompt.bytes();
    return turn;
}

void addSession(const std::vector<const Member *> &calls, const LintContext &context, std::vector<Turn> &turns)
{
    for (std::size_t j = 1; j < calls.size(); ++j) {
        const std::size_t lowest = j > interleaved ? j - interleaved : 0;
        const Member *older = nullptr;
        for (std::size_t i = j; i-- > lowest && !older;)
            if (isContinued(*calls[i], *calls[j]))
                older = calls[i];
        if (older) {
            turns.push_back(turnOf(*older, *calls[j], context));
        } else if (isCompacted(*calls[j - 1], *calls[j])) {
            turns.push_back(turnOf(*calls[j - 1], *calls[j], context));
            turns.back().change = HistoryChange::Compacted;
        }
    }
}

/** The linted prompt, when it is none of the logged calls, behind the one that it continues. */
void addThis(const std::vector<Member> &members, const LintContext &context, std::vector<Turn> &turns)
{
    Member self{ nullptr, &context.prompt, historyOf(context.prompt) };
    const Member *best = nullptr;
    double bestShare = 0;
    for (const Member &member : members) {
        if (member.prompt->bytes() == context.prompt.bytes())
            return;
        const double share = member.history.sharedBy(self.history)
            * static_cast<double>(std::min(member.history.items.size(), self.history.items.size()));
        if (isContinued(member, self) && share >= bestShare) {
            best = &member;
            bestShare = share;
        }
    }
    if (best)
        turns.push_back(turnOf(*best, self, context));
}

std::vector<Turn> findTurns(const LintContext &context)
{
    std::vector<Turn> turns;
    if (!context.log)
        return turns;
    std::vector<Member> members;
    for (const ObservedCall &call : context.log->calls)
        if (call.prompt && call.prompt->form() == context.prompt.form())
            members.push_back({ &call, call.prompt.get(), historyOf(*call.prompt) });
    std::ranges::stable_sort(members, {}, [](const Member &member) { return member.call->startedMs; });
    std::map<std::string_view, std::vector<const Member *>> sessions;
    for (const Member &member : members)
        if (!member.call->session.empty())
            sessions[member.call->session].push_back(&member);
    for (const auto &[session, calls] : sessions)
        addSession(calls, context, turns);
    addThis(members, context, turns);
    return turns;
}

} // namespace

const std::vector<Turn> &turnsOf(const LintContext &context)
{
    if (!context.turns)
        context.turns = std::make_shared<const std::vector<Turn>>(findTurns(context));
    return *context.turns;
}

ByteRange placeOf(const LintContext &context, const Turn &turn)
{
    const auto &segments = context.prompt.segments();
    if (turn.newerIsThis && turn.newerSegment < segments.size())
        return segments[turn.newerSegment].source;
    // Seen among logged calls: the same place here, else where the history begins.
    if (turn.newerSegment < turn.newer->segments().size()) {
        const std::string &pointer = turn.newer->segments()[turn.newerSegment].pointer;
        const auto same = std::ranges::find(segments, pointer, &Segment::pointer);
        if (same != segments.end())
            return same->source;
    }
    const auto first = std::ranges::find(segments, SegmentKind::Message, &Segment::kind);
    return first != segments.end() ? first->source : ByteRange{};
}

} // namespace cachescope::prompt
