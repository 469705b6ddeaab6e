// SPDX-License-Identifier: MIT
#include "base/background.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>

namespace cachescope::base {

namespace {

/** A step of nice is a quarter of the share; at 5 a thread still gets one third of what a busy one gets. */
constexpr int backgroundNice = 5;

} // namespace

void runInBackground(const char *name)
{
    ::pthread_setname_np(::pthread_self(), name);
    // Both act on the calling thread alone (sched(7), and setpriority(2) under Linux).
    const sched_param noPriority{};
    ::sched_setscheduler(0, SCHED_BATCH, &noPriority);
    ::setpriority(PRIO_PROCESS, 0, backgroundNice);
}

} // namespace cachescope::base
