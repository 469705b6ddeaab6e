// SPDX-License-Identifier: MIT
#pragma once

#include "providers/price_book.h"
#include "requestlog/call_journal.h"
#include "requestlog/query.h"
#include "requestlog/record.h"
#include "storage/write_queue.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace cachescope::requestlog {

/** A call that is under way, for the strip above the table and for `/events`. */
struct LiveCall
{
    CallStart start;
    enum class Phase : std::uint8_t { Waiting, Connecting, WaitingForFirstByte, Streaming } phase = Phase::Waiting;
    std::int64_t receivedBytes = 0;
    int chunks = 0; ///< SSE events so far: about the number of tokens.
    int joined = 0; ///< Further clients on the same upstream call.
};

/** What to keep and for how long; from config::Log. */
struct Retention
{
    bool bodies = true;
    int bodyDays = 14;
    std::int64_t bodyBytes = std::int64_t{ 2 } << 30;
    int days = 365;
};

/**
 * The log of calls. `open` and `finish` may be called from any proxy thread; they only hand values to the write
 * queue (law 5). Roll-ups and histograms are written with the rows, in the same transaction.
 */
class RequestLog
{
public:
    /** The queue must outlive the log. Marks rows that were open when the program last died as Lost,
     * and gives such a row to every call that its journal (beside the database, `-calls`) still holds. */
    static base::Result<std::unique_ptr<RequestLog>> create(
        storage::WriteQueue &queue, const base::Clock &clock, Retention retention);
    ~RequestLog();

    /** Before a call goes upstream: from here on it will have a row, whatever becomes of the program (unless the
     * machine fails). Costs well under a microsecond. The entry is to be given on to open() or record(); it is
     * empty when there is no journal or no room in it. */
    CallJournal::Entry announce(const CallStart &start);
    /** Gives the call its number. Its row is written as open when the call is still under way at the writer's next
     * turn. */
    std::int64_t open(CallStart start, CallJournal::Entry entry = {});
    void phase(std::int64_t id, LiveCall::Phase phase);
    void progress(std::int64_t id, std::int64_t receivedBytes, int chunks);
    /** Ends the call: queues the whole row, its roll-ups and bodies. Exactly once for each open. */
    void finish(std::int64_t id, CallEnd end);
    /** A call that was not opened and has ended; returns its number. As open and finish, for less. */
    std::int64_t record(CallStart start, CallEnd end, CallJournal::Entry entry = {});

    std::vector<LiveCall> live() const; ///< Oldest first.
    std::int64_t openCount() const;
    /** Calls that went upstream without a place in the journal: a crash at the wrong moment would have hidden
     * them. */
    std::int64_t unannounced() const;
    std::int64_t droppedRows() const; ///< Calls whose row was lost (queue full, disk failed).
    /** Calls come faster than they are written, so much that rows will be refused unless bodies are left out now.
     */
    bool isBehind() const;

    /** Called after a call ended, on the thread that ended it; must be quick. The record still has its contents.
     * Returns a handle for `unsubscribe`. */
    using Listener = std::function<void(const CallRecord &)>;
    int subscribe(Listener listener);
    void unsubscribe(int handle);

    void setRetention(Retention retention);
    /** Removes what is over age or size, in small steps on the writer thread. Also runs by itself every ten
     * minutes. */
    void cleanUp();
    /** Pins, notes; kept through clean-up. */
    void setPinned(std::int64_t id, bool pinned);
    void setNote(std::int64_t id, std::string note);

    /** Numbers of an import's calls: of the log they come from, and here. Kept by the import over its batches. */
    struct ImportNumbers
    {
        std::unordered_map<std::int64_t, std::int64_t> here;
        /** The log was empty at the first batch: calls keep their numbers. */
        std::optional<bool> keeps;
    };
    struct ImportCounts
    {
        std::int64_t imported = 0, known = 0;
    };
    /** Writes calls that have ended elsewhere, and waits until they are in the file; those whose id is there
     * already are left alone. Their `hitOf` is translated. Unavailable when the disk does not take them in time. */
    base::Result<ImportCounts> importCalls(
        std::vector<CallRecord> calls, const std::shared_ptr<ImportNumbers> &numbers);
    /**
     * Prices the calls of a range anew, in small steps on the writer thread; those that end meanwhile are priced by
     * whoever logs them. Returns the id of its record (Reader::repricings) at once.
     */
    std::string reprice(
        TimeRange range, std::shared_ptr<const providers::PriceBook> book, const std::string &origin);

private:
    struct State;
    explicit RequestLog(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::requestlog
