// SPDX-License-Identifier: MIT
#pragma once

#include "storage/write_queue.h"

#include <QDir>
#include <QFileInfo>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace cachescope::storage {

inline WriteQueue::Job insertMeta(std::string key, std::int64_t value)
{
    return [key = std::move(key), value](Database &database) -> base::Result<> {
        auto statement = database.cached("INSERT OR IGNORE INTO meta VALUES (?, ?)");
        if (!statement)
            return tl::unexpected(statement.error());
        (*statement)->bind(1, std::string_view(key));
        (*statement)->bind(2, value);
        return (*statement)->run();
    };
}

inline std::int64_t countMeta(const std::string &path)
{
    auto reader = Database::open(path, OpenMode::ReadOnly);
    if (!reader)
        return -1;
    return reader->integer("SELECT count(*) FROM meta")->value_or(-1);
}

inline std::vector<std::string> filesLike(const std::string &path, const char *part)
{
    std::vector<std::string> found;
    const QFileInfo info(QString::fromStdString(path));
    for (const QString &name : info.dir().entryList({ info.fileName() + QLatin1String(part) + '*' }))
        found.push_back(info.dir().filePath(name).toStdString());
    return found;
}

inline std::string bytesOf(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(file), {} };
}

inline void writeBytes(const std::string &path, const std::string &bytes)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

} // namespace cachescope::storage
