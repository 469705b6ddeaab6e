// SPDX-License-Identifier: MIT
#include "base/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace cachescope::base {

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

Result<std::string> readInput(const std::string &path)
{
    const bool isStdin = path == "-";
    const auto failed = [&path] {
        return failure(ErrorCode::InvalidInput, "Cannot read " + path + ": " + std::strerror(errno) + ".");
    };
    const int file = isStdin ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return failed();
    std::string bytes;
    struct stat about
    { };
    if (::fstat(file, &about) == 0 && S_ISREG(about.st_mode))
        bytes.reserve(static_cast<std::size_t>(about.st_size) + 1);
    constexpr std::size_t atOnce = std::size_t{ 1 } << 16;
    for (ssize_t got = 1; got != 0;) {
        const std::size_t before = bytes.size();
        bytes.resize(std::max(before + atOnce, bytes.capacity()));
        got = ::read(file, bytes.data() + before, bytes.size() - before);
        bytes.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got >= 0 || errno == EINTR)
            continue;
        const int reason = errno;
        if (!isStdin)
            ::close(file);
        errno = reason;
        return failed();
    }
    if (!isStdin)
        ::close(file);
    return bytes;
}

Result<> writeFileAtomically(const std::string &path, std::string_view bytes)
{
    const auto failed = [&path] {
        return failure(ErrorCode::Unreadable, "Cannot write " + path + ": " + std::strerror(errno) + ".");
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

} // namespace cachescope::base
