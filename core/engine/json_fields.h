// SPDX-License-Identifier: MIT
#pragma once

#include "base/money.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace cachescope::engine {

using FieldJson = nlohmann::json;

/** A T, const or not: one `fields(archive, value)` lists the members for both ways. */
template <typename T, typename Wanted>
concept Of = std::same_as<std::remove_const_t<T>, Wanted>;

/** Writes a struct's members into a JSON object: `archive("name", value.member)`. A struct within it needs a
 * `fields` of its own. */
class FieldWriter
{
public:
    explicit FieldWriter(FieldJson &out)
        : m_out(out)
    {
        m_out = FieldJson::object();
    }
    template <typename T> void operator()(const char *name, const T &value) { write(m_out[name], value); }
    /** An enumeration whose last value is `last`: others are refused when read. */
    template <typename Enum> void choice(const char *name, const Enum &value, Enum /*last*/)
    {
        m_out[name] = static_cast<int>(value);
    }

    template <typename T> static void write(FieldJson &out, const T &value)
    {
        if constexpr (std::is_arithmetic_v<T> || std::same_as<T, std::string>) {
            out = value;
        } else {
            FieldWriter archive(out);
            fields(archive, value);
        }
    }
    static void write(FieldJson &out, const base::Money &value) { out = value.pico(); }
    template <typename Rep, typename Period>
    static void write(FieldJson &out, const std::chrono::duration<Rep, Period> &value)
    {
        out = value.count();
    }
    template <typename T> static void write(FieldJson &out, const std::optional<T> &value)
    {
        out = nullptr;
        if (value)
            write(out, *value);
    }
    template <typename T> static void write(FieldJson &out, const std::vector<T> &values)
    {
        out = FieldJson::array();
        for (const T &value : values)
            write(out.emplace_back(), value);
    }
    template <typename T> static void write(FieldJson &out, const std::map<std::string, T> &values)
    {
        out = FieldJson::object();
        for (const auto &[name, value] : values)
            write(out[name], value);
    }
    template <typename A, typename B> static void write(FieldJson &out, const std::pair<A, B> &value)
    {
        out = FieldJson::array({ nullptr, nullptr });
        write(out[0], value.first);
        write(out[1], value.second);
    }

private:
    FieldJson &m_out;
};

/** Reads what FieldWriter wrote. A member that is missing keeps its default; one of a wrong type makes `ok` false.
 */
class FieldReader
{
public:
    FieldReader(const FieldJson &in, bool &ok)
        : m_in(in)
        , m_ok(ok)
    {
        m_ok = m_ok && in.is_object();
    }
    template <typename T> void operator()(const char *name, T &value)
    {
        if (const FieldJson *member = find(name))
            read(*member, value, m_ok);
    }
    template <typename Enum> void choice(const char *name, Enum &value, Enum last)
    {
        const FieldJson *member = find(name);
        if (member == nullptr)
            return;
        const int number = member->is_number_integer() ? member->get<int>() : -1;
        if (number < 0 || number > static_cast<int>(last))
            m_ok = false;
        else
            value = static_cast<Enum>(number);
    }

    template <typename T> static void read(const FieldJson &in, T &value, bool &ok)
    {
        if constexpr (std::same_as<T, bool>) {
            ok = ok && in.is_boolean();
            value = ok && in.get<bool>();
        } else if constexpr (std::integral<T>) {
            ok = ok && in.is_number_integer();
            value = ok ? in.get<T>() : T{};
        } else if constexpr (std::floating_point<T>) {
            ok = ok && in.is_number();
            value = ok ? in.get<T>() : T{};
        } else if constexpr (std::same_as<T, std::string>) {
            ok = ok && in.is_string();
            value = ok ? in.get<std::string>() : std::string();
        } else {
            FieldReader archive(in, ok);
            if (ok)
                fields(archive, value);
        }
    }
    static void read(const FieldJson &in, base::Money &value, bool &ok)
    {
        std::int64_t pico = 0;
        read(in, pico, ok);
        value = base::Money::fromPico(pico);
    }
    template <typename Rep, typename Period>
    static void read(const FieldJson &in, std::chrono::duration<Rep, Period> &value, bool &ok)
    {
        Rep count{};
        read(in, count, ok);
        value = std::chrono::duration<Rep, Period>(count);
    }
    template <typename T> static void read(const FieldJson &in, std::optional<T> &value, bool &ok)
    {
        value.reset();
        if (!in.is_null())
            read(in, value.emplace(), ok);
    }
    template <typename T> static void read(const FieldJson &in, std::vector<T> &values, bool &ok)
    {
        values.clear();
        ok = ok && in.is_array();
        for (std::size_t i = 0; ok && i < in.size(); ++i)
            read(in[i], values.emplace_back(), ok);
    }
    template <typename T> static void read(const FieldJson &in, std::map<std::string, T> &values, bool &ok)
    {
        values.clear();
        ok = ok && in.is_object();
        for (auto member = in.begin(); ok && member != in.end(); ++member)
            read(*member, values[member.key()], ok);
    }
    template <typename A, typename B> static void read(const FieldJson &in, std::pair<A, B> &value, bool &ok)
    {
        ok = ok && in.is_array() && in.size() == 2;
        if (!ok)
            return;
        read(in[0], value.first, ok);
        read(in[1], value.second, ok);
    }

private:
    const FieldJson *find(const char *name) const
    {
        if (!m_ok)
            return nullptr;
        const auto member = m_in.find(name);
        return member == m_in.end() ? nullptr : &*member;
    }

    const FieldJson &m_in;
    bool &m_ok;
};

} // namespace cachescope::engine
