// SPDX-License-Identifier: MIT
#pragma once

#include "cache/entry_list.h"
#include "requestlog/record.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::insight {

/** Where two requests part, and how. */
struct RequestDifference
{
    std::string place; ///< "messages[1].content", "version"; empty when no difference was found.
    std::optional<std::size_t> byte; ///< In this request's body, from 0; nothing when it is not in the body.
    /** Of a text: a little of what both have before and after, and what each has between. */
    std::string before, mine, theirs, after;
};

/** The first difference of two bodies, as logged. */
RequestDifference firstDifference(const std::string &mine, const std::string &theirs);

/** Another entry whose request is most like this one's. */
struct NearestEntry
{
    cache::EntryRow row;
    RequestDifference difference;
};

/** The entry that is looked at, with its request as logged. */
struct NearestQuestion
{
    cache::EntryRow row;
    std::string body;
    std::size_t mostBodies = 16; ///< That are read and compared.
};

/** Reads the contents of a call; as requestlog::Reader::contents. */
using ContentsReader = std::function<base::Result<requestlog::CallContents>(std::int64_t callId)>;

/**
 * The nearest among `candidates` (the entry itself is left out): those whose prompt begins most alike are read from
 * the log and compared. Nothing when there is no other, or no request of one was kept. Errors of single reads are
 * passed over.
 */
std::optional<NearestEntry> nearestEntry(
    const NearestQuestion &question, std::vector<cache::EntryRow> candidates, const ContentsReader &read);

} // namespace cachescope::insight
