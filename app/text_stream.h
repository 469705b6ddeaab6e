// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace cachescope::app {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE *)>;

/** Opens a file for reading; `-` is standard input. Errors say which file and why. */
base::Result<File> openInput(const std::string &path);

/** Reads to the end in pieces of 256 KiB. `take` returns false to stop. */
base::Result<void> readPieces(
    std::FILE *file, const std::string &path, const std::function<bool(std::string_view)> &take);

/** The error for a text with an ill-formed byte. */
base::Error notUtf8(const std::string &path, std::uint64_t byte);

} // namespace cachescope::app
