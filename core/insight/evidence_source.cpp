// SPDX-License-Identifier: MIT
#include "insight/evidence_source.h"

#include <algorithm>

namespace cachescope::insight {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds mostTime = 20s;
constexpr std::chrono::milliseconds timeOfAPrompt = 1s;

} // namespace

EvidenceSource::EvidenceSource(std::unique_ptr<requestlog::Reader> log)
    : m_log(std::move(log))
{ }

std::shared_ptr<const prompt::LogEvidence> EvidenceSource::of(
    const prompt::Prompt &prompt, const std::string &model)
{
    const std::lock_guard lock(m_lock);
    if (m_time >= mostTime) {
        note(
            "the log was read for " + std::to_string(mostTime / 1s)
            + " seconds; the other files are linted without it");
        return nullptr;
    }
    const auto begin = std::chrono::steady_clock::now();
    FamilyQuery query;
    query.model = model;
    query.time = timeOfAPrompt;
    auto observed = observeFamily(*m_log, prompt, query);
    m_time += std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    if (!observed) {
        note("the log gives no evidence: " + observed.error().message);
        return nullptr;
    }
    if (observed->evidence.calls.empty())
        return nullptr;
    return std::make_shared<const prompt::LogEvidence>(std::move(observed->evidence));
}

std::vector<std::string> EvidenceSource::notes()
{
    const std::lock_guard lock(m_lock);
    return m_notes;
}

void EvidenceSource::note(std::string text)
{
    if (std::ranges::find(m_notes, text) == m_notes.end())
        m_notes.push_back(std::move(text));
}

} // namespace cachescope::insight
