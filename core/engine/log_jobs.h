// SPDX-License-Identifier: MIT
#pragma once

#include "cache/control_api.h"
#include "providers/price_book.h"
#include "requestlog/request_log.h"

#include <functional>
#include <memory>
#include <string>

namespace cachescope::engine {

/**
 * The long works on the log that somebody asks for: importing files, and pricing calls anew. One code path for the
 * commands, the admin API and the window. Thread-safe; answers at once, the work goes on behind.
 *
 * `POST import` {"files":["/path", …]} → {"job"}; `GET imports` → how the latest goes. `POST reprice`
 * {"since_us","until_us"} → {"id"}; `GET repricings` → their records, the latest first.
 */
class LogJobs
{
public:
    using Prices = std::function<std::shared_ptr<const providers::PriceBook>()>;
    /** `prices` is asked when a job begins, on the asking thread. The log outlives the jobs. */
    LogJobs(requestlog::RequestLog &log, std::string databasePath, Prices prices);
    ~LogJobs(); ///< Stops an import and waits for it.

    /** 400 malformed, 409 an import runs, 503 the log cannot be read. */
    cache::ControlAnswer answer(const cache::ControlQuestion &question);

private:
    struct Import;
    cache::ControlAnswer startImport(const cache::ControlQuestion &question);
    cache::ControlAnswer importState() const;
    cache::ControlAnswer startRepricing(const cache::ControlQuestion &question);
    cache::ControlAnswer repricings() const;

    requestlog::RequestLog &m_log;
    const std::string m_databasePath;
    const Prices m_prices;
    std::unique_ptr<Import> m_import;
};

} // namespace cachescope::engine
