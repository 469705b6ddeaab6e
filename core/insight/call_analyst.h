// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "insight/known_prompts.h"
#include "insight/miss_reason.h"
#include "insight/prefix_index.h"
#include "insight/reuse.h"
#include "providers/price_book.h"
#include "requestlog/record.h"

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

namespace cachescope::insight {

/** Finds out why calls missed, one after another in the order of their starts, and remembers their prompts for
 * those that follow. One thread; reads bodies, so never on a call's way. */
class CallAnalyst
{
public:
    struct Sources
    {
        KnownPrompts::ReadBody readBody;
        /** The row of an earlier call; nothing when it is no longer there. */
        std::function<base::Result<std::optional<requestlog::CallRecord>>(std::int64_t id)> readRecord;
        std::function<std::shared_ptr<const providers::PriceBook>()> prices;
    };
    CallAnalyst(const tokens::ModelTable &models, Sources sources, PrefixIndex::Limits limits = {});
    ~CallAnalyst();

    /** True for calls that are analysed: ended well upstream, with a usage that the provider reported. */
    static bool isAnalysed(const requestlog::CallRecord &record);

    /** Errors: the log's own, or a tokenizer that cannot be had. The call is remembered afterwards. */
    base::Result<requestlog::CallInsight> analyse(const requestlog::CallRecord &record);
    /** Only remembers, for rebuilding the index from the log. */
    base::Result<> remember(const requestlog::CallRecord &record);

    const PrefixIndex &index() const { return m_index; }

private:
    struct Candidate;
    struct Choice;
    struct Family
    {
        std::int64_t ids[2] = {};
    };
    std::vector<std::int64_t> candidates(const requestlog::CallRecord &record, const KnownPrompt &call);
    base::Result<std::optional<Candidate>> look(
        std::int64_t id, const requestlog::CallRecord &record, const KnownPrompt &call,
        const providers::CachingRules &rules);
    base::Result<std::optional<Candidate>> choose(
        const requestlog::CallRecord &record, const KnownPrompt &call, const providers::CachingRules &rules);
    void noteTimes(
        Candidate &candidate, const requestlog::CallRecord &record, const providers::CachingRules &rules) const;
    Evidence evidenceOf(
        const requestlog::CallRecord &record, const KnownPrompt &call, const providers::CachingRules &rules,
        const Candidate *earlier) const;
    void describe(
        requestlog::CallInsight &insight, const requestlog::CallRecord &record, const KnownPrompt &call,
        const Candidate *earlier, const Evidence &evidence) const;
    void keep(const requestlog::CallRecord &record, const KnownPrompt &call);

    const tokens::ModelTable &m_models;
    Sources m_sources;
    KnownPrompts m_prompts;
    PrefixIndex m_index;
    std::unordered_map<std::uint64_t, std::int64_t> m_sessions; ///< Newest call by upstream, credential, session.
    std::unordered_map<std::uint64_t, Family> m_families; ///< Newest two by each mark of a sketch.
};

} // namespace cachescope::insight
