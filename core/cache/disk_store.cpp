// SPDX-License-Identifier: MIT
#include "cache/disk_store.h"

#include "base/text.h"
#include "storage/compression.h"

#include <algorithm>

namespace cachescope::cache {

namespace {

using base::Digest;
using base::ErrorCode;
using base::failure;
using storage::Database;
using storage::Statement;

constexpr std::string_view columns
    = "canonical, upstream, model, project, namespace, version, credential, tags, api, form, include_usage, "
      "status, "
      "content_type, content_encoding, content_headers, stored_at, expires_at, filled_by, usage_source, fresh, "
      "cache_read, cache_write_5m, cache_write_1h, cache_write_other, output, reasoning, usage_json, cost, "
      "first_token_us, total_us, first_text, system_hash, prompt_size, body_size, stored_size, checksum";

std::string_view bytesOf(const Digest &digest)
{
    return { reinterpret_cast<const char *>(digest.data()), digest.size() };
}

std::optional<Digest> digestOf(std::string_view bytes)
{
    Digest digest{};
    if (bytes.size() != digest.size())
        return {};
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    return digest;
}

/** An upsert: the row keeps its id, and so its body's row is replaced, not orphaned. */
const std::string &upsertSql()
{
    static const std::string sql = [] {
        std::string marks, updates;
        for (std::string_view name : base::split(columns, ',')) {
            name = base::trim(name);
            marks += marks.empty() ? "?" : ",?";
            updates += std::string(name) + " = excluded." + std::string(name) + ", ";
        }
        return "INSERT INTO cache_entry (" + std::string(columns) + ") VALUES (" + marks
            + ") ON CONFLICT (canonical) DO UPDATE SET " + updates
            + "hits = 0, last_hit_at = 0, stale = 0 RETURNING id";
    }();
    return sql;
}

/** One "name: value" a line; neither holds line breaks, as the response parser refuses them. */
std::string joinedHeaders(const Entry &entry)
{
    std::string text;
    for (const auto &[name, value] : entry.contentHeaders)
        text += name + ": " + value + '\n';
    return text;
}

void bindUsage(Statement &row, int &column, const providers::Usage &usage)
{
    row.bind(++column, static_cast<std::int64_t>(usage.source));
    for (const std::int64_t count :
         { usage.tokens.fresh, usage.tokens.cacheRead, usage.tokens.cacheWrite5m, usage.tokens.cacheWrite1h,
           usage.tokens.cacheWriteOther, usage.tokens.output, usage.tokens.reasoning })
        row.bind(++column, count);
    row.bindInPlace(++column, usage.rawJson);
}

/** What a row needs beside the entry's own fields; both must stay while the row is bound. */
struct Derived
{
    std::string tags, headers;
    Digest checksum{};
};

void bindEntry(Statement &row, const Entry &entry, const Derived &derived, std::size_t storedSize)
{
    int column = 0;
    row.bindBlobInPlace(++column, bytesOf(entry.canonical));
    for (const std::string *text : { &entry.upstream, &entry.model, &entry.project, &entry.nameSpace,
                                     &entry.version, &entry.credential, &derived.tags })
        row.bindInPlace(++column, *text);
    for (const std::int64_t number : { static_cast<std::int64_t>(entry.api), static_cast<std::int64_t>(entry.form),
                                       std::int64_t{ entry.includeUsage }, std::int64_t{ entry.status } })
        row.bind(++column, number);
    for (const std::string *text : { &entry.contentType, &entry.contentEncoding, &derived.headers })
        row.bindInPlace(++column, *text);
    for (const std::int64_t number : { entry.storedAt, entry.expiresAt, entry.filledBy })
        row.bind(++column, number);
    bindUsage(row, column, entry.usage);
    row.bindOptional(++column, entry.cost ? std::optional(entry.cost->pico()) : std::nullopt);
    row.bind(++column, entry.originalFirstTokenMicros);
    row.bind(++column, entry.originalTotalMicros);
    row.bindInPlace(++column, entry.firstText);
    row.bind(++column, static_cast<std::int64_t>(entry.systemHash));
    row.bind(++column, static_cast<std::int64_t>(entry.promptText.size()));
    row.bind(++column, static_cast<std::int64_t>(entry.body.size()));
    row.bind(++column, static_cast<std::int64_t>(storedSize));
    row.bindBlobInPlace(++column, bytesOf(derived.checksum));
}

base::Result<> putPrompt(Database &database, std::int64_t id, const std::string &text)
{
    const auto prompt = database.cached("INSERT OR REPLACE INTO cache_prompt (id, text) VALUES (?, ?)");
    if (!prompt)
        return tl::unexpected(prompt.error());
    (*prompt)->bind(1, id);
    (*prompt)->bindInPlace(2, text);
    return (*prompt)->run();
}

/** Reads columns in order. */
class RowReader
{
public:
    explicit RowReader(const Statement &row)
        : m_row(row)
    { }
    std::string text() { return std::string(m_row.text(m_column++)); }
    std::string_view blob() { return m_row.blob(m_column++); }
    std::int64_t number() { return m_row.integer(m_column++); }
    std::optional<std::int64_t> optionalNumber()
    {
        const bool null = m_row.isNull(m_column);
        const std::int64_t value = m_row.integer(m_column++);
        return null ? std::nullopt : std::optional(value);
    }

private:
    const Statement &m_row;
    int m_column = 0;
};

void readHeaders(std::string_view text, Entry &entry)
{
    for (const std::string_view line : base::split(text, '\n')) {
        const std::size_t colon = line.find(": ");
        if (colon != std::string_view::npos)
            entry.contentHeaders.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
}

void readUsage(RowReader &row, providers::Usage &usage)
{
    usage.source = static_cast<providers::UsageSource>(row.number());
    for (std::int64_t *count :
         { &usage.tokens.fresh, &usage.tokens.cacheRead, &usage.tokens.cacheWrite5m, &usage.tokens.cacheWrite1h,
           &usage.tokens.cacheWriteOther, &usage.tokens.output, &usage.tokens.reasoning })
        *count = row.number();
    usage.rawJson = row.text();
}

/** Numbers become enumerators only within their range; the checksum finds the rest. */
template <typename Enum> Enum enumerator(std::int64_t number, Enum last)
{
    return number >= 0 && number <= static_cast<std::int64_t>(last) ? static_cast<Enum>(number) : Enum{};
}

/** Fills everything but the body; returns the size that the body has once it is unpacked. */
std::int64_t readEntry(RowReader &row, Entry &entry, std::int64_t &storedSize)
{
    entry.canonical = digestOf(row.blob()).value_or(Digest{});
    for (std::string *text :
         { &entry.upstream, &entry.model, &entry.project, &entry.nameSpace, &entry.version, &entry.credential })
        *text = row.text();
    const std::string tags = row.text();
    for (const std::string_view tag : base::split(tags, ',')) {
        if (!tag.empty())
            entry.tags.emplace_back(tag);
    }
    entry.api = enumerator(row.number(), providers::Api::GeminiEmbed);
    entry.form = enumerator(row.number(), providers::AnswerForm::JsonArray);
    entry.includeUsage = row.number() != 0;
    entry.status = static_cast<int>(row.number());
    entry.contentType = row.text();
    entry.contentEncoding = row.text();
    readHeaders(row.text(), entry);
    entry.storedAt = row.number();
    entry.expiresAt = row.number();
    entry.filledBy = row.number();
    readUsage(row, entry.usage);
    if (const auto cost = row.optionalNumber())
        entry.cost = base::Money::fromPico(*cost);
    entry.originalFirstTokenMicros = row.number();
    entry.originalTotalMicros = row.number();
    entry.firstText = row.text();
    entry.systemHash = static_cast<std::uint64_t>(row.number());
    row.number(); // Size of the prompt's beginning, which no hit needs.
    const std::int64_t size = row.number();
    storedSize = row.number();
    entry.bodyChecksum = digestOf(row.blob()).value_or(Digest{});
    return size;
}

base::Error damaged(const Database &database)
{
    return { ErrorCode::Corrupt,
             database.path() + ": a cached answer is damaged; it is dropped and asked for anew." };
}

/** Larger than any entry the proxy keeps: a damaged size must not take the memory. */
constexpr std::int64_t largestBody = std::int64_t{ 1 } << 30;

} // namespace

base::Result<std::int64_t> putEntry(Database &database, const Entry &entry)
{
    const storage::PackedView packed = storage::packInPlace(entry.body);
    const Derived derived{ joinedTags(entry), joinedHeaders(entry), entryChecksum(entry) };
    const auto row = database.cached(upsertSql());
    if (!row)
        return tl::unexpected(row.error());
    bindEntry(**row, entry, derived, packed.data.size());
    const bool inserted = (*row)->step();
    const std::int64_t id = inserted ? (*row)->integer(0) : 0;
    if (!inserted)
        return tl::unexpected((*row)->error());
    if (auto done = (*row)->run(); !done)
        return tl::unexpected(done.error());
    const auto body = database.cached("INSERT OR REPLACE INTO cache_body (id, data) VALUES (?, ?)");
    if (!body)
        return tl::unexpected(body.error());
    (*body)->bind(1, id);
    (*body)->bindBlobInPlace(2, packed.data);
    if (auto done = (*body)->run(); !done)
        return tl::unexpected(done.error());
    if (auto done = putPrompt(database, id, entry.promptText); !done)
        return tl::unexpected(done.error());
    return static_cast<std::int64_t>(packed.data.size() + entry.promptText.size()) + diskOverheadBytes;
}

base::Result<std::optional<Entry>> getEntry(Database &database, const Digest &canonical)
{
    static const std::string sql = "SELECT " + std::string(columns)
        + ", data FROM cache_entry JOIN cache_body USING (id) WHERE canonical = ?";
    const auto statement = database.cached(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    Statement &row = **statement;
    row.bindBlob(1, bytesOf(canonical));
    if (!row.step()) {
        if (!row.ok())
            return tl::unexpected(row.error());
        row.reset();
        return std::nullopt;
    }
    RowReader reader(row);
    Entry entry;
    std::int64_t storedSize = 0;
    const std::int64_t size = readEntry(reader, entry, storedSize);
    const std::string_view data = reader.blob();
    const bool plausible = size >= 0 && size <= largestBody && static_cast<std::int64_t>(data.size()) == storedSize;
    // pack() compresses only where that gains something.
    const auto codec = storedSize < size ? storage::Codec::Zstd : storage::Codec::Raw;
    auto body = plausible ? storage::unpack(codec, data, static_cast<std::size_t>(size))
                          : base::Result<std::string>(tl::unexpected(damaged(database)));
    row.reset();
    if (!body)
        return tl::unexpected(damaged(database));
    entry.body = std::move(*body);
    if (entry.canonical != canonical || entryChecksum(entry) != entry.bodyChecksum)
        return tl::unexpected(damaged(database));
    return entry;
}

base::Result<> removeEntry(Database &database, const Digest &canonical)
{
    const auto statement = database.cached("DELETE FROM cache_entry WHERE canonical = ?");
    if (!statement)
        return tl::unexpected(statement.error());
    (*statement)->bindBlob(1, bytesOf(canonical));
    return (*statement)->run();
}

base::Result<> removeAllEntries(Database &database)
{
    return database.execute("DELETE FROM cache_entry; DELETE FROM cache_body; DELETE FROM cache_prompt;");
}

base::Result<> saveHits(Database &database, const std::vector<DiskIndex::Hits> &hits)
{
    const auto statement
        = database.cached("UPDATE cache_entry SET hits = max(hits, ?), last_hit_at = max(last_hit_at, ?) WHERE "
                          "canonical = ?");
    if (!statement)
        return tl::unexpected(statement.error());
    for (const DiskIndex::Hits &hit : hits) {
        (*statement)->bind(1, hit.count);
        (*statement)->bind(2, hit.lastAt);
        (*statement)->bindBlob(3, bytesOf(hit.canonical));
        if (auto done = (*statement)->run(); !done)
            return done;
    }
    return {};
}

base::Result<> readIndex(Database &database, const std::function<bool(const Digest &, const DiskRecord &)> &take)
{
    auto row = database.prepare(
        "SELECT canonical, stored_at, expires_at, stored_size + prompt_size, hits, last_hit_at, stale, pinned FROM "
        "cache_entry "
        "WHERE stale != 2"); // Removed ones only wait for an undo.
    if (!row)
        return tl::unexpected(row.error());
    while (row->step()) {
        const auto canonical = digestOf(row->blob(0));
        if (!canonical)
            continue; // No look-up can ever find it; eviction by the next clear.
        DiskRecord record;
        record.storedAt = row->integer(1);
        record.expiresAt = row->integer(2);
        record.bytes = row->integer(3) + diskOverheadBytes;
        record.hits = row->integer(4);
        record.lastHitAt = row->integer(5);
        record.stale = row->integer(6) != 0;
        record.pinned = row->integer(7) != 0;
        if (!take(*canonical, record))
            return {};
    }
    return row->ok() ? base::Result<>{} : tl::unexpected(row->error());
}

} // namespace cachescope::cache
