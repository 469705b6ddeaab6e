// SPDX-License-Identifier: MIT
#include "write_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace cachescope::app {

namespace {

constexpr mode_t newFileMode = 0644;

bool writeAll(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace

base::Result<void> writeFileAtomically(const std::string &path, std::string_view bytes)
{
    const auto failed = [&path] {
        return base::failure(
            base::ErrorCode::Unreadable, "Cannot write " + path + ": " + std::strerror(errno) + ".");
    };
    std::error_code ignored;
    const std::filesystem::path resolved = std::filesystem::weakly_canonical(path, ignored);
    const std::string target = ignored ? path : resolved.string();
    struct stat before
    { };
    const bool exists = ::stat(target.c_str(), &before) == 0;
    if (exists && ::access(target.c_str(), W_OK) != 0)
        return failed();
    std::string temporary = target + ".XXXXXX";
    const int file = ::mkstemp(temporary.data());
    if (file < 0)
        return failed();
    // The owner can be kept only by root; that it is not is no reason to leave the file unmended.
    if (exists && ::fchown(file, before.st_uid, before.st_gid) != 0)
        errno = 0;
    const bool isWritten = ::fchmod(file, exists ? before.st_mode & 07777 : newFileMode) == 0
        && writeAll(file, bytes) && ::fsync(file) == 0;
    const int reason = errno;
    ::close(file);
    errno = reason;
    if (!isWritten || ::rename(temporary.c_str(), target.c_str()) != 0) {
        const int why = errno;
        ::unlink(temporary.c_str());
        errno = why;
        return failed();
    }
    return {};
}

} // namespace cachescope::app
