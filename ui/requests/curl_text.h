// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "requestlog/record.h"

namespace cachescope::ui {

/**
 * A call as a command line for a POSIX shell, sent through the proxy at `proxyUrl` again. Credentials are not in
 * the log; where one was, the command names `keyVariable` ("$OPENAI_API_KEY") in its place.
 */
QString asCurl(
    const requestlog::CallRecord &record, const requestlog::CallContents &contents, const QString &proxyUrl,
    const QString &keyVariable);

} // namespace cachescope::ui
