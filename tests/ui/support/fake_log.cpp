// SPDX-License-Identifier: MIT
#include "fake_log.h"

#include "requestlog/local_time.h"
#include "requestlog/sums.h"

#include <algorithm>
#include <map>
#include <random>

namespace cachescope::ui::test {

using namespace requestlog;

namespace {

struct Program
{
    const char *client, *model, *upstream;
    std::int64_t input;
    double hitShare, readShare, dollarsPerMillion;
    int weight;
};

constexpr Program programs[] = { { "code-agent", "claude-sonnet-4-5", "anthropic", 42'000, 0.1, 0.93, 3, 20 },
                                 { "support-bot", "gpt-5-mini", "openai", 8'600, 0.5, 0.9, 0.25, 45 },
                                 { "review-agent", "claude-opus-4-5", "anthropic", 38'000, 0.15, 0.85, 5, 8 },
                                 { "notebook", "gemini-2.5-flash", "gemini", 5'200, 0.3, 0.6, 0.3, 12 },
                                 { "ci", "deepseek-chat", "deepseek", 13'700, 0.7, 0.8, 0.28, 15 } };

base::Money dollars(double amount)
{
    return base::Money::fromPico(static_cast<std::int64_t>(amount * 1e12));
}

class Maker
{
public:
    explicit Maker(unsigned seed)
        : m_random(seed)
    { }

    CallRecord make(std::int64_t id, base::UnixMicros when)
    {
        const Program &program = pick();
        CallRecord record;
        record.start.id = id;
        record.start.startedAt = when;
        record.start.client = program.client;
        record.start.model = program.model;
        record.start.upstream = program.upstream;
        record.start.project = "checkout-api";
        record.start.session = "7f3a";
        record.start.method = "POST";
        record.start.target = "/v1/chat/completions";
        const double luck = share();
        if (luck < 0.012)
            fail(record);
        else if (luck < program.hitShare)
            answerLocally(record, program);
        else
            answer(record, program);
        return record;
    }

private:
    double share() { return std::uniform_real_distribution<>(0, 1)(m_random); }

    const Program &pick()
    {
        int ticket = std::uniform_int_distribution<>(0, 99)(m_random);
        for (const Program &program : programs) {
            if ((ticket -= program.weight) < 0)
                return program;
        }
        return programs[1];
    }

    void fail(CallRecord &record)
    {
        record.end.outcome = Outcome::Error;
        record.end.status = share() < 0.6 ? 429 : 529;
        record.end.errorKind = "upstream_status";
        record.end.errorMessage = record.end.status == 429 ? "rate limit, 2 retries" : "overloaded";
        record.end.totalMicros = 200'000;
        record.end.billed = base::Money();
        record.end.withoutCache = base::Money();
    }

    void answerLocally(CallRecord &record, const Program &program)
    {
        record.end.outcome = share() < 0.08 ? Outcome::Coalesced : Outcome::Hit;
        record.end.status = 200;
        record.end.totalMicros = 1'200;
        record.end.firstTokenMicros = 900;
        record.end.billed = base::Money();
        record.end.withoutCache = base::Money();
        record.end.avoided = dollars(static_cast<double>(program.input) * program.dollarsPerMillion * 0.4 / 1e6);
    }

    void answer(CallRecord &record, const Program &program)
    {
        const double luck = share();
        record.end.outcome = luck < 0.05 ? Outcome::Bypass : Outcome::Miss;
        record.end.state = luck > 0.995 ? CallState::Cut : CallState::Complete;
        record.end.status = 200;
        const auto input = static_cast<std::int64_t>(static_cast<double>(program.input) * (0.7 + 0.6 * share()));
        const bool cold = share() < 0.06;
        const double read = cold ? 0 : program.readShare;
        providers::TokenUsage &tokens = record.end.usage.tokens;
        tokens.cacheRead = static_cast<std::int64_t>(static_cast<double>(input) * read);
        tokens.cacheWrite5m = cold ? input * 9 / 10 : input / 50;
        tokens.fresh = input - tokens.cacheRead - tokens.cacheWrite5m;
        tokens.output = static_cast<std::int64_t>(100 + 500 * share());
        record.end.usage.source = providers::UsageSource::Reported;
        const double price = program.dollarsPerMillion / 1e6;
        record.end.withoutCache = dollars(static_cast<double>(input) * price);
        record.end.billed = dollars(
            price
            * (static_cast<double>(tokens.fresh) + 0.1 * static_cast<double>(tokens.cacheRead)
               + 1.25 * static_cast<double>(tokens.cacheWrite5m)));
        record.end.avoided = base::Money();
        record.end.firstTokenMicros = static_cast<std::int64_t>((0.3 + 1.2 * share() * share()) * 1e6);
        record.end.totalMicros = record.end.firstTokenMicros + tokens.output * 12'000;
    }

    std::mt19937 m_random;
};

Percentiles percentiles(std::vector<std::int64_t> values)
{
    Percentiles result;
    result.count = static_cast<std::int64_t>(values.size());
    if (values.empty())
        return result;
    std::sort(values.begin(), values.end());
    const auto at = [&values](double share) {
        return values[std::min(
            values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
    };
    result.p50 = at(0.50);
    result.p95 = at(0.95);
    result.p99 = at(0.99);
    return result;
}

bool isLocal(const CallRecord &record)
{
    return record.end.outcome == Outcome::Hit || record.end.outcome == Outcome::Coalesced;
}

void add(Totals &totals, const CallRecord &record)
{
    ++totals.byOutcome[static_cast<std::size_t>(record.end.outcome)];
    const providers::TokenUsage &tokens = record.end.usage.tokens;
    totals.tokens.fresh += tokens.fresh;
    totals.tokens.cacheRead += tokens.cacheRead;
    totals.tokens.cacheWrite5m += tokens.cacheWrite5m;
    totals.tokens.output += tokens.output;
    totals.billed += record.end.billed.value_or(base::Money());
    totals.withoutCache += record.end.withoutCache.value_or(base::Money());
    totals.avoided += record.end.avoided.value_or(base::Money());
    totals.unpriced += record.end.billed ? 0 : 1;
    totals.incomplete += record.end.state == CallState::Cut ? 1 : 0;
    totals.rateLimited += record.end.status == 429 || record.end.status == 529 ? 1 : 0;
}

class FakeSource final : public LogSource
{
public:
    explicit FakeSource(std::shared_ptr<const FakeLogData> data)
        : m_data(std::move(data))
    { }

    base::Result<Totals> totals(TimeRange range, const Filter &filter) override
    {
        return answer<Totals>([&] { return sumUp(m_data->records, range, filter); });
    }
    base::Result<std::vector<SeriesPoint>> series(TimeRange range, int buckets, const Filter &filter) override
    {
        return answer<std::vector<SeriesPoint>>([&] {
            std::vector<SeriesPoint> points;
            const std::int64_t step = (range.end - range.begin) / buckets;
            for (int i = 0; i < buckets; ++i) {
                const base::UnixMicros begin = range.begin + i * step;
                points.push_back({ begin, sumUp(m_data->records, { begin, begin + step }, filter) });
            }
            return points;
        });
    }
    base::Result<std::vector<Group>> groups(TimeRange range, GroupBy, const Filter &filter, int) override
    {
        return answer<std::vector<Group>>([&] {
            std::map<std::string, std::vector<CallRecord>> byModel;
            for (const CallRecord &record : m_data->records)
                byModel[record.start.model].push_back(record);
            std::vector<Group> groups;
            for (const auto &[model, records] : byModel) {
                const Totals sums = sumUp(records, range, filter);
                if (sums.requests() > 0)
                    groups.push_back({ model, sums });
            }
            return groups;
        });
    }
    base::Result<std::vector<SpendDay>> spendDays(TimeRange range) override
    {
        return answer<std::vector<SpendDay>>([&] {
            std::vector<SpendDay> days;
            for (base::UnixMicros begin = range.begin; begin < range.end;) {
                const base::UnixMicros next = std::min(addLocalDays(begin, 1), range.end);
                days.push_back({ begin, next, spend({ begin, next }) });
                begin = next;
            }
            return days;
        });
    }
    base::Result<SpendBreakdown> spendBreakdown(const SpendQuestion &question) override
    {
        return answer<SpendBreakdown>([&] {
            SpendBreakdown breakdown;
            breakdown.total = spend(question.range);
            SpendRow row;
            row.key = "all";
            row.sums = breakdown.total;
            breakdown.rows.push_back(row);
            breakdown.addsUp = true;
            return breakdown;
        });
    }
    base::Result<std::vector<UnpricedModel>> unpricedModels(TimeRange) override
    {
        return answer<std::vector<UnpricedModel>>([] { return std::vector<UnpricedModel>(); });
    }
    base::Result<std::vector<Repricing>> repricings(int) override { return std::vector<Repricing>(); }
    base::Result<> ids(
        TimeRange range, const Filter &filter, SortColumn, bool, const Reader::IdBatch &batch) override
    {
        if (!m_data->failure.empty())
            return base::failure(base::ErrorCode::Unreadable, m_data->failure);
        std::vector<std::int64_t> found;
        for (auto it = m_data->records.rbegin(); it != m_data->records.rend(); ++it) {
            const bool inRange = it->start.startedAt >= range.begin && it->start.startedAt < range.end;
            if (inRange && filter.matches(*it))
                found.push_back(it->start.id);
        }
        batch(found);
        return {};
    }
    base::Result<std::vector<std::int64_t>> newerIds(std::int64_t after, const Filter &filter, int limit) override
    {
        return answer<std::vector<std::int64_t>>([&] {
            std::vector<std::int64_t> found;
            for (const CallRecord &record : m_data->records) {
                if (record.start.id > after && filter.matches(record) && found.size() < std::size_t(limit))
                    found.push_back(record.start.id);
            }
            return found;
        });
    }
    base::Result<std::vector<CallRecord>> rows(const std::vector<std::int64_t> &ids) override
    {
        return answer<std::vector<CallRecord>>([&] {
            std::vector<CallRecord> rows;
            for (const std::int64_t id : ids) {
                const auto found
                    = std::find_if(m_data->records.begin(), m_data->records.end(), [id](const CallRecord &record) {
                          return record.start.id == id;
                      });
                if (found != m_data->records.end())
                    rows.push_back(*found);
            }
            return rows;
        });
    }
    base::Result<CallContents> contents(std::int64_t) override { return CallContents{}; }
    base::Result<std::int64_t> newestId() override
    {
        return answer<std::int64_t>([&] { return m_data->records.empty() ? 0 : m_data->records.back().start.id; });
    }
    base::Result<std::optional<base::UnixMicros>> newestTime() override
    {
        return answer<std::optional<base::UnixMicros>>([&]() -> std::optional<base::UnixMicros> {
            if (m_data->records.empty())
                return {};
            return m_data->records.back().start.startedAt;
        });
    }
    base::Result<std::vector<std::string>> distinct(GroupBy, int) override { return std::vector<std::string>{}; }
    base::Result<Reader::StorageSizes> storageSizes() override { return Reader::StorageSizes{}; }
    base::Result<std::int64_t> exportCalls(
        TimeRange, const Filter &, ExportFormat, const std::function<bool(std::string_view)> &) override
    {
        return std::int64_t{ 0 };
    }
    void cancel() override { }

private:
    SpendSums spend(TimeRange range) const
    {
        SpendSums sums;
        for (const CallRecord &record : m_data->records)
            if (record.start.startedAt >= range.begin && record.start.startedAt < range.end)
                sums.add(spendOf(figuresOf(record.end), record.end.parts));
        return sums;
    }

    template <typename Value, typename Make> base::Result<Value> answer(const Make &make)
    {
        if (!m_data->failure.empty())
            return base::failure(base::ErrorCode::Unreadable, m_data->failure);
        return make();
    }

    std::shared_ptr<const FakeLogData> m_data;
};

} // namespace

std::vector<CallRecord> madeUpCalls(base::UnixMicros end, int count, unsigned seed)
{
    constexpr std::int64_t hour = 3'600'000'000;
    Maker maker(seed);
    std::mt19937 random(seed);
    std::vector<base::UnixMicros> moments;
    for (int i = 0; i < count; ++i)
        moments.push_back(end - hour + std::uniform_int_distribution<std::int64_t>(0, hour - 1)(random));
    std::sort(moments.begin(), moments.end());
    std::vector<CallRecord> records;
    for (int i = 0; i < count; ++i)
        records.push_back(maker.make(i + 1, moments[static_cast<std::size_t>(i)]));
    return records;
}

Totals sumUp(const std::vector<CallRecord> &records, TimeRange range, const Filter &filter)
{
    Totals totals;
    std::vector<std::int64_t> firstToken;
    std::vector<std::int64_t> whole;
    for (const CallRecord &record : records) {
        const bool inRange = record.start.startedAt >= range.begin && record.start.startedAt < range.end;
        if (!inRange || !(filter.isEmpty() || filter.matches(record)))
            continue;
        add(totals, record);
        if (isLocal(record) || record.end.outcome == Outcome::Error)
            continue;
        firstToken.push_back(record.end.firstTokenMicros);
        whole.push_back(record.end.totalMicros);
    }
    totals.firstToken = percentiles(std::move(firstToken));
    totals.total = percentiles(std::move(whole));
    return totals;
}

std::unique_ptr<LogSource> fakeSource(std::shared_ptr<const FakeLogData> data)
{
    return std::make_unique<FakeSource>(std::move(data));
}

} // namespace cachescope::ui::test
