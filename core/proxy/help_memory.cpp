// SPDX-License-Identifier: MIT
#include "proxy/help_memory.h"

#include <utility>

namespace cachescope::proxy {

namespace {

constexpr std::int64_t refusalMicros = 600'000'000;
/** Names of models are the clients': never more than this many. */
constexpr std::size_t mostRefusals = 1000;

constexpr std::size_t enoughToJudge = 4;
constexpr std::size_t mostLatest = 8;
constexpr std::size_t mostAnswers = 50'000;
constexpr std::size_t mostLanes = 2000;
constexpr std::size_t mostSeen = 50'000; ///< About 3 MB.

} // namespace

std::string HelpMemory::keyOf(std::string_view upstream, std::string_view model, std::string_view what)
{
    return std::string(upstream) + '\n' + std::string(model) + '\n' + std::string(what);
}

void HelpMemory::refused(
    std::string_view upstream, std::string_view model, std::string_view what, std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    if (m_refusals.size() >= mostRefusals)
        m_refusals.clear();
    m_refusals[keyOf(upstream, model, what)] = nowMicros + refusalMicros;
}

bool HelpMemory::isRefused(
    std::string_view upstream, std::string_view model, std::string_view what, std::int64_t nowMicros) const
{
    const std::lock_guard lock(m_mutex);
    if (m_refusals.empty())
        return false;
    const auto found = m_refusals.find(keyOf(upstream, model, what));
    return found != m_refusals.end() && found->second > nowMicros;
}

std::string HelpMemory::levelKey(const std::string &lane, prompt::PrefixPoint::Level level)
{
    return lane + static_cast<char>('0' + static_cast<int>(level));
}

prompt::Recurrence HelpMemory::recurrence(
    const std::string &lane, prompt::PrefixPoint::Level level, const base::Digest &beginning) const
{
    const std::lock_guard lock(m_mutex);
    if (m_seen.contains(beginning) || m_seenBefore.contains(beginning))
        return prompt::Recurrence::SeenAgain;
    const auto latest = m_latest.find(levelKey(lane, level));
    if (latest == m_latest.end() || latest->second.size() < enoughToJudge)
        return prompt::Recurrence::Unknown;
    const std::unordered_set<base::Digest, base::DigestHash> distinct(latest->second.begin(), latest->second.end());
    return distinct.size() == latest->second.size() ? prompt::Recurrence::AlwaysNew : prompt::Recurrence::Unknown;
}

void HelpMemory::noteAnswer(const std::vector<base::Digest> &beginnings, const std::string &id)
{
    const std::lock_guard lock(m_mutex);
    if (m_answers.size() >= mostAnswers)
        m_answers.clear();
    for (const base::Digest &beginning : beginnings)
        m_answers[beginning] = id;
}

std::string HelpMemory::answerOf(const std::vector<base::Digest> &beginnings) const
{
    const std::lock_guard lock(m_mutex);
    for (auto beginning = beginnings.rbegin(); beginning != beginnings.rend(); ++beginning) {
        if (const auto found = m_answers.find(*beginning); found != m_answers.end())
            return found->second;
    }
    return {};
}

void HelpMemory::noteObject(
    const std::string &name, std::shared_ptr<const CallHead> head, std::int64_t expiresMicros)
{
    const std::lock_guard lock(m_mutex);
    m_owned[name] = { std::move(head), expiresMicros };
}

std::map<std::string, std::shared_ptr<const CallHead>> HelpMemory::takeObjects(std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    std::map<std::string, std::shared_ptr<const CallHead>> living;
    for (auto &[name, owned] : std::exchange(m_owned, {})) {
        if (owned.expires > nowMicros)
            living.emplace(name, std::move(owned.head));
    }
    return living;
}

void HelpMemory::note(const std::string &lane, const prompt::PrefixPoints &beginnings)
{
    const std::lock_guard lock(m_mutex);
    if (m_latest.size() >= mostLanes)
        m_latest.clear();
    for (const prompt::PrefixPoint &point : beginnings.points) {
        const base::Digest &digest = beginnings.digests[point.segment];
        m_seen.insert(digest);
        if (point.level == prompt::PrefixPoint::Level::Message)
            continue;
        Latest &latest = m_latest[levelKey(lane, point.level)];
        latest.push_back(digest);
        if (latest.size() > mostLatest)
            latest.pop_front();
    }
    // The older half is forgotten at once; what is in use comes back with its next call.
    if (m_seen.size() >= mostSeen)
        m_seenBefore = std::exchange(m_seen, {});
}

} // namespace cachescope::proxy
