// SPDX-License-Identifier: MIT
#pragma once

#include "cache/invalidator.h"

#include <map>
#include <string>
#include <string_view>

namespace cachescope::cache {

/** A question to the cache's controls, as the admin API and the command `cache` ask it. */
struct ControlQuestion
{
    bool isPost = false;
    std::string path; ///< "entries", "entries/KEY", "invalidations", "invalidate", "undo/ID", "pin".
    std::map<std::string, std::string, std::less<>> parameters; ///< Of a GET, decoded.
    std::string body; ///< Of a POST: a JSON object, or empty.
    std::string origin; ///< Who asks, for the history: "admin", "command".
};

/** What came of it: an HTTP status and, below 400, a JSON document; else a code and a sentence for a problem
 * document. */
struct ControlAnswer
{
    int status = 200;
    std::string json;
    std::string code, detail;
};

/** True for a path that answerControl knows; `wantsPost` tells its method. */
bool isControlPath(std::string_view path, bool &wantsPost);

/**
 * Answers one question. The one code path of admin API and command line. Waits for the disk: not for a proxy's
 * thread.
 *
 * Statuses: 400 no or unknown selector or a malformed value (the nearest name is given), 404 unknown key or undo,
 * 409 a second undo, 410 too late for it, 503 the cache's file cannot be written.
 */
ControlAnswer answerControl(Invalidator &invalidator, const ControlQuestion &question, base::UnixMicros now);

} // namespace cachescope::cache
