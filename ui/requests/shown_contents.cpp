// SPDX-License-Identifier: MIT
#include "ui/requests/shown_contents.h"

#include <utility>

namespace cachescope::ui {

using requestlog::CallContents;

base::Result<ShownContents> readShownContents(LogSource &source, const requestlog::CallRecord &record)
{
    auto own = source.contents(record.start.id);
    if (!own)
        return tl::unexpected(own.error());
    ShownContents shown;
    shown.contents = std::move(*own);
    CallContents &contents = shown.contents;
    const std::int64_t original = record.end.hitOf;
    const bool complete = !contents.requestBodyMissing && !contents.responseBodyMissing;
    // What is damaged is said to be so, not covered up by another call's text.
    if (original == 0 || complete || !contents.damage.empty())
        return shown;
    auto other = source.contents(original);
    if (!other || (other->requestBodyMissing && other->responseBodyMissing && other->damage.empty())) {
        shown.originalGone = true;
        return shown;
    }
    contents.damage = std::move(other->damage);
    if (std::exchange(contents.requestBodyMissing, false)) {
        if (contents.requestHead.empty())
            contents.requestHead = std::move(other->requestHead);
        contents.requestBody = std::move(other->requestBody);
        contents.requestBodyMissing = other->requestBodyMissing;
        shown.requestOf = original;
    }
    if (std::exchange(contents.responseBodyMissing, false)) {
        if (contents.responseHead.empty())
            contents.responseHead = std::move(other->responseHead);
        contents.responseBody = std::move(other->responseBody);
        contents.responseBodyMissing = other->responseBodyMissing;
        contents.responseBodyTruncated = other->responseBodyTruncated;
        shown.responseOf = original;
    }
    return shown;
}

} // namespace cachescope::ui
