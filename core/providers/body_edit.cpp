// SPDX-License-Identifier: MIT
#include "providers/body_edit.h"

#include <algorithm>

namespace cachescope::providers {

void sortEdits(std::vector<BodyEdit> &edits)
{
    std::stable_sort(edits.begin(), edits.end(), [](const BodyEdit &one, const BodyEdit &other) {
        return one.offset < other.offset;
    });
}

std::string edited(std::string_view body, const std::vector<BodyEdit> &edits)
{
    std::size_t size = body.size();
    for (const BodyEdit &edit : edits)
        size += edit.inserted.size();
    std::string out;
    out.reserve(size);
    std::size_t at = 0;
    for (const BodyEdit &edit : edits) {
        out.append(body.substr(at, edit.offset - at)).append(edit.inserted);
        at = edit.offset + edit.removed;
    }
    out.append(body.substr(at));
    return out;
}

} // namespace cachescope::providers
