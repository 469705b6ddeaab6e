// SPDX-License-Identifier: MIT
#include "insight/simulation/load_traffic.h"

#include "requestlog/call_scan.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

namespace cachescope::insight {

namespace {

using base::ErrorCode;
using base::Result;
using requestlog::BodyFetcher;
using requestlog::CallScan;

constexpr std::size_t callsAtOnce = 1024;
constexpr std::size_t rememberedChunks = std::size_t{ 96 } << 20;
constexpr std::size_t largestBody = std::size_t{ 64 } << 20; ///< Of one prompt; the proxy takes no larger ones.

struct Item
{
    CallScan::Row row;
    ReadBody body;
    bool isMissing = false; ///< No body, or it cannot be read.
    bool isKnown = false; ///< The same body was read for an earlier call.
};

base::Error stopped()
{
    return { ErrorCode::Cancelled, "The simulation was stopped." };
}

/** Reads the bodies of some calls on several threads. */
class BodyReaders
{
public:
    BodyReaders(TrafficBuilder &builder, std::vector<BodyFetcher> fetchers, std::stop_token stop)
        : m_builder(builder)
        , m_fetchers(std::move(fetchers))
        , m_stop(std::move(stop))
    { }

    std::vector<Item> read(std::vector<Item> items)
    {
        std::atomic<std::size_t> next{ 0 };
        const auto work = [&](BodyFetcher &fetcher) {
            for (std::size_t i = next++; i < items.size() && !m_stop.stop_requested(); i = next++)
                readOne(items[i], fetcher);
        };
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < m_fetchers.size(); ++i)
            threads.emplace_back([&, i] { work(m_fetchers[i]); });
        work(m_fetchers.front());
        threads.clear();
        return items;
    }

private:
    void readOne(Item &item, BodyFetcher &fetcher)
    {
        if (item.isKnown || item.isMissing)
            return;
        auto body = fetcher.get(item.row.requestBody);
        if (!body || body->size() > largestBody)
            item.isMissing = true;
        else
            item.body = m_builder.read(item.row.record, *std::move(body));
    }

    TrafficBuilder &m_builder;
    std::vector<BodyFetcher> m_fetchers;
    std::stop_token m_stop;
};

class Loader
{
public:
    Loader(TrafficSettings settings, std::stop_token stop, const ReplayProgress &progress)
        : m_builder(std::move(settings))
        , m_stop(std::move(stop))
        , m_progress(progress)
    { }

    Result<Traffic> load(const LogSelection &selection)
    {
        auto scan = CallScan::open(selection.database);
        if (!scan)
            return tl::unexpected(scan.error());
        auto count = scan->count(selection.range, selection.filter);
        if (!count)
            return tl::unexpected(count.error());
        m_total = std::max<std::int64_t>(*count, 1);
        std::vector<BodyFetcher> fetchers;
        const auto chunks = std::make_shared<storage::ChunkCache>(rememberedChunks);
        for (int i = 0; i < std::max(selection.threads, 1); ++i) {
            auto fetcher = BodyFetcher::open(selection.database, chunks);
            if (!fetcher)
                return tl::unexpected(fetcher.error());
            fetchers.push_back(*std::move(fetcher));
        }
        auto again = BodyFetcher::open(selection.database, chunks);
        if (!again)
            return tl::unexpected(again.error());
        m_again = &*again;
        BodyReaders readers(m_builder, std::move(fetchers), m_stop);
        m_readers = &readers;
        auto run = scan->run(selection.range, selection.filter, [this](CallScan::Row &&row) {
            take(std::move(row));
            return m_stop.stop_requested() ? CallScan::Next::Stop : CallScan::Next::GoOn;
        });
        finishReading();
        if (m_stop.stop_requested())
            return tl::unexpected(stopped());
        if (!run)
            return tl::unexpected(run.error());
        return m_builder.finish();
    }

private:
    void take(CallScan::Row &&row)
    {
        Item item;
        item.isKnown = m_builder.knows(row.record, row.requestBody);
        item.isMissing = row.requestBody <= 0 || !prompt::formOf(row.record.start.api);
        item.row = std::move(row);
        m_items.push_back(std::move(item));
        if (m_items.size() >= callsAtOnce)
            flush();
    }

    /** Hands a batch to the readers. While they are at it the one before goes into the tree and the next one's rows
     * are read. */
    void flush()
    {
        if (m_reading.valid())
            m_read = m_reading.get();
        m_reading = std::async(std::launch::async, [this, items = std::move(m_items)]() mutable {
            return m_readers->read(std::move(items));
        });
        m_items.clear();
        settle();
    }

    /** What the readers still have. */
    void finishReading()
    {
        flush();
        m_read = m_reading.get();
        settle();
    }

    void settle()
    {
        for (Item &item : m_read) {
            if (m_stop.stop_requested())
                break;
            const requestlog::CallRecord &record = item.row.record;
            if (item.isMissing)
                m_builder.addWithoutBody(record);
            else if (item.isKnown)
                m_builder.addAgain(record, item.row.requestBody);
            else
                m_builder.add(
                    record, item.body, item.row.requestBody, [&] { return m_again->get(item.row.requestBody); });
        }
        m_read.clear();
        if (m_progress)
            m_progress(static_cast<double>(m_builder.size()) / static_cast<double>(m_total));
    }

    TrafficBuilder m_builder;
    std::stop_token m_stop;
    const ReplayProgress &m_progress;
    BodyReaders *m_readers = nullptr;
    BodyFetcher *m_again = nullptr; ///< For what is needed a second time.
    std::int64_t m_total = 1;
    std::vector<Item> m_items, m_read;
    std::future<std::vector<Item>> m_reading; ///< The batch that the readers have.
};

} // namespace

Result<Traffic> loadLog(
    const LogSelection &selection, TrafficSettings settings, std::stop_token stop, const ReplayProgress &progress)
{
    return Loader(std::move(settings), std::move(stop), progress).load(selection);
}

} // namespace cachescope::insight
