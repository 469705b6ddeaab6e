// SPDX-License-Identifier: MIT
#include "engine/data_directory.h"

#include "base/digest.h"
#include "storage/private_files.h"

#include <QStandardPaths>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cachescope::engine {

namespace {

constexpr std::size_t secretBytes = 32;
constexpr std::size_t smallFileLimit = std::size_t{ 4 } << 20;

std::string systemError()
{
    return std::strerror(errno); // NOLINT(concurrency-mt-unsafe): start-up and settings only, one thread
}

std::string fromEnvironment(const char *name)
{
    const char *value = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
    return value ? value : "";
}

/** Closes a descriptor when it leaves the scope. */
class Descriptor
{
public:
    explicit Descriptor(int descriptor)
        : m_descriptor(descriptor)
    { }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

/** The secret in `file`, made on first use. */
base::Result<base::Secret> secretFile(const std::string &file)
{
    if (auto existing = readSmallFile(file)) {
        while (!existing->empty() && (existing->back() == '\n' || existing->back() == '\r'))
            existing->pop_back();
        if (existing->size() >= secretBytes)
            return base::Secret(std::move(*existing));
    } else if (existing.error().code != base::ErrorCode::NotFound) {
        return tl::unexpected(existing.error());
    }
    const std::string bytes = base::randomBytes(secretBytes);
    std::string hex = base::toHex(reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size());
    if (auto written = writePrivateFile(file, hex + "\n"); !written)
        return tl::unexpected(written.error());
    return base::Secret(std::move(hex));
}

/** Simulated calls must never mix with real ones: the first start marks the directory, later ones compare. */
base::Result<> checkKind(const std::string &path, DataDirectory::Kind kind)
{
    const std::string marker = path + "/simulated";
    const bool simulated = ::access(marker.c_str(), F_OK) == 0;
    const bool hasLog = ::access(databaseFile(path).c_str(), F_OK) == 0;
    if (kind == DataDirectory::Kind::Real) {
        if (simulated)
            return base::failure(
                base::ErrorCode::InvalidInput,
                path + " holds simulated calls of --demo. Add --demo, or choose another --data-dir.");
        return {};
    }
    if (simulated)
        return {};
    if (hasLog)
        return base::failure(
            base::ErrorCode::InvalidInput,
            path + " holds a log of real calls; --demo would mix simulated ones in. Choose another --data-dir.");
    return writePrivateFile(marker, "Everything in this directory is simulated (cachescope --demo).\n");
}

} // namespace

std::string resolveDataDirectory(const std::string &asked, bool demo)
{
    if (!asked.empty())
        return asked;
    std::string path = fromEnvironment("CACHESCOPE_DATA_DIR");
    if (path.empty())
        path = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation).toStdString();
    return demo ? path + "/demo" : path;
}

std::string resolveConfigFile(const std::string &asked)
{
    if (!asked.empty())
        return asked;
    if (const std::string path = fromEnvironment("CACHESCOPE_CONFIG"); !path.empty())
        return path;
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation).toStdString() + "/config.json";
}

std::string databaseFile(const std::string &dataDirectory)
{
    return dataDirectory + "/log.sqlite";
}

std::string addressFile(const std::string &dataDirectory)
{
    return dataDirectory + "/address";
}

base::Result<std::string> readSmallFile(const std::string &path)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file.get() < 0) {
        return base::failure(
            errno == ENOENT ? base::ErrorCode::NotFound : base::ErrorCode::Unreadable,
            "Cannot read " + path + ": " + systemError() + ".");
    }
    std::string content;
    std::array<char, 65536> buffer{};
    for (;;) {
        const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
        if (count < 0)
            return base::failure(base::ErrorCode::Unreadable, "Cannot read " + path + ": " + systemError() + ".");
        if (count == 0)
            return content;
        content.append(buffer.data(), static_cast<std::size_t>(count));
        if (content.size() > smallFileLimit)
            return base::failure(base::ErrorCode::LimitExceeded, path + " is larger than 4 MiB.");
    }
}

base::Result<> writePrivateFile(const std::string &path, std::string_view content)
{
    const std::string temporary = path + ".new";
    const auto failed = [&] {
        const std::string reason = systemError();
        ::unlink(temporary.c_str());
        return base::failure(base::ErrorCode::Unreadable, "Cannot write " + path + ": " + reason + ".");
    };
    ::unlink(temporary.c_str());
    {
        const Descriptor file(
            ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (file.get() < 0)
            return failed();
        while (!content.empty()) {
            const ssize_t count = ::write(file.get(), content.data(), content.size());
            if (count < 0)
                return failed();
            content.remove_prefix(static_cast<std::size_t>(count));
        }
        if (::fsync(file.get()) != 0)
            return failed();
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0)
        return failed();
    return {};
}

base::Result<DataDirectory> DataDirectory::open(const std::string &path, Kind kind)
{
    if (auto ready = storage::ensurePrivateDirectory(path); !ready)
        return tl::unexpected(ready.error());
    DataDirectory directory;
    directory.m_path = path;
    if (auto fits = checkKind(path, kind); !fits)
        return tl::unexpected(fits.error());
    auto lock = storage::DirectoryLock::acquire(path);
    if (!lock)
        return tl::unexpected(lock.error());
    directory.m_lock.emplace(std::move(*lock));
    auto token = secretFile(path + "/admin-token");
    if (!token)
        return tl::unexpected(token.error());
    directory.m_adminToken = std::move(*token);
    auto key = secretFile(path + "/install-secret");
    if (!key)
        return tl::unexpected(key.error());
    directory.m_hashKey = std::move(*key);
    return directory;
}

base::Result<> DataDirectory::renewAdminToken()
{
    const std::string file = m_path + "/admin-token";
    ::unlink(file.c_str());
    auto token = secretFile(file);
    if (!token)
        return tl::unexpected(token.error());
    m_adminToken = std::move(*token);
    return {};
}

} // namespace cachescope::engine
