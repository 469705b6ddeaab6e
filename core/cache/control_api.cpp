// SPDX-License-Identifier: MIT
#include "cache/control_api.h"

#include "base/redact.h"
#include "base/text.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace cachescope::cache {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t defaultLimit = 100, mostRows = 10'000;

constexpr std::array<std::pair<std::string_view, EntrySort>, 10> sorts{ { { "newest", EntrySort::Newest },
                                                                          { "hits", EntrySort::Hits },
                                                                          { "last_hit", EntrySort::LastHit },
                                                                          { "size", EntrySort::Size },
                                                                          { "saved", EntrySort::Saved },
                                                                          { "last_use", EntrySort::LastUse },
                                                                          { "key", EntrySort::Key },
                                                                          { "model", EntrySort::Model },
                                                                          { "first_text", EntrySort::FirstText },
                                                                          { "ttl_used", EntrySort::TtlUsed } } };

ControlAnswer problem(int status, std::string code, std::string detail)
{
    return { status, {}, std::move(code), std::move(detail) };
}

ControlAnswer fromError(const base::Error &error)
{
    switch (error.code) {
    case base::ErrorCode::InvalidInput:
        return problem(400, "bad_selector", error.message);
    case base::ErrorCode::NotFound:
        return problem(404, "not_found", error.message);
    default:
        return problem(503, "cache_unavailable", error.message);
    }
}

std::string text(const Json &document)
{
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Error unknownName(std::string_view name, std::span<const std::string_view> others)
{
    std::vector<std::string_view> known = selectorNames();
    known.insert(known.end(), others.begin(), others.end());
    std::string message = "There is no selector '" + std::string(name) + "'";
    if (const auto nearest = base::nearestName(name, known); !nearest.empty())
        message += "; did you mean '" + std::string(nearest) + "'?";
    else
        message += ".";
    return { base::ErrorCode::InvalidInput, message };
}

/** A JSON value as setSelector wants it: ages may come as numbers of seconds. */
std::optional<std::string> selectorText(std::string_view name, const Json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_boolean())
        return value.get<bool>() ? "true" : "false";
    if (value.is_number_unsigned() || (value.is_number_integer() && value.get<std::int64_t>() >= 0)) {
        const bool isAge = name == "older_than" || name == "ttl_left_below";
        return std::to_string(value.get<std::int64_t>()) + (isAge ? "s" : "");
    }
    return {};
}

struct InvalidateRequest
{
    Selector selector;
    InvalidateAction action = InvalidateAction::Stale;
    bool dryRun = false;
    std::string origin; ///< Who asks, where that is not who speaks: a window that is attached.
};

base::Result<> readMember(InvalidateRequest &request, const std::string &name, const Json &value)
{
    const auto wrong = [&](const char *wanted) {
        return base::failure(base::ErrorCode::InvalidInput, name + " wants " + wanted + ".");
    };
    if (name == "dry_run") {
        if (!value.is_boolean())
            return wrong("true or false");
        request.dryRun = value.get<bool>();
        return {};
    }
    if (name == "origin") {
        if (value != "window" && value != "command")
            return wrong("window or command");
        request.origin = value.get<std::string>();
        return {};
    }
    if (name == "action") {
        if (value != "stale" && value != "remove")
            return wrong("stale or remove");
        request.action = value == "remove" ? InvalidateAction::Remove : InvalidateAction::Stale;
        return {};
    }
    if (value.is_null())
        return {};
    const auto asText = selectorText(name, value);
    if (!asText)
        return wrong("a text or a number");
    const auto known = setSelector(request.selector, name, *asText);
    if (!known)
        return tl::unexpected(known.error());
    static constexpr std::array<std::string_view, 3> others{ "action", "dry_run", "origin" };
    return *known ? base::Result<>{} : tl::unexpected(unknownName(name, others));
}

base::Result<Json> readObject(const std::string &body)
{
    Json document = body.empty() ? Json::object() : Json::parse(body, nullptr, false);
    if (!document.is_object())
        return base::failure(base::ErrorCode::InvalidInput, "The body must be one JSON object.");
    return document;
}

ControlAnswer invalidate(Invalidator &invalidator, const ControlQuestion &question)
{
    const auto document = readObject(question.body);
    if (!document)
        return fromError(document.error());
    InvalidateRequest request;
    for (const auto &[name, value] : document->items()) {
        if (auto fine = readMember(request, name, value); !fine)
            return fromError(fine.error());
    }
    if (request.dryRun) {
        const auto effect = invalidator.preview(request.selector, request.action);
        if (!effect)
            return fromError(effect.error());
        Json versions = Json::array();
        for (const VersionEffect &one : effect->versions)
            versions.push_back({ { "version", one.version },
                                 { "count", one.entries },
                                 { "bytes", one.bytes },
                                 { "usd_per_week", one.perWeek.toDecimal() } });
        return { 200,
                 text({ { "count", effect->entries },
                        { "bytes", effect->bytes },
                        { "usd_per_week", effect->perWeek.toDecimal() },
                        { "undo_id", nullptr },
                        { "pinned_kept", effect->pinnedKept },
                        { "unpriced", effect->unpriced },
                        { "all_entries", effect->allEntries },
                        { "versions", versions },
                        { "dry_run", true } }),
                 {},
                 {} };
    }
    const auto done = invalidator.apply(
        request.selector, request.action, request.origin.empty() ? question.origin : request.origin);
    return done ? ControlAnswer{ 200, invalidationJson(*done), {}, {} } : fromError(done.error());
}

