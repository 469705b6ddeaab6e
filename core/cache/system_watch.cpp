// SPDX-License-Identifier: MIT
#include "cache/system_watch.h"

#include <algorithm>
#include <future>
#include <optional>

namespace cachescope::cache {

namespace {

/** More groups and texts than this are no projects any more: it begins anew rather than grow without end. */
constexpr std::size_t mostHandled = 20'000;

bool isMeant(const std::vector<std::string> &patterns, const std::string &name)
{
    return patterns.empty() || std::any_of(patterns.begin(), patterns.end(), [&](const std::string &pattern) {
               return matchesPattern(pattern, name);
           });
}

std::string named(const std::string &project)
{
    return project.empty() ? std::string("calls without a project") : "project " + project;
}

} // namespace

SystemWatch::SystemWatch(Invalidator &invalidator, const base::Clock &clock)
    : m_invalidator(invalidator)
    , m_clock(clock)
    , m_background([] {})
{ }

void SystemWatch::setRules(std::vector<SystemRule> rules)
{
    const bool any = !rules.empty();
    {
        const std::scoped_lock lock(m_mutex);
        m_rules = std::move(rules);
        m_handled.clear();
    }
    if (any)
        m_background.run([this, until = m_clock.wall()] { learn(until); });
    m_any = any;
}

void SystemWatch::stored(const Entry &entry)
{
    if (!m_any.load(std::memory_order_relaxed) || entry.systemHash == 0)
        return;
    Group group{ entry.project, entry.upstream, entry.model };
    {
        const std::scoped_lock lock(m_mutex);
        if (m_handled.size() >= mostHandled)
            m_handled.clear();
        if (!m_handled.emplace(group, entry.systemHash).second)
            return;
    }
    m_background.run([this, group = std::move(group), hash = entry.systemHash] { judge(group, hash); });
}

void SystemWatch::finish()
{
    std::promise<void> done;
    m_background.run([&done] { done.set_value(); });
    done.get_future().wait();
}

void SystemWatch::learn(base::UnixMicros until)
{
    m_known.clear();
    const auto texts = m_invalidator.systemTexts(until);
    if (!texts)
        return; // An unreadable cache holds nothing to be set aside, either.
    for (const SystemText &text : *texts)
        m_known[{ text.project, text.upstream, text.model }].insert(text.hash);
}

void SystemWatch::judge(const Group &group, std::uint64_t hash)
{
    auto &known = m_known[group];
    const bool isFirst = known.empty();
    const bool isNew = known.insert(hash).second;
    if (isFirst || !isNew)
        return;
    const auto &[project, upstream, model] = group;
    std::optional<SystemRule> rule;
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = std::find_if(
            m_rules.begin(), m_rules.end(), [&, &p = project, &u = upstream, &m = model](const SystemRule &one) {
                return isMeant(one.projects, p) && isMeant(one.upstreams, u) && isMeant(one.models, m);
            });
        if (found != m_rules.end())
            rule = *found;
    }
    if (!rule)
        return;
    Selector older;
    older.project = project;
    older.upstream = upstream;
    older.model = model;
    older.systemNot = systemHashText(hash);
    const auto effect = m_invalidator.preview(older, rule->action);
    if (!effect || effect->entries == 0)
        return; // Nothing to do, so nothing for the history.
    // A failure stands in the writer's status, which the window shows.
    (void)m_invalidator.apply(
        older, rule->action, "rule",
        "Rule " + rule->name + ": the system prompt of " + named(project) + " changed (" + model + ").");
}

} // namespace cachescope::cache
