// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/tokenizer.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace cachescope::tokens::detail {

/** Where tokens go: `put(id, begin, end)` with positions in the text that the sink was given. */
class CountSink
{
public:
    void put(std::uint32_t, std::size_t, std::size_t) { ++m_count; }
    std::size_t count() const { return m_count; }
    void setBase(std::size_t) { }
    std::size_t base() const { return 0; }

private:
    std::size_t m_count = 0;
};

/** Collects through a small buffer, so that the hot loop has one compare and one store a token. */
template <typename Item> class BufferedSink
{
public:
    explicit BufferedSink(std::vector<Item> &out)
        : m_out(out)
    { }
    ~BufferedSink() { flush(); }
    BufferedSink(const BufferedSink &) = delete;
    BufferedSink &operator=(const BufferedSink &) = delete;

    void put(std::uint32_t id, std::size_t begin, std::size_t end)
    {
        if constexpr (std::is_same_v<Item, std::uint32_t>)
            m_buffer[m_used] = id;
        else
            m_buffer[m_used]
                = { id, static_cast<std::uint32_t>(m_base + begin), static_cast<std::uint32_t>(m_base + end) };
        if (++m_used == m_buffer.size()) [[unlikely]]
            flush();
    }
    void setBase(std::size_t base) { m_base = base; }
    std::size_t base() const { return m_base; }

private:
    [[gnu::noinline]] void flush()
    {
        m_out.insert(m_out.end(), m_buffer.begin(), m_buffer.begin() + static_cast<std::ptrdiff_t>(m_used));
        m_used = 0;
    }

    std::vector<Item> &m_out;
    std::array<Item, 1024> m_buffer;
    std::size_t m_used = 0;
    std::size_t m_base = 0;
};

/** Collects a few tokens at a time. */
class PlainSink
{
public:
    explicit PlainSink(std::vector<Token> &out)
        : m_out(out)
    { }
    void put(std::uint32_t id, std::size_t begin, std::size_t end)
    {
        m_out.push_back(
            { id, static_cast<std::uint32_t>(m_base + begin), static_cast<std::uint32_t>(m_base + end) });
    }
    void setBase(std::size_t base) { m_base = base; }
    std::size_t base() const { return m_base; }

private:
    std::vector<Token> &m_out;
    std::size_t m_base = 0;
};

/** Hands on to another sink with the positions of the text that a mapped text was made from. Off the fast path. */
class MappedSink
{
public:
    template <typename Inner>
    MappedSink(Inner &inner, std::span<const std::size_t> origin)
        : m_inner(&inner)
        , m_put([](void *sink, std::uint32_t id, std::size_t begin, std::size_t end) {
            static_cast<Inner *>(sink)->put(id, begin, end);
        })
        , m_origin(origin)
    { }
    void put(std::uint32_t id, std::size_t begin, std::size_t end)
    {
        m_put(m_inner, id, m_origin[m_base + begin], m_origin[m_base + end]);
    }
    void setBase(std::size_t base) { m_base = base; }
    std::size_t base() const { return m_base; }

private:
    void *m_inner;
    void (*m_put)(void *, std::uint32_t, std::size_t, std::size_t);
    std::span<const std::size_t> m_origin;
    std::size_t m_base = 0;
};

} // namespace cachescope::tokens::detail
