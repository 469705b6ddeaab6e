// SPDX-License-Identifier: MIT
#pragma once

#include "cache/control_api.h"
#include "cache/entry_control.h"

#include <string>

namespace cachescope::engine {

/**
 * The entries of a cache that another process holds: read from its file, read-only, and changed by asking that
 * process (admin API), which does it as for itself. Blocks, so for threads that may wait. Thread-safe; needs a
 * QCoreApplication.
 */
class RemoteEntries final : public cache::EntryControl
{
public:
    explicit RemoteEntries(std::string dataDirectory);

    base::Result<cache::InvalidateEffect> preview(
        const cache::Selector &selector, cache::InvalidateAction action) override;
    base::Result<cache::Invalidation> apply(
        const cache::Selector &selector, cache::InvalidateAction action, const std::string &origin) override;
    base::Result<cache::UndoResult> undo(const std::string &id) override;
    base::Result<std::vector<cache::Invalidation>> history(std::size_t limit) override;
    base::Result<> setPinned(const std::string &key, bool pinned) override;
    base::Result<Shown> entry(const std::string &key) override;
    base::Result<cache::EntryIds> entryIds(
        const cache::Selector &selector, cache::EntrySort sort, cache::SortOrder order) override;
    base::Result<std::vector<cache::EntryRow>> entryRows(const std::vector<std::int64_t> &ids) override;
    base::Result<cache::EntryNames> entryNames() override;

private:
    base::Result<storage::Database> database() const;
    base::Result<cache::ControlAnswer> post(const std::string &path, const std::string &body) const;

    const std::string m_directory;
};

} // namespace cachescope::engine
