// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "requestlog/record.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cachescope::requestlog {

/**
 * Remembers the calls that have gone upstream and whose row is not committed yet, in a small file mapped into
 * memory. Entering a call costs a copy of some hundred bytes and no system call, so it can be done before every
 * upstream call; and because the pages belong to the kernel, they are there after a kill -9 (not after a power
 * failure). The file has a fixed size and is allocated at once: a full disk cannot make a later write to it fail.
 * Thread-safe.
 */
class CallJournal
{
public:
    /** One call's place; given back when this ends. */
    class Entry
    {
    public:
        Entry() = default;
        Entry(Entry &&other) noexcept;
        Entry &operator=(Entry &&other) noexcept;
        ~Entry() { leave(); }
        Entry(const Entry &) = delete;
        Entry &operator=(const Entry &) = delete;
        explicit operator bool() const { return m_journal != nullptr; }

    private:
        friend class CallJournal;
        Entry(std::shared_ptr<CallJournal> journal, std::size_t slot)
            : m_journal(std::move(journal))
            , m_slot(slot)
        { }
        void leave();

        std::shared_ptr<CallJournal> m_journal;
        std::size_t m_slot = 0;
    };

    /** A call that an earlier process left behind, with its place. Its tags and first words are not kept. */
    struct Leftover
    {
        CallStart start;
        Entry entry;
    };
    struct Opened
    {
        std::shared_ptr<CallJournal> journal;
        std::vector<Leftover> leftovers; ///< Oldest first.
    };

    static constexpr std::size_t slots = 4096;

    /** Creates the file (0600) if it is missing. The caller holds the directory's lock. Errors: no room, no rights,
     * a file system that cannot map. */
    static base::Result<Opened> open(const std::string &path);
    ~CallJournal();
    CallJournal(const CallJournal &) = delete;
    CallJournal &operator=(const CallJournal &) = delete;

    /** Enters a call; an empty entry when all places are taken. The target must hold no keys. */
    static Entry enter(const std::shared_ptr<CallJournal> &journal, const CallStart &start);

private:
    struct Slot;
    explicit CallJournal(Slot *mapped)
        : m_slots(mapped)
    { }
    void leave(std::size_t slot);

    Slot *m_slots;
    std::mutex m_mutex;
    std::vector<std::size_t>
        m_free; ///< under m_mutex; the last one left is the next one taken, so few pages are touched
};

} // namespace cachescope::requestlog
