// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "ui/shell/backend.h"

namespace cachescope::ui::attachmenttext {

/** "Attached to cachescope serve, process 1234, since 14:05." or what became of it. One sentence. */
QString sentence(const AttachmentFacts &facts, base::UnixMicros now);
/** "attached to serve", "serve has ended": for the strip at the bottom. */
QString status(const AttachmentFacts &facts);
/** Why nothing can be controlled; empty when it can: attached, or the proxy runs in this window. */
QString whyNoControl(const Backend &backend, base::UnixMicros now);

} // namespace cachescope::ui::attachmenttext
