// SPDX-License-Identifier: MIT
#include "requestlog/export.h"

#include "requestlog/csv.h"
#include "requestlog/har.h"
#include "requestlog/record_json.h"

#include <algorithm>

namespace cachescope::requestlog {

namespace {

using base::Result;

constexpr std::size_t pageSize = 200;

/** What stands before, between and behind the calls, and a call itself. */
struct Writer
{
    std::string head, separator, tail;
    bool wantsContents = false;
    std::function<std::string(const CallRecord &, const CallContents &)> call;
};

Writer writerFor(ExportFormat format)
{
    switch (format) {
    case ExportFormat::JsonLines:
        return { .head = {},
                 .separator = {},
                 .tail = {},
                 .wantsContents = true,
                 .call = [](const CallRecord &record, const CallContents &contents) {
                     return toJson(record, contents) + "\n";
                 } };
    case ExportFormat::Csv:
        return { .head = csvHeader(),
                 .separator = {},
                 .tail = {},
                 .wantsContents = false,
                 .call = [](const CallRecord &record, const CallContents &) { return csvLine(record); } };
    case ExportFormat::Har:
        return { .head = harHead(),
                 .separator = ",\n",
                 .tail = harTail(),
                 .wantsContents = true,
                 .call = [](const CallRecord &record, const CallContents &contents) {
                     return dumped(harEntry(record, contents));
                 } };
    }
    return {};
}

} // namespace

Result<std::int64_t> exportCalls(
    Reader &reader, TimeRange range, const Filter &filter, ExportFormat format,
    const std::function<bool(std::string_view)> &sink)
{
    std::vector<std::int64_t> ids;
    const auto found = reader.ids(range, filter, SortColumn::Time, true, [&ids](const auto &batch) {
        ids.insert(ids.end(), batch.begin(), batch.end());
    });
    if (!found)
        return tl::unexpected(found.error());
    const Writer writer = writerFor(format);
    std::int64_t written = 0;
    if (!sink(writer.head))
        return written;
    for (std::size_t at = 0; at < ids.size(); at += pageSize) {
        const auto first = ids.begin() + static_cast<std::ptrdiff_t>(at);
        const auto rows
            = reader.rows({ first, first + static_cast<std::ptrdiff_t>(std::min(pageSize, ids.size() - at)) });
        if (!rows)
            return tl::unexpected(rows.error());
        for (const CallRecord &record : *rows) {
            auto contents = writer.wantsContents ? reader.contents(record.start.id) : CallContents();
            // A call that clean-up removed since is no reason to stop.
            if (!contents && contents.error().code == base::ErrorCode::NotFound)
                continue;
            if (!contents)
                return tl::unexpected(contents.error());
            if (!sink((written > 0 ? writer.separator : std::string()) + writer.call(record, *contents)))
                return written;
            ++written;
        }
    }
    sink(writer.tail);
    return written;
}

} // namespace cachescope::requestlog
