// SPDX-License-Identifier: MIT
#include "storage/directory_lock.h"

#include "storage/private_files.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace cachescope::storage {

namespace {

using base::ErrorCode;

/** The number in the lock file; empty when there is none. */
std::string numberIn(int descriptor)
{
    char text[32] = {};
    const ssize_t size = ::pread(descriptor, text, sizeof text - 1, 0);
    std::string digits;
    for (ssize_t i = 0; i < size && text[i] >= '0' && text[i] <= '9'; ++i)
        digits.push_back(text[i]);
    return digits;
}

std::string holderOf(int descriptor)
{
    const std::string digits = numberIn(descriptor);
    return digits.empty() ? "Another process" : "Another Cachescope (process " + digits + ")";
}

/** True for a killed process whose last threads have not ended yet: one of idle priority needs seconds for that on
 * a busy machine, and the kernel keeps the lock until then. */
bool isEnding(const std::string &digits)
{
    const int descriptor = ::open(("/proc/" + digits + "/stat").c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return errno == ENOENT && !digits.empty();
    char text[256] = {};
    const ssize_t size = ::read(descriptor, text, sizeof text - 1);
    ::close(descriptor);
    // "PID (NAME) STATE …"; the name may hold anything.
    const std::string_view stat(text, size > 0 ? static_cast<std::size_t>(size) : 0);
    const std::size_t name = stat.rfind(") ");
    return name != std::string_view::npos && name + 2 < stat.size()
        && (stat[name + 2] == 'Z' || stat[name + 2] == 'X');
}

/** False, with errno, when somebody else holds the file's lock and lives. */
bool lockFile(int descriptor)
{
    constexpr useconds_t stepMicros = 20'000;
    constexpr int mostSteps = 250;
    for (int step = 0; ::flock(descriptor, LOCK_EX | LOCK_NB) != 0; ++step) {
        if (errno != EWOULDBLOCK || step == mostSteps || !isEnding(numberIn(descriptor)))
            return false;
        ::usleep(stepMicros);
    }
    return true;
}

} // namespace

DirectoryLock::DirectoryLock(int descriptor)
    : m_descriptor(descriptor)
{ }

DirectoryLock::DirectoryLock(DirectoryLock &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{ }

DirectoryLock &DirectoryLock::operator=(DirectoryLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

DirectoryLock::~DirectoryLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

std::optional<long> DirectoryLock::holder(const std::string &directory)
{
    const std::string path = directory + "/lock";
    const DirectoryLock file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (file.m_descriptor < 0)
        return {};
    const std::string digits = numberIn(file.m_descriptor);
    const long process = digits.empty() || digits.size() > 9 ? 0 : std::stol(digits);
    // Somebody else's process lives, too (EPERM).
    if (process <= 0 || (::kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH))
        return {};
    return process;
}

base::Result<DirectoryLock> DirectoryLock::acquire(const std::string &directory)
{
    if (auto ensured = ensurePrivateDirectory(directory); !ensured)
        return tl::unexpected(ensured.error());
    const std::string path = directory + "/lock";
    if (auto prepared = preparePrivateFile(path); !prepared)
        return tl::unexpected(prepared.error());
    DirectoryLock lock(::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
    if (lock.m_descriptor < 0)
        return base::failure(ErrorCode::Unreadable, path + ": cannot be opened: " + std::strerror(errno) + ".");
    if (!lockFile(lock.m_descriptor))
        return base::failure(
            ErrorCode::Unavailable,
            holderOf(lock.m_descriptor) + " uses the data directory " + directory
                + "; end it, or choose another --data-dir.");
    // The number only serves the message above; a failure to write it costs nothing else.
    const std::string number = std::to_string(::getpid()) + "\n";
    if (::ftruncate(lock.m_descriptor, 0) == 0)
        (void)!::pwrite(lock.m_descriptor, number.data(), number.size(), 0);
    return lock;
}

} // namespace cachescope::storage
