// SPDX-License-Identifier: MIT
#include "requestlog/call_journal.h"

#include "storage/private_files.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace cachescope::requestlog {

namespace {

/** Says that a slot is taken, and by which version of its layout. */
constexpr std::uint32_t takenMark = 0x43'53'00'01;
constexpr std::size_t slotBytes = 512;
constexpr std::size_t payloadBytes = slotBytes - 16;

/** The text fields and how much of each has room. */
struct TextField
{
    std::string CallStart::*field;
    std::size_t longest;
};
constexpr std::array<TextField, 10> textFields{ { { &CallStart::upstream, 32 },
                                                  { &CallStart::method, 12 },
                                                  { &CallStart::target, 120 },
                                                  { &CallStart::model, 64 },
                                                  { &CallStart::client, 48 },
                                                  { &CallStart::session, 48 },
                                                  { &CallStart::project, 32 },
                                                  { &CallStart::nameSpace, 32 },
                                                  { &CallStart::version, 16 },
                                                  { &CallStart::credential, 12 } } };

/** Everything of fixed size. */
struct Fixed
{
    std::array<std::uint8_t, 16> uid;
    base::UnixMicros startedAt;
    std::int64_t requestBytes;
    providers::Api api;
    bool stream;
};

constexpr std::size_t mostBytes()
{
    std::size_t bytes = sizeof(Fixed);
    for (const TextField &text : textFields)
        bytes += 1 + text.longest;
    return bytes;
}
static_assert(mostBytes() <= payloadBytes, "a slot must hold the longest entry");

/** Tells a slot that was written whole from one that a power failure tore. */
std::uint64_t checksum(const char *bytes, std::size_t size)
{
    constexpr std::uint64_t factor = 0x9E37'79B9'7F4A'7C15;
    std::uint64_t sum = size;
    for (std::size_t at = 0; at < size; at += sizeof sum) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes + at, std::min(sizeof word, size - at));
        sum = (sum ^ word) * factor;
        sum ^= sum >> 29;
    }
    return sum;
}

std::size_t write(const CallStart &start, char *payload)
{
    const Fixed fixed{ start.uid.bytes, start.startedAt, start.requestBytes, start.api, start.stream };
    std::memcpy(payload, &fixed, sizeof fixed);
    char *at = payload + sizeof fixed;
    for (const TextField &text : textFields) {
        const std::string &value = start.*text.field;
        const std::size_t size = std::min(value.size(), text.longest);
        *at++ = static_cast<char>(size);
        std::memcpy(at, value.data(), size);
        at += size;
    }
    return static_cast<std::size_t>(at - payload);
}

std::optional<CallStart> read(std::string_view payload)
{
    Fixed fixed{};
    if (payload.size() < sizeof fixed)
        return {};
    std::memcpy(&fixed, payload.data(), sizeof fixed);
    payload.remove_prefix(sizeof fixed);
    CallStart start;
    start.uid.bytes = fixed.uid;
    start.startedAt = fixed.startedAt;
    start.requestBytes = fixed.requestBytes;
    start.api = fixed.api;
    start.stream = fixed.stream;
    for (const TextField &text : textFields) {
        const std::size_t size = payload.empty() ? 0 : static_cast<unsigned char>(payload.front());
        if (payload.size() < 1 + size)
            return {};
        start.*text.field = payload.substr(1, size);
        payload.remove_prefix(1 + size);
    }
    return start;
}

base::Error failure(const std::string &path, const char *what)
{
    return { base::ErrorCode::Unreadable,
             path + ": " + what + " (" + std::strerror(errno)
                 + "); calls that are cut short by a crash may be missing from the log" };
}

} // namespace

struct CallJournal::Slot
{
    std::atomic<std::uint32_t> mark; ///< Written last when a call is entered.
    std::uint32_t size;
    std::uint64_t sum;
    std::array<char, payloadBytes> payload;
};

CallJournal::Entry::Entry(Entry &&other) noexcept
    : m_journal(std::exchange(other.m_journal, nullptr))
    , m_slot(other.m_slot)
{ }

CallJournal::Entry &CallJournal::Entry::operator=(Entry &&other) noexcept
{
    if (this != &other) {
        leave();
        m_journal = std::exchange(other.m_journal, nullptr);
        m_slot = other.m_slot;
    }
    return *this;
}

void CallJournal::Entry::leave()
{
    if (m_journal)
        std::exchange(m_journal, nullptr)->leave(m_slot);
}

base::Result<CallJournal::Opened> CallJournal::open(const std::string &path)
{
    static_assert(sizeof(Slot) == slotBytes);
    if (auto prepared = storage::preparePrivateFile(path); !prepared)
        return tl::unexpected(prepared.error());
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return tl::unexpected(failure(path, "cannot be opened"));
    constexpr std::size_t bytes = slots * slotBytes;
    // With its blocks: a page that cannot be stored when it is first touched would end the program.
    errno = ::posix_fallocate(file, 0, static_cast<off_t>(bytes));
    void *const mapped
        = errno == 0 ? ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) : MAP_FAILED;
    const int problem = errno;
    ::close(file);
    errno = problem;
    if (mapped == MAP_FAILED)
        return tl::unexpected(failure(path, "cannot be laid out"));
    Opened opened{ std::shared_ptr<CallJournal>(new CallJournal(static_cast<Slot *>(mapped))), {} };
    CallJournal &journal = *opened.journal;
    journal.m_free.reserve(slots);
    for (std::size_t number = slots; number-- > 0;) {
        const Slot &slot = journal.m_slots[number];
        const std::size_t size = std::min<std::size_t>(slot.size, payloadBytes);
        auto start = slot.mark == takenMark && slot.sum == checksum(slot.payload.data(), size)
            ? read({ slot.payload.data(), size })
            : std::nullopt;
        if (start)
            opened.leftovers.push_back({ std::move(*start), Entry(opened.journal, number) });
        else
            journal.leave(number);
    }
    std::ranges::sort(opened.leftovers, {}, [](const Leftover &left) { return left.start.startedAt; });
    return opened;
}

CallJournal::~CallJournal()
{
    ::munmap(m_slots, slots * slotBytes);
}

CallJournal::Entry CallJournal::enter(const std::shared_ptr<CallJournal> &journal, const CallStart &start)
{
    std::size_t number = 0;
    {
        const std::scoped_lock lock(journal->m_mutex);
        if (journal->m_free.empty())
            return {};
        number = journal->m_free.back();
        journal->m_free.pop_back();
    }
    Slot &slot = journal->m_slots[number];
    const std::size_t size = write(start, slot.payload.data());
    slot.size = static_cast<std::uint32_t>(size);
    slot.sum = checksum(slot.payload.data(), size);
    slot.mark.store(takenMark, std::memory_order_release);
    return { journal, number };
}

void CallJournal::leave(std::size_t slot)
{
    m_slots[slot].mark.store(0, std::memory_order_release);
    const std::scoped_lock lock(m_mutex);
    m_free.push_back(slot);
}

} // namespace cachescope::requestlog
