// SPDX-License-Identifier: MIT
#include <cstdio>

int main()
{
    std::puts("cachescope " CACHESCOPE_VERSION);
    return 0;
}
