// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace cachescope::simulated {

/** Codes a body as gzip in pieces that can each be decoded when they arrive. One owner. */
class GzipCoder
{
public:
    GzipCoder();
    ~GzipCoder();
    GzipCoder(GzipCoder &&) noexcept;
    GzipCoder &operator=(GzipCoder &&) noexcept;

    std::string code(std::string_view piece);
    std::string finish();

private:
    struct State;
    std::string run(std::string_view piece, int flush);
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::simulated
