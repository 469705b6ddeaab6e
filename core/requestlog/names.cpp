// SPDX-License-Identifier: MIT
#include "requestlog/names.h"

namespace cachescope::requestlog {

namespace {

/** Many sessions pass by in the life of a process; beyond this the memory starts anew. */
constexpr std::size_t mostRemembered = 100'000;

} // namespace

base::Result<std::int64_t> NameWriter::idOf(storage::Database &database, NameKind kind, std::string_view value)
{
    if (value.empty())
        return 0;
    Kind &names = m_kinds[static_cast<std::size_t>(kind)];
    if (names.lastId != 0 && names.last == value)
        return names.lastId;
    std::int64_t id = 0;
    if (const auto found = names.known.find(value); found != names.known.end()) {
        id = found->second;
    } else {
        auto added = findOrAdd(database, kind, value);
        if (!added)
            return added;
        id = *added;
        if (names.known.size() >= mostRemembered)
            names.known.clear();
        names.known.emplace(value, id);
    }
    names.last = value;
    names.lastId = id;
    return id;
}

void NameWriter::forget()
{
    m_kinds = {};
}

base::Result<std::int64_t> NameWriter::findOrAdd(storage::Database &database, NameKind kind, std::string_view value)
{
    auto insert = database.cached("INSERT OR IGNORE INTO name (kind, value) VALUES (?1, ?2)");
    if (!insert)
        return tl::unexpected(insert.error());
    (*insert)->bind(1, static_cast<std::int64_t>(kind));
    (*insert)->bind(2, value);
    if (auto run = (*insert)->run(); !run)
        return tl::unexpected(run.error());
    auto select = database.cached("SELECT id FROM name WHERE kind = ?1 AND value = ?2");
    if (!select)
        return tl::unexpected(select.error());
    (*select)->bind(1, static_cast<std::int64_t>(kind));
    (*select)->bind(2, value);
    if (!(*select)->step())
        return tl::unexpected(
            (*select)->ok() ? base::Error{ base::ErrorCode::Internal, "A name that was just added is not there." }
                            : (*select)->error());
    const std::int64_t id = (*select)->integer(0);
    (*select)->reset();
    return id;
}

base::Result<std::string> NameReader::nameOf(storage::Database &database, std::int64_t id)
{
    if (id == 0)
        return std::string();
    if (const auto found = m_known.find(id); found != m_known.end())
        return found->second;
    auto select = database.cached("SELECT value FROM name WHERE id = ?1");
    if (!select)
        return tl::unexpected(select.error());
    (*select)->bind(1, id);
    std::string name;
    const bool there = (*select)->step();
    if (there)
        name = (*select)->text(0);
    else if (!(*select)->ok())
        return tl::unexpected((*select)->error());
    (*select)->reset();
    if (m_known.size() >= mostRemembered)
        m_known.clear();
    // A name that is not there yet may come: only what was found is remembered.
    if (there)
        m_known.emplace(id, name);
    return name;
}

std::string joinTags(const std::vector<std::string> &tags)
{
    std::string joined;
    for (std::size_t i = 0; i < tags.size(); ++i) {
        if (i > 0)
            joined.push_back('\n');
        for (const char c : tags[i]) {
            if (c == '\\' || c == '\n')
                joined.push_back('\\');
            joined.push_back(c == '\n' ? 'n' : c);
        }
    }
    return joined;
}

std::vector<std::string> splitTags(std::string_view joined)
{
    std::vector<std::string> tags;
    if (joined.empty())
        return tags;
    tags.emplace_back();
    for (std::size_t i = 0; i < joined.size(); ++i) {
        if (joined[i] == '\n')
            tags.emplace_back();
        else if (joined[i] == '\\' && i + 1 < joined.size())
            tags.back().push_back(joined[++i] == 'n' ? '\n' : joined[i]);
        else
            tags.back().push_back(joined[i]);
    }
    return tags;
}

} // namespace cachescope::requestlog
