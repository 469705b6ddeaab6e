// SPDX-License-Identifier: MIT
#pragma once

#include "insight/observe_family.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cachescope::insight {

/**
 * What the log knows of one prompt after another, for linting many: over one reader, behind one lock. A run over
 * thousands of files must not read the log for hours: after twenty seconds in all there is no more evidence.
 */
class EvidenceSource
{
public:
    explicit EvidenceSource(std::unique_ptr<requestlog::Reader> log);

    /** Null when there are no calls of the same kind, when time is up, and when the log cannot be read. Any thread.
     */
    std::shared_ptr<const prompt::LogEvidence> of(const prompt::Prompt &prompt, const std::string &model);
    /** What there is to say once: a log that could not be read to the end. Any thread. */
    std::vector<std::string> notes();

private:
    void note(std::string text);

    std::mutex m_lock;
    std::unique_ptr<requestlog::Reader> m_log;
    std::vector<std::string> m_notes;
    std::chrono::milliseconds m_time{ 0 }; ///< Spent on the log so far.
};

} // namespace cachescope::insight
