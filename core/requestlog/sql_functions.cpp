// SPDX-License-Identifier: MIT
#include "requestlog/sql_functions.h"

#include "requestlog/names.h"
#include "requestlog/row.h"
#include "requestlog/text_pattern.h"
#include "storage/body_store.h"

#include <sqlite3.h>

#include <algorithm>
#include <memory>

namespace cachescope::requestlog {

namespace {

std::string_view bytesOf(sqlite3_value *value)
{
    const auto *data = static_cast<const char *>(sqlite3_value_blob(value));
    return data == nullptr ? std::string_view()
                           : std::string_view(data, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

/** The decoded pattern of the first argument; decoded once a statement, as it is a constant there. */
const TextPattern &patternOf(sqlite3_context *context, sqlite3_value **values)
{
    if (const auto *known = static_cast<const TextPattern *>(sqlite3_get_auxdata(context, 0)))
        return *known;
    auto made = std::make_unique<TextPattern>(TextPattern::decode(bytesOf(values[0])));
    sqlite3_set_auxdata(
        context, 0, made.release(), [](void *pattern) { delete static_cast<TextPattern *>(pattern); });
    // SQLite may have declined to keep it (then it is deleted already).
    if (const auto *kept = static_cast<const TextPattern *>(sqlite3_get_auxdata(context, 0)))
        return *kept;
    thread_local TextPattern fallback;
    fallback = TextPattern::decode(bytesOf(values[0]));
    return fallback;
}

void match(sqlite3_context *context, int, sqlite3_value **values)
{
    sqlite3_result_int(context, patternOf(context, values).matches(bytesOf(values[1])) ? 1 : 0);
}

void matchTags(sqlite3_context *context, int, sqlite3_value **values)
{
    const TextPattern &pattern = patternOf(context, values);
    const std::vector<std::string> tags = splitTags(bytesOf(values[1]));
    const bool any
        = std::any_of(tags.begin(), tags.end(), [&](const std::string &tag) { return pattern.matches(tag); });
    sqlite3_result_int(context, any ? 1 : 0);
}

void matchBody(sqlite3_context *context, int, sqlite3_value **values)
{
    const std::int64_t id = sqlite3_value_int64(values[1]);
    auto *database = static_cast<storage::Database *>(sqlite3_user_data(context));
    // A body that is gone or damaged contains nothing; opening the call says what is wrong with it.
    const auto body = id > 0 ? storage::BodyStore::get(*database, id) : std::string();
    sqlite3_result_int(context, body && patternOf(context, values).matches(*body) ? 1 : 0);
}

void matchHeads(sqlite3_context *context, int, sqlite3_value **values)
{
    const auto heads = unpackHeads(bytesOf(values[1]));
    const TextPattern &pattern = patternOf(context, values);
    const bool found = heads && (pattern.matches(heads->request) || pattern.matches(heads->response));
    sqlite3_result_int(context, found ? 1 : 0);
}

void uidText(sqlite3_context *context, int, sqlite3_value **values)
{
    const std::string_view bytes = bytesOf(values[0]);
    base::Uid uid;
    std::copy_n(bytes.begin(), std::min(bytes.size(), uid.bytes.size()), uid.bytes.begin());
    const std::string text = uid.toString();
    sqlite3_result_text(context, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

} // namespace

base::Result<> addFilterFunctions(storage::Database &database)
{
    using Function = void (*)(sqlite3_context *, int, sqlite3_value **);
    struct Entry
    {
        const char *name;
        int arguments;
        Function function;
    };
    const Entry functions[] = { { "cs_match", 2, match },
                                { "cs_match_tags", 2, matchTags },
                                { "cs_body_matches", 2, matchBody },
                                { "cs_heads_match", 2, matchHeads },
                                { "cs_uid_text", 1, uidText } };
    for (const auto &[name, arguments, function] : functions)
        if (sqlite3_create_function_v2(
                database.handle(), name, arguments, SQLITE_UTF8 | SQLITE_DIRECTONLY, &database, function, nullptr,
                nullptr, nullptr)
            != SQLITE_OK)
            return tl::unexpected(database.lastError());
    return {};
}

} // namespace cachescope::requestlog
