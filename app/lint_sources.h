// SPDX-License-Identifier: MIT
#pragma once

#include "token_models.h"

#include "prompt/lint/lint_file.h"
#include "requestlog/query.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cachescope::app {

/** What the linter's threads share: tokenizers by model and the log. Thread-safe behind one lock each. */
class LintSourcesHolder
{
public:
    /** `log` may be null. */
    LintSourcesHolder(TokenModels models, std::unique_ptr<requestlog::Reader> log);

    /** Refers to this object. */
    prompt::LintSources sources();
    /** What there is to say once, for stderr: estimates, a log that could not be read to the end. */
    std::vector<std::string> notes();

private:
    std::shared_ptr<const tokens::ModelTable> modelsFor(const std::string &model);
    std::shared_ptr<const prompt::LogEvidence> evidenceFor(const prompt::Prompt &prompt, const std::string &model);
    void note(std::string text);

    std::mutex m_lock, m_logLock;
    TokenModels m_models;
    std::unique_ptr<requestlog::Reader> m_log;
    std::map<std::string, std::shared_ptr<const tokens::ModelTable>> m_tables; ///< By model; most share one table.
    std::shared_ptr<const tokens::ModelTable> m_table;
    std::vector<std::string> m_notes;
    std::chrono::milliseconds m_logTime{ 0 }; ///< Spent on the log so far.
};

} // namespace cachescope::app
