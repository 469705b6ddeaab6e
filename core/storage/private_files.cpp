// SPDX-License-Identifier: MIT
#include "storage/private_files.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace cachescope::storage {

namespace {

using base::ErrorCode;
using base::failure;

constexpr mode_t privateFileMode = 0600;
constexpr mode_t privateDirectoryMode = 0700;

std::string systemWords(const std::string &path, const char *what)
{
    return path + ": " + what + ": " + std::strerror(errno) + ".";
}

std::string directoryOf(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos)
        return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string nameOf(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string withoutTrailingSlashes(std::string path)
{
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    return path;
}

/** A descriptor that closes itself. */
class Descriptor
{
public:
    explicit Descriptor(int number)
        : m_number(number)
    { }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    int number() const { return m_number; }

private:
    int m_number;
};

base::Result<> checkOwner(const std::string &path, const struct stat &facts)
{
    if (facts.st_uid == ::geteuid())
        return {};
    return failure(
        ErrorCode::Unreadable,
        path + ": belongs to another user (id " + std::to_string(facts.st_uid)
            + "); prompts are not stored there. Choose another --data-dir.");
}

base::Result<> takeDirectoryRights(const std::string &path, int descriptor)
{
    struct stat facts = {};
    if (::fstat(descriptor, &facts) != 0)
        return failure(ErrorCode::Unreadable, systemWords(path, "cannot be examined"));
    if (!S_ISDIR(facts.st_mode))
        return failure(ErrorCode::Unreadable, path + ": is not a directory.");
    if (auto owned = checkOwner(path, facts); !owned)
        return owned;
    if ((facts.st_mode & 0777 & ~privateDirectoryMode) != 0
        && ::fchmod(descriptor, facts.st_mode & privateDirectoryMode) != 0)
        return failure(ErrorCode::Unreadable, systemWords(path, "cannot be made private"));
    return {};
}

/** By name, never by a descriptor: closing one of a database or of its -shm gives up all locks that SQLite holds on
 * it in this process (POSIX), and the next program to open it would reset it under us. The directory is private, so
 * that nobody changes what the name means in between. A missing file is fine. */
base::Result<> takeFileRights(const std::string &path)
{
    struct stat facts = {};
    if (::lstat(path.c_str(), &facts) != 0)
        return errno == ENOENT ? base::Result<>{}
                               : failure(ErrorCode::Unreadable, systemWords(path, "cannot be examined"));
    if (S_ISLNK(facts.st_mode))
        return failure(ErrorCode::Unreadable, path + ": is a link; prompts are not stored through links.");
    if (!S_ISREG(facts.st_mode))
        return failure(ErrorCode::Unreadable, path + ": is not a plain file.");
    if (auto owned = checkOwner(path, facts); !owned)
        return owned;
    if ((facts.st_mode & 0777 & ~privateFileMode) != 0
        && ::chmod(path.c_str(), facts.st_mode & privateFileMode) != 0)
        return failure(ErrorCode::Unreadable, systemWords(path, "cannot be made private"));
    if (::access(path.c_str(), R_OK | W_OK) != 0)
        return failure(ErrorCode::Unreadable, systemWords(path, "cannot be opened for writing"));
    return {};
}

base::Result<> makeParents(const std::string &path)
{
    const std::string parent = directoryOf(path);
    struct stat facts = {};
    if (::stat(parent.c_str(), &facts) == 0)
        return {};
    if (auto made = makeParents(parent); !made)
        return made;
    if (::mkdir(parent.c_str(), privateDirectoryMode) != 0 && errno != EEXIST)
        return failure(ErrorCode::Unreadable, systemWords(parent, "cannot be created"));
    return {};
}

std::string timeStamp()
{
    const std::time_t now = std::time(nullptr);
    std::tm parts = {};
    ::gmtime_r(&now, &parts);
    char text[32] = {};
    std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &parts);
    return text;
}

} // namespace

base::Result<> ensurePrivateDirectory(const std::string &givenPath)
{
    const std::string path = withoutTrailingSlashes(givenPath);
    if (path.empty())
        return failure(ErrorCode::InvalidInput, "The data directory has an empty name.");
    if (auto made = makeParents(path); !made)
        return made;
    if (::mkdir(path.c_str(), privateDirectoryMode) != 0 && errno != EEXIST)
        return failure(ErrorCode::Unreadable, systemWords(path, "cannot be created"));
    const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (directory.number() < 0) {
        const bool link = errno == ELOOP || errno == ENOTDIR;
        struct stat facts = {};
        if (link && ::lstat(path.c_str(), &facts) == 0 && S_ISLNK(facts.st_mode))
            return failure(
                ErrorCode::Unreadable, path + ": is a link; name the directory it leads to as --data-dir instead.");
        return failure(ErrorCode::Unreadable, systemWords(path, "cannot be used as a directory"));
    }
    if (auto taken = takeDirectoryRights(path, directory.number()); !taken)
        return taken;
    if (::access(path.c_str(), W_OK | X_OK) != 0)
        return failure(ErrorCode::Unreadable, systemWords(path, "cannot be written to"));
    return {};
}

base::Result<> preparePrivateFile(const std::string &path)
{
    {
        const Descriptor made(
            ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, privateFileMode));
        if (made.number() < 0 && errno != EEXIST)
            return failure(ErrorCode::Unreadable, systemWords(path, "cannot be opened for writing"));
    }
    for (const char *suffix : { "", "-wal", "-shm" })
        if (auto taken = takeFileRights(path + suffix); !taken)
            return taken;
    return {};
}

base::Result<std::string> resolveDirectory(const std::string &path)
{
    const std::unique_ptr<char, decltype(&std::free)> real(
        ::realpath(directoryOf(path).c_str(), nullptr), &std::free);
    if (!real) {
        const ErrorCode code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Unreadable;
        return failure(code, systemWords(directoryOf(path), "cannot be entered"));
    }
    std::string resolved = real.get();
    if (resolved.back() != '/')
        resolved.push_back('/');
    return resolved + nameOf(path);
}

bool fileExists(const std::string &path)
{
    struct stat facts = {};
    return ::lstat(path.c_str(), &facts) == 0;
}

base::Result<std::string> setAside(const std::string &path)
{
    const std::string base = path + ".damaged-" + timeStamp();
    std::string target = base;
    for (int number = 2; fileExists(target) || fileExists(target + "-wal"); ++number)
        target = base + "-" + std::to_string(number);
    // Side files first: a database without its WAL would look whole to the next start, though it lacks rows.
    for (const char *suffix : { "-wal", "-shm", "" }) {
        const std::string from = path + suffix;
        if (::rename(from.c_str(), (target + suffix).c_str()) != 0 && errno != ENOENT)
            return failure(ErrorCode::Unreadable, systemWords(from, "cannot be set aside"));
    }
    return target;
}

} // namespace cachescope::storage
