// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "prompt/lint/lint.h"
#include "requestlog/query.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::insight {

/** Which part of the log is looked at, and how much work may be done. */
struct LogLintQuery
{
    int families = 16; ///< At most this many kinds of calls.
    int calls = 1000; ///< Newest calls that are sorted into kinds.
    int openedBodies = 300; ///< Bodies that are read for that.
    double likeness = 0.5; ///< As in FamilyQuery.
    std::chrono::milliseconds time{ 8000 }; ///< After this, what was found by then is given.
};

/** Calls of one kind (same upstream, model, project and API, beginnings alike), linted by the newest of them. */
struct LintedFamily
{
    std::int64_t callId = 0; ///< The newest call with a body.
    std::string upstream, model, project, client;
    int calls = 0; ///< That were compared.
    double callsPerDay = 0;
    std::shared_ptr<const prompt::Prompt> prompt; ///< Of that call.
    std::vector<prompt::Finding> findings; ///< In its bytes; with money where the rules know it.
};

struct LogLint
{
    std::vector<LintedFamily> families; ///< Most calls a day first.
    bool stoppedEarly = false; ///< A limit of the query was met.
};

/**
 * Lints the kinds of calls that the log has seen lately, each with the evidence of its calls. Read-only, one
 * thread. Errors: the log could not be read; Cancelled when `isCancelled` says true.
 */
base::Result<LogLint> lintLog(
    requestlog::Reader &reader, const tokens::ModelTable &models, const providers::PriceBook &prices,
    const LogLintQuery &query = {}, const std::function<bool()> &isCancelled = {});

} // namespace cachescope::insight
