// SPDX-License-Identifier: MIT
// What of the help that is on fits a call.
#include "prompt/splice/gemini_object.h"
#include "prompt/splice/mark_places.h"
#include "prompt/splice/ping_body.h"
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
constexpr std::string_view diagnosisBeta = "cache-diagnosis-2026-04-07";
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
        useObject();
        askForDiagnosis();
        passGate();
        if (m_prompt)
            m_memory.note(m_lane, m_beginnings);
        if (m_made->edits.empty()) {
            keepWarm(m_subject.body);
            return std::move(m_plan);
        }
        providers::sortEdits(m_made->edits);
        m_made->body = providers::edited(m_subject.body, m_made->edits);
        finishHead();
        keepWarm(m_made->body);
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
    base::Digest ofLane(const base::Digest &digest) const
    {
        base::Sha256 hash;
        hash.addField(m_subject.head.route.upstream);
        hash.addField(m_subject.head.credential);
        hash.addField(m_subject.facts.model);
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
                m_plan.beginnings.push_back(ofLane(m_beginnings.digests[end]));
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

    /** Gemini: a cached object in place of the beginning, where there is one or one would pay. */
    void useObject()
    {
        const std::chrono::seconds lifetime = m_subject.help.cachedContents.value_or(std::chrono::seconds{});
        const CallHead &head = m_subject.head;
        const bool fits = head.api == Api::GeminiGenerate || head.api == Api::GeminiStream;
        if (!fits || !wants(lifetime.count() > 0, "cached_contents") || !readPrompt())
            return;
        const auto split = prompt::GeminiSplit::read(m_subject.body);
        const auto rates = m_subject.prices == nullptr
            ? std::nullopt
            : m_subject.prices->rates(head.route.upstream, m_subject.facts.model, 0, {});
        if (!split || !rates || !rates->cacheRead || !rates->cacheStorageHour)
            return;
        std::vector<flow::ObjectKeeper::Candidate> candidates;
        for (const prompt::GeminiBeginning &beginning : split->beginnings())
            candidates.push_back({ ofLane(beginning.digest), beginning.tokens });
        const auto pico = [](base::TokenPrice price) { return static_cast<double>(price.picoPerToken); };
        const flow::ObjectKeeper::Prices prices{ pico(rates->input), pico(*rates->cacheRead),
                                                 pico(*rates->cacheStorageHour) };
        const auto decision = m_memory.objects.decide(
            candidates, m_rules.minimumTokens, std::chrono::microseconds(lifetime).count(), prices, m_now);
        if (decision.use) {
            auto edits = split->edits(split->beginnings()[*decision.use], decision.name);
            std::move(edits.begin(), edits.end(), std::back_inserter(m_made->edits));
            m_made->object = candidates[*decision.use].key;
        }
        if (decision.create)
            m_plan.newObject
                = { candidates[*decision.create].key,
                    split->createBody(split->beginnings()[*decision.create], m_subject.facts.model, lifetime),
                    lifetime };
    }

    /** Compared with the call before that began alike. */
    void askForDiagnosis()
    {
        const bool anthropic = m_subject.head.api == Api::AnthropicMessages;
        const bool fits = anthropic || m_subject.head.api == Api::OpenAiResponses;
        if (!fits || !wants(m_subject.help.diagnostics, "diagnostics") || !readPrompt())
            return;
        for (const prompt::PrefixPoint &point : m_beginnings.points)
            m_plan.diagnosed.push_back(ofLane(m_beginnings.digests[point.segment]));
        const std::string id = m_memory.answerOf(m_plan.diagnosed);
        if (id.empty())
            return;
        auto edit = anthropic
            ? providers::withMember(m_subject.body, "diagnostics", "{\"previous_message_id\":\"" + id + "\"}")
            : providers::withMember(m_subject.body, "comparison_response_id", "\"" + id + "\"");
        if (!edit)
            return;
        edit->what = "diagnostics";
        m_made->edits.push_back(*std::move(edit));
        m_diagnosesAnthropic = anthropic;
    }

    /** The beginning that pings would read again, if any may be made for it. */
    void keepWarm(std::string_view sent)
    {
        if (m_subject.help.keepWarm.value_or(std::chrono::seconds{}).count() == 0
            || m_subject.head.api != Api::AnthropicMessages || !readPrompt())
            return;
        std::optional<std::size_t> fixed;
        for (const prompt::PrefixPoint &point : m_beginnings.points) {
            if (point.level != prompt::PrefixPoint::Level::Message)
                fixed = point.segment;
        }
        if (!fixed || m_beginnings.tokens[*fixed] < m_rules.minimumTokens)
            return;
        auto ping = prompt::pingBody(sent);
        if (!ping)
            return;
        const bool anHour = ping->find("\"ttl\":\"1h\"") != std::string::npos;
        m_plan.lifetimeMicros = anHour ? hourMicros : usualLifetimeMicros;
        m_plan.warmth = { ofLane(m_beginnings.digests[*fixed]), m_beginnings.tokens[*fixed], *std::move(ping) };
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
        if (m_diagnosesAnthropic) {
            // Prompt-caching rules, 6.7. What the client asks for stays in front.
            std::string beta(fieldIn(m_made->head, "anthropic-beta"));
            if (beta.find(diagnosisBeta) == std::string::npos)
                setField(
                    "diagnostics", "anthropic-beta", beta.append(beta.empty() ? "" : ",").append(diagnosisBeta));
        }
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
    bool m_diagnosesAnthropic = false;
    std::vector<std::size_t> m_marked; ///< Segments behind which we set a mark.
};

} // namespace

HelpPlan planHelp(const HelpSubject &subject, HelpMemory &memory, std::int64_t nowMicros)
{
    return HelpMaker(subject, memory, nowMicros).make();
}

} // namespace cachescope::proxy