ControlAnswer undo(Invalidator &invalidator, const std::string &id)
{
    const auto done = invalidator.undo(id);
    if (!done)
        return fromError(done.error());
    switch (done->kind) {
    case UndoResult::Kind::Done:
        return { 200, text({ { "undo_id", id }, { "restored", done->restored } }), {}, {} };
    case UndoResult::Kind::Unknown:
        return problem(404, "not_found", "There is no invalidation " + id + ".");
    case UndoResult::Kind::AlreadyUndone:
        return problem(409, "already_undone", "The invalidation " + id + " has been undone already.");
    case UndoResult::Kind::TooLate:
        break;
    }
    return problem(410, "too_late", "The ten minutes in which " + id + " could be undone are over.");
}

ControlAnswer pin(Invalidator &invalidator, const std::string &body)
{
    const auto document = readObject(body);
    if (!document)
        return fromError(document.error());
    const auto key = document->find("key"), pinned = document->find("pinned");
    if (key == document->end() || !key->is_string() || pinned == document->end() || !pinned->is_boolean()
        || document->size() != 2)
        return problem(400, "bad_request", "pin wants {\"key\": \"…\", \"pinned\": true or false}.");
    const auto done = invalidator.setPinned(key->get<std::string>(), pinned->get<bool>());
    return done ? ControlAnswer{ 200, text(*document), {}, {} } : fromError(done.error());
}

std::optional<std::size_t> wholeNumber(std::string_view value)
{
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool whole = error == std::errc{} && end == value.data() + value.size();
    return whole ? std::optional(number) : std::nullopt;
}

struct ListRequest
{
    Selector selector;
    EntrySort sort = EntrySort::Newest;
    std::size_t offset = 0, limit = defaultLimit;
};

base::Result<> readParameter(ListRequest &request, const std::string &name, const std::string &value)
{
    static constexpr std::array<std::string_view, 3> others{ "limit", "offset", "sort" };
    if (name == "limit" || name == "offset") {
        const auto number = wholeNumber(value);
        if (!number || (name == "limit" && (*number < 1 || *number > mostRows)))
            return base::failure(base::ErrorCode::InvalidInput, name + " wants a whole number, limit 1 to 10000.");
        (name == "limit" ? request.limit : request.offset) = *number;
        return {};
    }
    if (name == "sort") {
        for (const auto &[known, sort] : sorts) {
            if (known == value) {
                request.sort = sort;
                return {};
            }
        }
        return base::failure(
            base::ErrorCode::InvalidInput,
            "sort wants newest, hits, last_hit, last_use, size, saved, key, model, first_text or ttl_used, not '"
                + value + "'.");
    }
    const auto known = setSelector(request.selector, name, value);
    if (!known)
        return tl::unexpected(known.error());
    return *known ? base::Result<>{} : tl::unexpected(unknownName(name, others));
}

ControlAnswer list(Invalidator &invalidator, const ControlQuestion &question, base::UnixMicros now)
{
    ListRequest request;
    for (const auto &[name, value] : question.parameters) {
        if (auto fine = readParameter(request, name, value); !fine)
            return fromError(fine.error());
    }
    const auto page = invalidator.entries(request.selector, request.sort, request.offset, request.limit);
    if (!page)
        return fromError(page.error());
    std::string out = "{\"entries\":[";
    for (const EntryRow &row : page->rows)
        out.append(out.back() == '[' ? "" : ",").append(entryJson(row, now));
    out += "],\"total\":" + std::to_string(page->total) + ",\"bytes\":" + std::to_string(page->bytes)
        + ",\"usd_saved\":\"" + page->saved.toDecimal() + "\"}";
    return { 200, std::move(out), {}, {} };
}

ControlAnswer show(Invalidator &invalidator, const std::string &key, base::UnixMicros now)
{
    const auto found = invalidator.entry(key);
    if (!found)
        return fromError(found.error());
    Json document = Json::parse(entryJson(found->row, now));
    document["status"] = found->entry.status;
    document["content_type"] = found->entry.contentType;
    document["content_encoding"] = found->entry.contentEncoding;
    document["form"] = found->entry.form == providers::AnswerForm::Json ? "json" : "stream";
    document["body"] = base::redactText(found->entry.body);
    return { 200, text(document), {}, {} };
}

ControlAnswer past(Invalidator &invalidator)
{
    const auto all = invalidator.history(defaultLimit);
    if (!all)
        return fromError(all.error());
    std::string out = "{\"invalidations\":[";
    for (const Invalidation &one : *all)
        out.append(out.back() == '[' ? "" : ",").append(invalidationJson(one));
    return { 200, out + "]}", {}, {} };
}

constexpr std::string_view undoPath = "undo/", entryPath = "entries/";

} // namespace

bool isControlPath(std::string_view path, bool &wantsPost)
{
    wantsPost = path == "invalidate" || path == "pin" || path.starts_with(undoPath);
    return wantsPost || path == "entries" || path == "invalidations" || path.starts_with(entryPath);
}

ControlAnswer answerControl(Invalidator &invalidator, const ControlQuestion &question, base::UnixMicros now)
{
    const std::string &path = question.path;
    if (path == "entries")
        return list(invalidator, question, now);
    if (path.starts_with(entryPath))
        return show(invalidator, path.substr(entryPath.size()), now);
    if (path == "invalidations")
        return past(invalidator);
    if (path == "invalidate")
        return invalidate(invalidator, question);
    if (path == "pin")
        return pin(invalidator, question.body);
    return undo(invalidator, path.substr(undoPath.size()));
}

} // namespace cachescope::cache
