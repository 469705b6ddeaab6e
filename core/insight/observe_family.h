// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "prompt/lint/evidence.h"
#include "prompt/prompt.h"
#include "requestlog/query.h"

#include <chrono>
#include <cstddef>
#include <string>

namespace cachescope::insight {

/** Which calls count as calls of the same kind, and how much work may be done to find them. */
struct FamilyQuery
{
    std::string upstream{}; ///< Configured name ("anthropic"); empty: any.
    std::string model{}; ///< As asked for; empty: the prompt's own, and any when it names none.
    std::string project{}, session{}; ///< Empty: any.
    int calls = 50; ///< At most this many, newest first.
    /** Share of the beginning (tools, system text, first message) that must be alike, 0 to 1. Alike is judged by
     * runs of words wherever they stand, so that a clock in the first line does not part a family. */
    double likeness = 0.5;
    std::int64_t scannedRows = 200'000; ///< Newest rows of the log that are looked at for the names above.
    int openedBodies = 400; ///< Bodies that are read and compared.
    std::size_t keptBytes = std::size_t{ 64 } << 20; ///< Of all prompts that are kept together.
    std::chrono::milliseconds time{ 1500 }; ///< Reading stops after this; what was found by then is given.
};

/** What was done to get the evidence; for a status line. */
struct Observation
{
    prompt::LogEvidence evidence;
    int opened = 0; ///< Bodies compared.
    int bodiesMissing = 0; ///< Calls of these names whose body was not stored, cleaned up or unreadable.
    bool stoppedEarly = false; ///< A limit of the query was met: there may be more, older calls.
};

/**
 * Reads the newest logged calls of the same kind as `prompt`: same upstream, model, API form (a text or template
 * fits any form), project and session where given, and the most similar beginning. Read-only; works beside a
 * running proxy. The reader is used by this thread until it returns; `reader.cancel()` from another ends it with
 * Cancelled.
 *
 * The bodies are those of the log, that is decoded and redacted. `callsPerDay` is the number of alike calls over
 * the time they span, which counts as a day at least: an hour's burst is not multiplied by 24.
 */
base::Result<Observation> observeFamily(
    requestlog::Reader &reader, const prompt::Prompt &prompt, const FamilyQuery &query = {});

} // namespace cachescope::insight
