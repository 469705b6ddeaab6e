// SPDX-License-Identifier: MIT
#include "engine/remote_entries.h"

#include "cache/invalidation_table.h"
#include "engine/admin_client.h"
#include "engine/data_directory.h"
#include "engine/entry_filter.h"

#include <nlohmann/json.hpp>

namespace cachescope::engine {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;
using cache::ControlAnswer;
using cache::Selector;
using Json = nlohmann::json;

constexpr int notFound = 404, conflict = 409, gone = 410;

base::UnixMicros now()
{
    return base::SystemClock::instance().wall();
}

/** What the other process refused, as it would have come from its own functions. */
base::Error errorOf(const ControlAnswer &answer)
{
    const ErrorCode code = answer.status == 400 ? ErrorCode::InvalidInput
        : answer.status == notFound             ? ErrorCode::NotFound
                                                : ErrorCode::Unavailable;
    return { code, answer.detail };
}

std::string invalidateBody(
    const Selector &selector, cache::InvalidateAction action, bool dryRun, const std::string &origin)
{
    Json body = Json::parse(selector.toJson(), nullptr, false);
    body["action"] = action == cache::InvalidateAction::Remove ? "remove" : "stale";
    body["dry_run"] = dryRun;
    if (!origin.empty())
        body["origin"] = origin;
    return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::int64_t number(const Json &in, const char *name)
{
    const auto member = in.find(name);
    return member != in.end() && member->is_number_integer() ? member->get<std::int64_t>() : 0;
}

std::string text(const Json &in, const char *name)
{
    const auto member = in.find(name);
    return member != in.end() && member->is_string() ? member->get<std::string>() : std::string();
}

base::Money money(const Json &in, const char *name)
{
    return base::Money::parse(text(in, name)).value_or(base::Money());
}

cache::InvalidateEffect effectOf(const Json &in)
{
    cache::InvalidateEffect effect;
    effect.entries = number(in, "count");
    effect.bytes = number(in, "bytes");
    effect.pinnedKept = number(in, "pinned_kept");
    effect.perWeek = money(in, "usd_per_week");
    effect.unpriced = number(in, "unpriced");
    effect.allEntries = number(in, "all_entries");
    if (const auto versions = in.find("versions"); versions != in.end() && versions->is_array()) {
        for (const Json &one : *versions) {
            if (one.is_object())
                effect.versions.push_back({ text(one, "version"), number(one, "count"), number(one, "bytes"),
                                            money(one, "usd_per_week") });
        }
    }
    return effect;
}

} // namespace

RemoteEntries::RemoteEntries(std::string dataDirectory)
    : m_directory(std::move(dataDirectory))
{ }

Result<storage::Database> RemoteEntries::database() const
{
    return storage::Database::open(databaseFile(m_directory), storage::OpenMode::ReadOnly);
}

/** Found anew each time: the program may have been restarted, its token renewed. */
Result<ControlAnswer> RemoteEntries::post(const std::string &path, const std::string &body) const
{
    const auto client = AdminClient::find(m_directory);
    if (!client)
        return failure(
            ErrorCode::Unavailable,
            "Nothing was changed: the program that holds this cache does not run. " + client.error().message);
    auto answer = (*client)->ask({ true, path, {}, body, {} });
    if (!answer)
        return tl::unexpected(answer.error());
    if (answer->status >= 400 && answer->status != conflict && answer->status != gone)
        return tl::unexpected(errorOf(*answer));
    return answer;
}

Result<cache::InvalidateEffect> RemoteEntries::preview(const Selector &selector, cache::InvalidateAction action)
{
    const auto answer = post("invalidate", invalidateBody(selector, action, true, {}));
    if (!answer)
        return tl::unexpected(answer.error());
    return effectOf(Json::parse(answer->json, nullptr, false));
}

Result<cache::Invalidation> RemoteEntries::apply(
    const Selector &selector, cache::InvalidateAction action, const std::string &origin)
{
    const auto answer = post("invalidate", invalidateBody(selector, action, false, origin));
    if (!answer)
        return tl::unexpected(answer.error());
    return cache::invalidationFromJson(answer->json);
}

Result<cache::UndoResult> RemoteEntries::undo(const std::string &id)
{
    using Kind = cache::UndoResult::Kind;
    const auto answer = post("undo/" + id, {});
    if (!answer && answer.error().code == ErrorCode::NotFound)
        return cache::UndoResult{ Kind::Unknown, 0 };
    if (!answer)
        return tl::unexpected(answer.error());
    if (answer->status == conflict)
        return cache::UndoResult{ Kind::AlreadyUndone, 0 };
    if (answer->status == gone)
        return cache::UndoResult{ Kind::TooLate, 0 };
    return cache::UndoResult{ Kind::Done, number(Json::parse(answer->json, nullptr, false), "restored") };
}

Result<std::vector<cache::Invalidation>> RemoteEntries::history(std::size_t limit)
{
    auto file = database();
    if (!file)
        return tl::unexpected(file.error());
    return cache::readInvalidations(*file, limit);
}

Result<> RemoteEntries::setPinned(const std::string &key, bool pinned)
{
    const auto answer = post("pin", Json{ { "key", key }, { "pinned", pinned } }.dump());
    if (!answer)
        return tl::unexpected(answer.error());
    return {};
}

Result<cache::EntryControl::Shown> RemoteEntries::entry(const std::string &key)
{
    auto file = database();
    if (!file)
        return tl::unexpected(file.error());
    return cache::readShown(*file, key, now());
}

Result<cache::EntryIds> RemoteEntries::entryIds(
    const Selector &given, cache::EntrySort sort, cache::SortOrder order)
{
    Selector selector = given;
    if (selector.filter) {
        auto judge = entryFilterReader(databaseFile(m_directory))(*selector.filter);
        if (!judge)
            return tl::unexpected(judge.error());
        selector.judge = std::move(*judge);
    }
    auto file = database();
    if (!file)
        return tl::unexpected(file.error());
    return cache::readEntryIds(*file, selector, sort, order, now());
}

Result<std::vector<cache::EntryRow>> RemoteEntries::entryRows(const std::vector<std::int64_t> &ids)
{
    auto file = database();
    if (!file)
        return tl::unexpected(file.error());
    return cache::readEntriesById(*file, ids);
}

Result<cache::EntryNames> RemoteEntries::entryNames()
{
    auto file = database();
    if (!file)
        return tl::unexpected(file.error());
    return cache::readEntryNames(*file);
}

} // namespace cachescope::engine
