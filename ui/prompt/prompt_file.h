// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "base/result.h"

#include <string>

namespace cachescope::ui {

/** Largest file that the editor opens. */
inline constexpr qint64 largestPromptFile = qint64{ 256 } << 20;
/** Above this, displays that cost time are off until asked for. */
inline constexpr qint64 largePromptBytes = qint64{ 1 } << 20;

/** A file's bytes. Errors say what to do: not found, no regular file, too large, binary (NUL bytes). */
base::Result<std::string> readPromptBytes(const QString &path);
/** Replaces a file's bytes at once or not at all; keeps its permissions. */
base::Result<> writePromptBytes(const QString &path, const std::string &bytes);

} // namespace cachescope::ui
