// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace cachescope::base {

/**
 * A key or token that must not be printed, logged or stored: there is no stream operator and no implicit
 * conversion; the one way to its text is `reveal()`, which a reviewer can search for. The memory is overwritten
 * before it is freed.
 */
class Secret
{
public:
    Secret() = default;
    explicit Secret(std::string text)
        : m_text(std::move(text))
    { }
    ~Secret() { wipe(); }
    Secret(const Secret &) = default;
    Secret(Secret &&other) noexcept
        : m_text(std::exchange(other.m_text, {}))
    { }
    Secret &operator=(const Secret &other)
    {
        if (this != &other) {
            wipe();
            m_text = other.m_text;
        }
        return *this;
    }
    Secret &operator=(Secret &&other) noexcept
    {
        wipe();
        m_text = std::exchange(other.m_text, {});
        return *this;
    }
    bool empty() const { return m_text.empty(); }
    std::string_view reveal() const { return m_text; }

private:
    void wipe();
    std::string m_text;
};

} // namespace cachescope::base
