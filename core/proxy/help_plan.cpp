// SPDX-License-Identifier: MIT
// What of the help that is on fits a call.
#include "prompt/splice/mark_places.h"
#include "providers/caching_rules.h"
#include "providers/request_edits.h"
#include "proxy/call_head.h"
#include "proxy/help_memory.h"
#include "proxy/helped_request.h"

#include <iterator>
#include <utility>

namespace cachescope::proxy {

namespace {

using providers::Api;

constexpr std::size_t keyDigits = 16;
constexpr std::int64_t hourMicros = 3'600'000'000;
/** Where the provider publishes no lifetime. */
constexpr std::int64_t usualLifetimeMicros = 300'000'000;

/** Reads the body at most once, and only if some help wants to know its parts. */
class HelpMaker
{
public:
    HelpMaker(const HelpSubject &subject, HelpMemory &memory, std::int64_t nowMicros)
        : m_subject(subject)
        , m_memory(memory)
        , m_now(nowMicros)
    { }

    HelpPlan make()
    {
        m_made = std::make_unique<HelpedRequest>();
        askForUsage();
        addCacheKey();
        setMarks();
        passGate();
        if (m_prompt)
            m_memory.note(m_lane, m_beginnings);
        if (m_made->edits.empty())
            return std::move(m_plan);
        providers::sortEdits(m_made->edits);
        m_made->body = providers::edited(m_subject.body, m_made->edits);
        finishHead();
        m_plan.request = std::move(m_made);
        return std::move(m_plan);
    }

private:
    bool wants(std::optional<bool> choice, std::string_view what) const
    {
        return choice.value_or(false)
            && !m_memory.isRefused(m_subject.head.route.upstream, m_subject.facts.model, what, m_now);
    }

    /** False: the body is no prompt. */
    bool readPrompt()
    {
        if (!std::exchange(m_read, true)) {
            const auto form = prompt::formOf(m_subject.head.api);
            auto parsed = form ? prompt::Prompt::parse(std::string(m_subject.body), form)
                               : base::Result<std::shared_ptr<const prompt::Prompt>>(nullptr);
            if (parsed && *parsed && !(*parsed)->problem() && !(*parsed)->segments().empty()) {
                m_prompt = *std::move(parsed);
                m_beginnings = prompt::prefixPoints(*m_prompt);
            }
            const CallHead &head = m_subject.head;
            for (const std::string_view part :
                 { std::string_view(head.route.upstream), std::string_view(head.credential),
                   std::string_view(m_subject.facts.model), std::string_view(head.client),
                   std::string_view(head.labels.project) })
                m_lane.append(part).push_back('\n');
            if (m_subject.prices != nullptr)
                m_rules = providers::cachingRules(*m_subject.prices, head.route.upstream, m_subject.facts.model);
        }
        return m_prompt != nullptr;
    }

    /** Other callers' and models' caches are no help. */
    base::Digest ofLane(std::size_t segment) const
    {
        base::Sha256 hash;
        hash.addField(m_subject.head.route.upstream);
        hash.addField(m_subject.head.credential);
        hash.addField(m_subject.facts.model);
        const base::Digest &digest = m_beginnings.digests[segment];
        hash.add({ reinterpret_cast<const char *>(digest.data()), digest.size() });
        return hash.finish();
    }

    void setMarks()
    {
        using config::MarkLifetime;
        const MarkLifetime lifetime = m_subject.help.marks.value_or(MarkLifetime::None);
        if (m_subject.head.api != Api::AnthropicMessages || !wants(lifetime != MarkLifetime::None, "marks")
            || !readPrompt() || m_rules.maxMarks == 0)
            return;
        prompt::MarkWish wish;
        wish.ttl = lifetime == MarkLifetime::OneHour ? "1h" : "5m";
        wish.most = m_rules.maxMarks;
        wish.minimumTokens = m_rules.minimumTokens;
        const auto known = [this](const prompt::PrefixPoint &point) {
            return m_memory.recurrence(m_lane, point.level, m_beginnings.digests[point.segment]);
        };
        prompt::MarkPlan plan = prompt::planMarks(*m_prompt, m_beginnings, wish, known);
        m_marked = std::move(plan.segments);
        if (lifetime == MarkLifetime::OneHour && !m_marked.empty())
            m_plan.lifetimeMicros = hourMicros;
        std::move(plan.edits.begin(), plan.edits.end(), std::back_inserter(m_made->edits));
    }

