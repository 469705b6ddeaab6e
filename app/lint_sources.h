// SPDX-License-Identifier: MIT
#pragma once

#include "token_models.h"

#include "insight/evidence_source.h"
#include "prompt/lint/lint_file.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cachescope::app {

/** What the linter's threads share: tokenizers by model and the log. Thread-safe. */
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

    std::mutex m_lock;
    TokenModels m_models;
    std::unique_ptr<insight::EvidenceSource> m_log; ///< Null without one.
    std::map<std::string, std::shared_ptr<const tokens::ModelTable>> m_tables; ///< By model; most share one table.
    std::shared_ptr<const tokens::ModelTable> m_table;
    std::vector<std::string> m_notes;
};

} // namespace cachescope::app
