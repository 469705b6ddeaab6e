// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "providers/price_book.h"
#include "requestlog/record.h"
#include "requestlog/request_log.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::requestlog {

/** What became of an import so far. */
struct ImportReport
{
    std::int64_t imported = 0;
    std::int64_t known = 0; ///< Were in the log already.
    std::int64_t refused = 0; ///< Could not be read; nothing of them is in the log.
    std::vector<std::string> problems; ///< The first few, each with file and line: "calls.jsonl, line 3: …".
};

/**
 * Reads files of calls into the log: JSON Lines of our own export, and HAR of any program. Calls that are there
 * already (same id) are passed over, so the same file can be imported again. Bodies are redacted and kept as the
 * log's retention says; calls without a price get one from the book. A call that cannot be read is told and passed
 * over; the others are imported.
 */
class LogImport
{
public:
    /** Both outlive the import. */
    LogImport(RequestLog &log, std::shared_ptr<const providers::PriceBook> book);

    /** Reads one file and waits until its calls are in the log. Unreadable when the file cannot be read,
     * InvalidInput when it is neither JSON Lines nor HAR, Cancelled after `stop`. Any thread, one at a time. */
    base::Result<> file(const std::string &path);
    ImportReport report() const; ///< Thread-safe.
    void stop() { m_stopped = true; } ///< Thread-safe; the calls read so far stay.

private:
    base::Result<> lines(const std::string &path);
    base::Result<> har(const std::string &path);
    void take(base::Result<CallRecord> record, const std::string &place);
    base::Result<> flush();
    void refuse(const std::string &place, const std::string &reason);

    RequestLog &m_log;
    const std::shared_ptr<const providers::PriceBook> m_book;
    std::vector<CallRecord> m_batch;
    std::int64_t m_batchBytes = 0;
    std::atomic<bool> m_stopped{ false };
    const std::shared_ptr<RequestLog::ImportNumbers> m_numbers;
    struct Shared;
    const std::shared_ptr<Shared> m_shared;
};

} // namespace cachescope::requestlog