    /** The beginnings that the provider will keep of this call, as far as others may share them. */
    void passGate()
    {
        if (m_subject.help.warmGate.value_or(std::chrono::milliseconds{}).count() == 0 || !readPrompt()
            || m_rules.mode == providers::CachingMode::None)
            return;
        std::vector<std::size_t> ends = m_marked;
        if (m_rules.mode == providers::CachingMode::Explicit) {
            for (std::size_t i = 0; i < m_prompt->segments().size(); ++i) {
                if (m_prompt->segments()[i].mark)
                    ends.push_back(i);
            }
            if (m_prompt->parameters().topLevelCacheControl)
                ends.push_back(m_prompt->segments().size() - 1);
        } else {
            for (const prompt::PrefixPoint &point : m_beginnings.points)
                ends.push_back(point.segment);
        }
        for (const std::size_t end : ends) {
            if (m_beginnings.tokens[end] >= m_rules.minimumTokens)
                m_plan.beginnings.push_back(ofLane(end));
        }
        if (m_plan.lifetimeMicros == 0 && !m_rules.timesToLive.empty())
            m_plan.lifetimeMicros = std::chrono::microseconds(m_rules.timesToLive.front()).count();
        if (m_plan.lifetimeMicros == 0)
            m_plan.lifetimeMicros = usualLifetimeMicros;
    }

    void askForUsage()
    {
        if (m_subject.head.api != Api::OpenAiChat || !wants(m_subject.help.includeUsage, "include_usage"))
            return;
        auto edit = providers::withUsageOption(m_subject.body);
        if (!edit)
            return;
        m_made->edits.push_back(*std::move(edit));
        m_made->hidesUsageChunk = true;
    }

    /** Calls that begin alike get the same key, those of two projects never. Only a digest of what the provider
     * reads anyway, and of the project's name. */
    void addCacheKey()
    {
        const bool fits = m_subject.head.api == Api::OpenAiChat || m_subject.head.api == Api::OpenAiResponses;
        if (!fits || !wants(m_subject.help.cacheKey, "cache_key") || !readPrompt())
            return;
        // Behind tools and system text, or the first message where there is neither.
        const prompt::PrefixPoint *last = &m_beginnings.points.front();
        for (const prompt::PrefixPoint &point : m_beginnings.points) {
            if (point.level != prompt::PrefixPoint::Level::Message)
                last = &point;
        }
        const base::Digest &beginning = m_beginnings.digests[last->segment];
        base::Sha256 hash;
        hash.addField(m_subject.head.labels.project);
        hash.add({ reinterpret_cast<const char *>(beginning.data()), beginning.size() });
        const std::string key = "\"cs-" + base::toHex(hash.finish()).substr(0, keyDigits) + "\"";
        if (auto edit = providers::withMember(m_subject.body, "prompt_cache_key", key)) {
            edit->what = "cache_key";
            m_made->edits.push_back(*std::move(edit));
        }
    }

    void setField(std::string_view what, std::string_view name, std::string_view value)
    {
        const std::string_view before = fieldIn(m_made->head, name);
        if (before == value)
            return;
        m_made->fields.push_back({ std::string(what), -1, static_cast<std::int64_t>(before.size()),
                                   std::string(name) + ": " + std::string(value) });
        m_made->head = headWithField(m_made->head, name, value);
    }

    void finishHead()
    {
        m_made->head = m_subject.head.upstreamHead;
        if (!fieldIn(m_made->head, "content-length").empty())
            m_made->head = headWithField(m_made->head, "Content-Length", std::to_string(m_made->body.size()));
        // Only what is not compressed can be taken a chunk out of.
        if (m_made->hidesUsageChunk)
            setField("include_usage", "Accept-Encoding", "identity");
    }

    const HelpSubject &m_subject;
    HelpMemory &m_memory;
    std::int64_t m_now;
    std::unique_ptr<HelpedRequest> m_made;
    HelpPlan m_plan;
    bool m_read = false;
    std::shared_ptr<const prompt::Prompt> m_prompt;
    prompt::PrefixPoints m_beginnings;
    std::string m_lane;
    providers::CachingRules m_rules;
    std::vector<std::size_t> m_marked; ///< Segments behind which we set a mark.
};

} // namespace

HelpPlan planHelp(const HelpSubject &subject, HelpMemory &memory, std::int64_t nowMicros)
{
    return HelpMaker(subject, memory, nowMicros).make();
}

} // namespace cachescope::proxy
