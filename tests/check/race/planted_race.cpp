// SPDX-License-Identifier: MIT
// A data race on purpose: the thread sanitizer's gate fails unless it reports this one, for suppressions and build
// options that hide a race hide all.
#include <cstdio>
#include <thread>

int main()
{
    int shared = 0;
    std::thread writer([&shared] { ++shared; });
    ++shared;
    writer.join();
    std::printf("%d\n", shared);
    return 0;
}
