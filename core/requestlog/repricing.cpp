// SPDX-License-Identifier: MIT
#include "requestlog/repricing.h"

#include "requestlog/call_way.h"
#include "requestlog/names.h"

#include <nlohmann/json.hpp>

namespace cachescope::requestlog {

namespace {

using base::Money;
using base::Result;
using storage::Database;
using storage::Statement;

constexpr std::int64_t callsPerStep = 2'000;

/** What a call's price is made of, read from its row and, of a hit, from that of the call which paid. */
struct PricedCall
{
    std::int64_t id = 0;
    base::UnixMicros startedAt = 0;
    RowKeys keys;
    CallFigures figures;
    std::optional<CostParts> parts;
    std::int64_t api = 0, serviceTier = 0;
    std::string usageJson, way;

    bool isLocal() const { return figures.outcome == Outcome::Hit || figures.outcome == Outcome::Coalesced; }
};

constexpr const char *selectSql
    = "SELECT r.id, r.started_at, r.upstream, r.model, r.project, r.client, r.session, r.credential, r.tags, "
      "r.outcome, r.flags, r.fresh, r.cache_read, r.cache_write_5m, r.cache_write_1h, r.cache_write_other, "
      "r.output, "
      "r.reasoning, r.billed, r.without_cache, r.avoided, r.cost_read, r.cost_write, r.cost_output, r.attempts, "
      "coalesce(h.api, r.api), coalesce(h.service_tier, r.service_tier), coalesce(hd.usage_json, d.usage_json), "
      "coalesce(hd.way, d.way) "
      "FROM request AS r LEFT JOIN request_detail AS d ON d.id = r.id "
      "LEFT JOIN request AS h ON r.hit_of != 0 AND h.id = r.hit_of LEFT JOIN request_detail AS hd ON hd.id = h.id "
      "WHERE r.id >= ?1 AND r.id <= ?2 AND r.state != 0 ORDER BY r.id LIMIT ?3";

std::optional<Money> moneyAt(const Statement &row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(Money::fromPico(row.integer(column)));
}

PricedCall readCall(const Statement &row)
{
    PricedCall call;
    call.id = row.integer(0);
    call.startedAt = row.integer(1);
    call.keys = { row.integer(2), row.integer(3), row.integer(4), row.integer(5),
                  row.integer(6), row.integer(7), row.integer(8), 0 };
    CallFigures &figures = call.figures;
    figures.outcome = static_cast<Outcome>(row.integer(9) % outcomeCount);
    figures.usageSource = static_cast<providers::UsageSource>((row.integer(10) >> RowFlag::usageSourceShift) & 3);
    figures.tokens = { row.integer(11), row.integer(12), row.integer(13), row.integer(14),
                       row.integer(15), row.integer(16), row.integer(17) };
    figures.billed = moneyAt(row, 18);
    figures.withoutCache = moneyAt(row, 19);
    figures.avoided = moneyAt(row, 20);
    const auto read = moneyAt(row, 21);
    const auto write = moneyAt(row, 22);
    const auto output = moneyAt(row, 23);
    if (figures.billed && read && write && output)
        call.parts = { *figures.billed - *read - *write - *output, *read, *write, *output };
    figures.attempts = row.integer(24);
    call.api = row.integer(25);
    call.serviceTier = row.integer(26);
    call.usageJson = row.text(27);
    call.way = row.text(28);
    return call;
}

/** What the usage object itself says about the price. */
struct RawFacts
{
    std::string inferenceGeo;
    bool explicitCache = false;
};

RawFacts factsOf(const PricedCall &call)
{
    RawFacts facts;
    if (call.usageJson.empty())
        return facts;
    const auto json = nlohmann::json::parse(call.usageJson, nullptr, false);
    if (json.is_object() && json.contains("inference_geo") && json["inference_geo"].is_string())
        facts.inferenceGeo = json["inference_geo"].get<std::string>();
    const auto usage = providers::parseUsage(static_cast<providers::Api>(call.api), call.usageJson);
    facts.explicitCache = usage && usage->explicitCache;
    return facts;
}

/** The call as `book` prices it. */
struct NewPrice
{
    CallFigures figures;
    std::optional<CostParts> parts;
};

NewPrice priced(
    const PricedCall &call, const providers::PriceBook &book, const std::string &upstream, const std::string &model,
    const std::string &tier)
{
    NewPrice price{ call.figures, call.parts };
    const RawFacts facts = factsOf(call);
    const providers::PriceContext context{ call.startedAt, tier, facts.inferenceGeo, facts.explicitCache };
    const auto cost = book.cost(upstream, model, call.figures.tokens, context);
    if (call.isLocal()) {
        price.figures.avoided = cost ? std::optional(cost->billed) : std::nullopt;
        return price;
    }
    price.figures.billed = cost ? std::optional(cost->billed) : std::nullopt;
    price.figures.withoutCache = cost ? std::optional(cost->withoutCache) : std::nullopt;
    price.parts.reset();
    if (cost)
        price.parts = { cost->input, cost->cacheRead, cost->cacheWrite, cost->output };
    return price;
}

void bindMoney(Statement &statement, int index, const std::optional<Money> &money)
{
    if (money)
        statement.bind(index, money->pico());
    else
        statement.bindNull(index);
}

Result<> writePrice(Database &database, std::int64_t id, const NewPrice &price)
{
    auto update = database.cached(
        "UPDATE request SET billed = ?2, without_cache = ?3, avoided = ?4, cost_read = ?5, cost_write = ?6, "
        "cost_output = ?7 WHERE id = ?1");
    if (!update)
        return tl::unexpected(update.error());
    (*update)->bind(1, id);
    bindMoney(**update, 2, price.figures.billed);
    bindMoney(**update, 3, price.figures.withoutCache);
    bindMoney(**update, 4, price.figures.avoided);
    const auto part = [&](Money CostParts::*member) {
        return price.parts ? std::optional((*price.parts).*member) : std::nullopt;
    };
    bindMoney(**update, 5, part(&CostParts::cacheRead));
    bindMoney(**update, 6, part(&CostParts::cacheWrite));
    bindMoney(**update, 7, part(&CostParts::output));
    return (*update)->run();
}

/** New less old, without the calls themselves and their times. */
Sums difference(const CallFigures &now, const CallFigures &before)
{
    Sums one, other;
    one.add(now);
    other.add(before);
    Sums change;
    change.unpriced = one.unpriced - other.unpriced;
    change.billed = one.billed - other.billed;
    change.withoutCache = one.withoutCache - other.withoutCache;
    change.avoided = one.avoided - other.avoided;
    return change;
}

SpendSums difference(const SpendSums &now, const SpendSums &before)
{
    SpendSums change;
    change.unpriced = now.unpriced - before.unpriced;
    for (Money SpendSums::*const member :
         { &SpendSums::billed, &SpendSums::costRead, &SpendSums::costWrite, &SpendSums::costOutput,
           &SpendSums::costUnsplit, &SpendSums::withoutCache, &SpendSums::avoided })
        change.*member = now.*member - before.*member;
    return change;
}

/** The part of the record that a step adds to. */
struct Progress
{
    std::int64_t nextId = 0, lastId = 0;
    TimeRange range;
    bool finished = false;
    std::int64_t calls = 0, changed = 0, newlyPriced = 0, unpriced = 0;
    Money billed, withoutCache, avoided;
};

Result<Progress> readProgress(Database &database, const std::string &uid)
{
    auto select = database.cached(
        "SELECT next_id, last_id, range_begin, range_end, finished_at != 0 FROM repricing WHERE uid = ?1");
    if (!select)
        return tl::unexpected(select.error());
    (*select)->bind(1, uid);
    Progress progress;
    progress.finished = true;
    if ((*select)->step()) {
        progress.nextId = (*select)->integer(0);
        progress.lastId = (*select)->integer(1);
        progress.range = { (*select)->integer(2), (*select)->integer(3) };
        progress.finished = (*select)->integer(4) != 0;
    } else if (!(*select)->ok()) {
        return tl::unexpected((*select)->error());
    }
    (*select)->reset();
    return progress;
}

Result<> writeProgress(
    Database &database, const std::string &uid, const Progress &step, base::UnixMicros finishedAt)
{
    auto update = database.cached(
        "UPDATE repricing SET next_id = ?2, finished_at = ?3, calls = calls + ?4, changed = changed + ?5, "
        "newly_priced = newly_priced + ?6, unpriced = unpriced + ?7, billed_change = billed_change + ?8, "
        "without_cache_change = without_cache_change + ?9, avoided_change = avoided_change + ?10 WHERE uid = ?1");
    if (!update)
        return tl::unexpected(update.error());
    (*update)->bind(1, uid);
    int index = 2;
    for (const std::int64_t value :
         { step.nextId, finishedAt, step.calls, step.changed, step.newlyPriced, step.unpriced, step.billed.pico(),
           step.withoutCache.pico(), step.avoided.pico() })
        (*update)->bind(index++, value);
    return (*update)->run();
}

/** Prices one call and writes it when that changed anything. */
Result<> repriceCall(
    Database &database, NameReader &names, const PricedCall &call, const providers::PriceBook &book,
    Progress &progress, std::vector<PriceChange> &changes)
{
    auto upstream = names.nameOf(database, call.keys.upstream);
    auto model = names.nameOf(database, call.keys.model);
    auto tier = names.nameOf(database, call.serviceTier);
    for (const auto *name : { &upstream, &model, &tier })
        if (!*name)
            return tl::unexpected(name->error());
    // Another upstream that answered has prices of its own.
    const CallWay way = callWayFromJson(call.way);
    const bool elsewhere = !way.answeredBy.empty();
    const NewPrice price = priced(
        call, book, elsewhere ? way.answeredBy : *upstream,
        elsewhere && !way.answeredModel.empty() ? way.answeredModel : *model, *tier);
    ++progress.calls;
    const std::optional<Money> &known = call.isLocal() ? price.figures.avoided : price.figures.billed;
    const std::optional<Money> &before = call.isLocal() ? call.figures.avoided : call.figures.billed;
    progress.unpriced += known ? 0 : 1;
    PriceChange change{ call.startedAt, call.keys, call.figures.outcome, difference(price.figures, call.figures),
                        difference(spendOf(price.figures, price.parts), spendOf(call.figures, call.parts)) };
    if (change.totals == Sums() && change.spend == SpendSums() && price.parts == call.parts && known == before)
        return {};
    if (auto written = writePrice(database, call.id, price); !written)
        return written;
    ++progress.changed;
    progress.newlyPriced += known && !before ? 1 : 0;
    progress.billed += change.spend.billed;
    progress.withoutCache += change.spend.withoutCache;
    progress.avoided += change.spend.avoided;
    changes.push_back(std::move(change));
    return {};
}

} // namespace

Result<> beginRepricing(Database &database, const Repricing &repricing)
{
    auto insert = database.cached("INSERT OR IGNORE INTO repricing SELECT NULL, ?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, "
                                  "coalesce((SELECT min(id) FROM request), 0), coalesce((SELECT max(id) FROM "
                                  "request), 0), 0, 0, 0, 0, 0, 0, 0");
    if (!insert)
        return tl::unexpected(insert.error());
    (*insert)->bind(1, repricing.uid);
    (*insert)->bind(2, repricing.startedAt);
    (*insert)->bind(3, repricing.origin);
    (*insert)->bind(4, repricing.book);
    (*insert)->bind(5, repricing.currency);
    (*insert)->bind(6, repricing.range.begin);
    (*insert)->bind(7, repricing.range.end);
    return (*insert)->run();
}

Result<bool> repriceStep(
    Database &database, const std::string &uid, const providers::PriceBook &book, base::UnixMicros now,
    std::vector<PriceChange> &changes)
{
    auto progress = readProgress(database, uid);
    if (!progress)
        return tl::unexpected(progress.error());
    if (progress->finished)
        return false;
    auto select = database.cached(selectSql);
    if (!select)
        return tl::unexpected(select.error());
    (*select)->bind(1, progress->nextId);
    (*select)->bind(2, progress->lastId);
    (*select)->bind(3, callsPerStep);
    std::vector<PricedCall> calls;
    std::int64_t seen = 0;
    while ((*select)->step()) {
        PricedCall call = readCall(**select);
        ++seen;
        progress->nextId = call.id + 1;
        const bool inRange = call.startedAt >= progress->range.begin && call.startedAt < progress->range.end;
        const bool paid = call.isLocal() || call.figures.attempts > 0;
        // Of a cached object's price its storage is a part, for a time that no column holds: it stays.
        const bool isObject = call.way.find("\"create_cached_contents\"") != std::string::npos;
        if (inRange && paid && !isObject && call.figures.usageSource != providers::UsageSource::None)
            calls.push_back(std::move(call));
    }
    if (!(*select)->ok())
        return tl::unexpected((*select)->error());
    (*select)->reset();
    NameReader names;
    for (const PricedCall &call : calls)
        if (auto done = repriceCall(database, names, call, book, *progress, changes); !done)
            return tl::unexpected(done.error());
    const bool more = seen == callsPerStep;
    if (auto written = writeProgress(database, uid, *progress, more ? 0 : now); !written)
        return tl::unexpected(written.error());
    return more;
}

} // namespace cachescope::requestlog
