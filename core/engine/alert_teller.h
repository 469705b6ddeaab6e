// SPDX-License-Identifier: MIT
#pragma once

#include "base/secret.h"
#include "insight/alert_evaluator.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

class QThread;

namespace cachescope::engine {

/** Where to tell and how; from config.json. */
struct AlertChannels
{
    base::Secret webhook; ///< Never logged, shown or exported; empty: none.
    std::vector<std::string> command; ///< Empty: none.
    std::string currency = "USD";
};

/** How telling goes; a snapshot. */
struct AlertDelivery
{
    std::int64_t delivered = 0, failed = 0;
    int pending = 0;
    std::string problem; ///< Why the last try failed; empty after a success. Never holds the address.
};

/** Result of one message, for "Send a test". */
struct AlertTold
{
    bool ok = false;
    std::string problem;
};

/**
 * Tells alerts by webhook and command, on a thread of its own, one message after the other. A webhook that is away,
 * busy or asks to wait (408, 429, 5xx) is tried again with growing pauses; what it refuses is given up. Redirects
 * are not followed: the address is a secret. Its functions are for the thread that made it and return at once.
 */
class AlertTeller : public QObject
{
    Q_OBJECT

public:
    /** Times, so that tests need not wait. */
    struct Pace
    {
        std::chrono::milliseconds firstPause{ 2000 }; ///< Doubled after each try.
        std::chrono::milliseconds longestPause{ 300'000 };
        std::chrono::milliseconds answerTimeout{ 15'000 };
        std::chrono::milliseconds commandTimeout{ 30'000 };
        int tries = 6;
    };
    AlertTeller();
    explicit AlertTeller(Pace pace);
    /** Ends what is under way; what waits is not told any more. */
    ~AlertTeller() override;

    void setChannels(AlertChannels channels);
    /** By the ways of `ways` (AlertTell) that are set up. */
    void tell(const insight::AlertNotice &notice, unsigned ways);
    AlertDelivery delivery() const;

Q_SIGNALS:
    void deliveryChanged();
    /** One message by one way (AlertTell::webhook or command) is done; `problem` empty: delivered. */
    void told(int way, QString rule, QString problem);

private:
    class Worker;
    struct Shared;
    std::shared_ptr<Shared> m_shared;
    std::unique_ptr<QThread> m_thread;
    Worker *m_worker; ///< Lives on the thread; deleted there.
};

} // namespace cachescope::engine
