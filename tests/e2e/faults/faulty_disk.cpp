// SPDX-License-Identifier: MIT
//
// Preloaded into `cachescope serve` (LD_PRELOAD), this makes the disk under one directory fail, wait or be
// recorded, as a control file says that a test changes while the program runs. No ptrace, no rights, no kernel
// module needed. It can also set the date that the program sees.
//
// FAULTY_DISK_CONTROL names the control file: the numbers of `Control`, mapped by both sides.
// FAULTY_DISK_PATH is the directory whose files are meant. FAULTY_DISK_TRACE, when set, names a file to which every
// change is appended as it is made (see `Step`), so that a power failure can be played afterwards.

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace {

enum Kind : std::int32_t
{
    Write = 1,
    Sync = 2,
    Open = 4,
    Truncate = 8,
    Read = 16,
    Unlink = 32 ///< Recorded only.
};

/** The order is the control file's; faults/rig.py writes it. */
struct Control
{
    std::atomic<std::int32_t> kinds; ///< Which calls are meant; 0: none.
    std::atomic<std::int32_t> errorNumber; ///< 0: the call only waits; -1: the process is killed there.
    std::atomic<std::int32_t> perMille; ///< Chance of a fault for each call.
    std::atomic<std::int32_t> countdown; ///< The n-th meant call fails, once; 0: off.
    std::atomic<std::int32_t> delayMillis; ///< Before each meant call.
    std::atomic<std::int32_t> met, struck; ///< Meant calls and faults so far.
    std::atomic<std::int32_t> clockSeconds; ///< How far the date is set from the real one.
};

/** Head of a step in the trace; the path and the bytes follow. */
struct Step
{
    std::int32_t kind;
    std::uint32_t pathSize, size;
    std::int64_t offset;
    std::int64_t atMicros; ///< CLOCK_MONOTONIC.
};

/** Looked up when first needed: others may call before this library's own variables are made. */
template <typename Function> Function find(const char *name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name)); // NOLINT: that is dlsym's interface.
}

int realOpen(const char *path, int flags, mode_t mode = 0)
{
    static const auto call = find<int (*)(const char *, int, ...)>("open64");
    return call(path, flags, mode);
}

const std::string &directory()
{
    static const std::string path = [] {
        const char *named = std::getenv("FAULTY_DISK_PATH");
        return std::string(named == nullptr ? "" : named);
    }();
    return path;
}

Control *control()
{
    static Control *const mapped = []() -> Control * {
        const char *name = std::getenv("FAULTY_DISK_CONTROL");
        const int file = name == nullptr ? -1 : realOpen(name, O_RDWR | O_CLOEXEC);
        if (file < 0)
            return nullptr;
        void *memory = ::mmap(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
        return memory == MAP_FAILED ? nullptr : static_cast<Control *>(memory);
    }();
    return mapped;
}

int traceFile()
{
    static const int file = [] {
        const char *name = std::getenv("FAULTY_DISK_TRACE");
        return name == nullptr ? -1 : realOpen(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }();
    return file;
}

bool isMeant(const std::string &path)
{
    return !directory().empty() && path.compare(0, directory().size(), directory()) == 0;
}

std::string pathOf(int file)
{
    std::array<char, PATH_MAX> target{};
    const std::string link = "/proc/self/fd/" + std::to_string(file);
    const ssize_t size = ::readlink(link.c_str(), target.data(), target.size());
    return size < 0 ? std::string() : std::string(target.data(), static_cast<std::size_t>(size));
}

/** True: the call is to fail; errno says how. */
bool strike(Kind kind, const std::string &path)
{
    Control *const orders = control();
    if (orders == nullptr || (orders->kinds & kind) == 0 || !isMeant(path))
        return false;
    ++orders->met;
    if (const int delay = orders->delayMillis; delay > 0) {
        const timespec pause{ delay / 1000, delay % 1000 * 1'000'000L };
        ::nanosleep(&pause, nullptr);
    }
    thread_local unsigned int seed = static_cast<unsigned int>(::getpid());
    const bool byChance = ::rand_r(&seed) % 1000 < orders->perMille;
    const bool byCount = orders->countdown > 0 && --orders->countdown == 0;
    if ((!byChance && !byCount) || orders->errorNumber == 0)
        return false;
    ++orders->struck;
    if (orders->errorNumber < 0)
        ::kill(::getpid(), SIGKILL);
    errno = orders->errorNumber;
    return true;
}

void record(Kind kind, const std::string &path, const void *bytes, std::size_t size, std::int64_t offset)
{
    const int trace = traceFile();
    if (trace < 0 || !isMeant(path))
        return;
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const Step head{ kind, static_cast<std::uint32_t>(path.size()), static_cast<std::uint32_t>(size), offset,
                     now.tv_sec * 1'000'000 + now.tv_nsec / 1000 };
    std::string text(reinterpret_cast<const char *>(&head), sizeof head);
    text += path;
    if (bytes != nullptr)
        text.append(static_cast<const char *>(bytes), size);
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    if (::write(trace, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        std::abort(); // A trace with a hole would accuse the program wrongly.
}

int openFile(const char *path, int flags, mode_t mode)
{
    if (strike(Open, path))
        return -1;
    return realOpen(path, flags, mode);
}

int syncFile(int (*how)(int), int file)
{
    const std::string path = pathOf(file);
    if (strike(Sync, path))
        return -1;
    const int result = how(file);
    if (result == 0)
        record(Sync, path, nullptr, 0, 0);
    return result;
}

} // namespace

extern "C" {

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openFile(path, flags, mode);
}

ssize_t pwrite64(int file, const void *bytes, std::size_t size, off64_t offset)
{
    const std::string path = pathOf(file);
    if (strike(Write, path))
        return -1;
    static const auto call = find<ssize_t (*)(int, const void *, std::size_t, off64_t)>("pwrite64");
    const ssize_t written = call(file, bytes, size, offset);
    if (written > 0)
        record(Write, path, bytes, static_cast<std::size_t>(written), offset);
    return written;
}

ssize_t pread64(int file, void *bytes, std::size_t size, off64_t offset)
{
    if (const Control *orders = control();
        orders != nullptr && (orders->kinds & Read) != 0 && strike(Read, pathOf(file)))
        return -1;
    static const auto call = find<ssize_t (*)(int, void *, std::size_t, off64_t)>("pread64");
    return call(file, bytes, size, offset);
}

int clock_gettime(clockid_t which, timespec *now)
{
    static const auto call = find<int (*)(clockid_t, timespec *)>("clock_gettime");
    const int result = call(which, now);
    if (const Control *orders = control(); result == 0 && which == CLOCK_REALTIME && orders != nullptr)
        now->tv_sec += orders->clockSeconds;
    return result;
}

int unlink(const char *path)
{
    static const auto call = find<int (*)(const char *)>("unlink");
    const int result = call(path);
    if (result == 0)
        record(Unlink, path, nullptr, 0, 0);
    return result;
}

int fdatasync(int file)
{
    static const auto call = find<int (*)(int)>("fdatasync");
    return syncFile(call, file);
}

int fsync(int file)
{
    static const auto call = find<int (*)(int)>("fsync");
    return syncFile(call, file);
}

int ftruncate64(int file, off64_t size)
{
    const std::string path = pathOf(file);
    if (strike(Truncate, path))
        return -1;
    static const auto call = find<int (*)(int, off64_t)>("ftruncate64");
    const int result = call(file, size);
    if (result == 0)
        record(Truncate, path, nullptr, 0, size);
    return result;
}
}
