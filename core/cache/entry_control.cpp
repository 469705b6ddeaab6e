// SPDX-License-Identifier: MIT
#include "cache/entry_control.h"

#include "cache/disk_store.h"

#include <nlohmann/json.hpp>

namespace cachescope::cache {

using base::ErrorCode;
using base::failure;

base::Result<EntryRow> readOnlyRow(storage::Database &database, const std::string &key, base::UnixMicros now)
{
    Selector selector;
    if (const auto set = setSelector(selector, "key", key); !set)
        return tl::unexpected(set.error());
    const auto found = readEntryPage(database, selector, EntrySort::Newest, 0, 2, now);
    if (!found)
        return tl::unexpected(found.error());
    if (found->rows.empty())
        return failure(ErrorCode::NotFound, "No entry has the key " + key + ".");
    if (found->rows.size() > 1)
        return failure(
            ErrorCode::InvalidInput, "Several entries have a key that begins with " + key + "; give more digits.");
    return found->rows.front();
}

base::Result<EntryControl::Shown> readShown(
    storage::Database &database, const std::string &key, base::UnixMicros now)
{
    const auto row = readOnlyRow(database, key, now);
    if (!row)
        return tl::unexpected(row.error());
    auto found = getEntry(database, row->canonical);
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return failure(ErrorCode::NotFound, "The entry " + key + " has just gone.");
    return EntryControl::Shown{ *row, std::move(**found) };
}

std::string invalidationJson(const Invalidation &past)
{
    using Json = nlohmann::ordered_json;
    const Json out{ { "undo_id", past.id },
                    { "at", past.at },
                    { "action", past.action == InvalidateAction::Remove ? "remove" : "stale" },
                    { "selector", Json::parse(past.selector, nullptr, false) },
                    { "origin", past.origin },
                    { "cause", past.cause },
                    { "count", past.effect.entries },
                    { "bytes", past.effect.bytes },
                    { "pinned_kept", past.effect.pinnedKept },
                    { "usd_per_week", past.effect.perWeek.toDecimal() },
                    { "undo_until", past.undoUntil },
                    { "undone_at", past.undoneAt > 0 ? Json(past.undoneAt) : Json(nullptr) },
                    { "restored", past.restored } };
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Result<Invalidation> invalidationFromJson(std::string_view json)
{
    using Json = nlohmann::json;
    const Json in = Json::parse(json, nullptr, false);
    const auto text = [&](const char *name) {
        const auto member = in.find(name);
        return member != in.end() && member->is_string() ? member->get<std::string>() : std::string();
    };
    const auto number = [&](const char *name) {
        const auto member = in.find(name);
        return member != in.end() && member->is_number_integer() ? member->get<std::int64_t>() : std::int64_t{ 0 };
    };
    Invalidation past;
    if (in.is_object())
        past.id = text("undo_id");
    if (past.id.empty())
        return failure(ErrorCode::Corrupt, "What was said of an invalidation cannot be read.");
    past.at = number("at");
    past.undoUntil = number("undo_until");
    past.undoneAt = number("undone_at");
    past.action = text("action") == "remove" ? InvalidateAction::Remove : InvalidateAction::Stale;
    if (const auto selector = in.find("selector"); selector != in.end())
        past.selector = selector->dump();
    past.origin = text("origin");
    past.cause = text("cause");
    past.effect.entries = number("count");
    past.effect.bytes = number("bytes");
    past.effect.pinnedKept = number("pinned_kept");
    past.effect.perWeek = base::Money::parse(text("usd_per_week")).value_or(base::Money());
    past.restored = number("restored");
    return past;
}

} // namespace cachescope::cache
