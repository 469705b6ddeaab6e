// SPDX-License-Identifier: MIT
#include "lint_sources.h"

#include "insight/observe_family.h"
#include "prompt/upstream_of.h"

#include <algorithm>

namespace cachescope::app {

namespace {

using namespace std::chrono_literals;

/** A run over thousands of files must not read the log for hours. */
constexpr std::chrono::milliseconds mostLogTime = 20s;
constexpr std::chrono::milliseconds logTimeOfAPrompt = 1s;

} // namespace

LintSourcesHolder::LintSourcesHolder(TokenModels models, std::unique_ptr<requestlog::Reader> log)
    : m_models(std::move(models))
    , m_log(std::move(log))
    , m_table(std::make_shared<const tokens::ModelTable>(m_models.table()))
{ }

prompt::LintSources LintSourcesHolder::sources()
{
    prompt::LintSources sources;
    sources.models = [this](const std::string &model) { return modelsFor(model); };
    sources.prices = providers::PriceBook::shipped();
    if (m_log)
        sources.evidence
            = [this](const prompt::Prompt &prompt, const std::string &model) { return evidenceFor(prompt, model); };
    return sources;
}

std::vector<std::string> LintSourcesHolder::notes()
{
    const std::lock_guard lock(m_lock);
    return m_notes;
}

void LintSourcesHolder::note(std::string text)
{
    const std::lock_guard lock(m_lock);
    if (std::ranges::find(m_notes, text) == m_notes.end())
        m_notes.push_back(std::move(text));
}

std::shared_ptr<const tokens::ModelTable> LintSourcesHolder::modelsFor(const std::string &model)
{
    const std::lock_guard lock(m_lock);
    if (model.empty())
        return m_table;
    if (const auto known = m_tables.find(model); known != m_tables.end())
        return known->second;
    const auto choice = m_models.choose(model);
    const bool isEstimate = choice && !choice->info.exact;
    if (!choice)
        m_notes.push_back(choice.error().message);
    else if (!choice->note.empty())
        m_notes.push_back(choice->note);
    if (isEstimate)
        m_table = std::make_shared<const tokens::ModelTable>(m_models.table());
    return m_tables.emplace(model, m_table).first->second;
}

std::shared_ptr<const prompt::LogEvidence> LintSourcesHolder::evidenceFor(
    const prompt::Prompt &prompt, const std::string &model)
{
    const std::lock_guard lock(m_logLock);
    if (m_logTime >= mostLogTime) {
        note(
            "the log was read for " + std::to_string(mostLogTime / 1s)
            + " seconds; the other files are linted without it");
        return nullptr;
    }
    const auto begin = std::chrono::steady_clock::now();
    insight::FamilyQuery query;
    query.model = model;
    query.time = logTimeOfAPrompt;
    auto observed = insight::observeFamily(*m_log, prompt, query);
    m_logTime += std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    if (!observed) {
        note("the log gives no evidence: " + observed.error().message);
        return nullptr;
    }
    if (observed->evidence.calls.empty())
        return nullptr;
    return std::make_shared<const prompt::LogEvidence>(std::move(observed->evidence));
}

} // namespace cachescope::app
