// SPDX-License-Identifier: MIT
#include "lint_sources.h"

namespace cachescope::app {

LintSourcesHolder::LintSourcesHolder(TokenModels models, std::unique_ptr<requestlog::Reader> log)
    : m_models(std::move(models))
    , m_log(log ? std::make_unique<insight::EvidenceSource>(std::move(log)) : nullptr)
    , m_table(std::make_shared<const tokens::ModelTable>(m_models.table()))
{ }

prompt::LintSources LintSourcesHolder::sources()
{
    prompt::LintSources sources;
    sources.models = [this](const std::string &model) { return modelsFor(model); };
    sources.prices = providers::PriceBook::shipped();
    if (m_log)
        sources.evidence
            = [this](const prompt::Prompt &prompt, const std::string &model) { return m_log->of(prompt, model); };
    return sources;
}

std::vector<std::string> LintSourcesHolder::notes()
{
    std::vector<std::string> all = m_log ? m_log->notes() : std::vector<std::string>();
    const std::lock_guard lock(m_lock);
    all.insert(all.begin(), m_notes.begin(), m_notes.end());
    return all;
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

} // namespace cachescope::app
