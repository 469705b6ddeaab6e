// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/digest.h"
#include "base/money.h"
#include "providers/answer.h"
#include "providers/usage.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cachescope::cache {

/** A stored answer. Immutable and shared: a hit costs no copy of the body. */
struct Entry
{
    base::Digest canonical{};
    std::string upstream, model, project, nameSpace, version, credential;
    std::vector<std::string> tags; ///< Without commas.
    providers::Api api = providers::Api::Opaque;
    providers::AnswerForm form = providers::AnswerForm::Json; ///< Form of `body`.
    bool includeUsage = false; ///< The stream was asked for with `stream_options.include_usage` (OpenAI Chat).
    int status = 200;
    std::string contentType;
    std::string contentEncoding; ///< Empty: `body` is decoded (the usual case).
    std::vector<std::pair<std::string, std::string>>
        contentHeaders; ///< Further content headers of the upstream (Content-Language …).
    std::string body;
    base::UnixMicros storedAt = 0; ///< 0: ResponseCache::store fills it in.
    base::UnixMicros expiresAt = 0;
    std::int64_t filledBy = 0; ///< Log id of the call that paid for it.
    providers::Usage usage;
    std::optional<base::Money> cost; ///< What the call cost then.
    std::int64_t originalFirstTokenMicros = -1, originalTotalMicros = -1;
    std::string firstText; ///< First words of the newest user message, for the browser.
    std::string promptText; ///< Beginning of the prompt (providers::promptStart). Not read back from disk.
    std::uint64_t systemHash = 0; ///< Of the system text; 0: none.
    base::Digest bodyChecksum{}; ///< Of the whole entry (entryChecksum); set on entries that come from disk.
};

using EntryPointer = std::shared_ptr<const Entry>;

/** What an entry takes in memory, about. */
std::int64_t memoryBytes(const Entry &entry);

/** The tags as they are stored: separated by commas. */
std::string joinedTags(const Entry &entry);

/** SHA-256 over what a hit replays and what decides whether it may: key, form, status, headers, times, body. */
base::Digest entryChecksum(const Entry &entry);

} // namespace cachescope::cache
