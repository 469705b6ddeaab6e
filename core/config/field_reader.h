// SPDX-License-Identifier: MIT
#pragma once

#include "config/document.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::config {

/**
 * Reads values out of a parsed file and keeps the first problem, which names file, line and key. Values are never
 * quoted in a problem: a user may have pasted a secret into the wrong place. One parse, one thread.
 */
class FieldReader
{
public:
    FieldReader(std::string_view text, std::string_view fileName)
        : m_text(text)
        , m_fileName(fileName)
    { }

    /** One known name of an object and what takes its value; `path` is the dotted name. */
    struct Field
    {
        std::string_view name;
        std::function<void(const Node &value, const std::string &path)> take;
    };

    /** Hands each member to its field; unknown names are problems that name the nearest known one. */
    void object(const Node &node, const std::string &path, const std::vector<Field> &fields);
    /** Calls `take` for each member of an object whose names are the user's own. */
    void map(
        const Node &node, const std::string &path,
        const std::function<void(const Member &member, const std::string &path)> &take);
    /** Calls `take` for each element of a list. */
    void list(
        const Node &node, const std::string &path,
        const std::function<void(const Node &element, const std::string &path)> &take);

    Field boolean(std::string_view name, bool &out);
    Field boolean(std::string_view name, std::optional<bool> &out);
    Field text(std::string_view name, std::string &out);
    Field texts(std::string_view name, std::vector<std::string> &out);
    Field share(std::string_view name, double &out); ///< A number from 0 to 1.
    /** A whole number within limits, in any integer, optional integer or duration. */
    template <typename T> Field whole(std::string_view name, T &out, std::int64_t least, std::int64_t most);

    void problem(const Node &where, const std::string &path, const std::string &what);
    void problemAt(std::size_t position, const std::string &path, const std::string &what);
    bool failed() const { return !m_problem.empty(); }
    const std::string &firstProblem() const { return m_problem; }

private:
    std::optional<std::int64_t> wholeNumber(
        const Node &node, const std::string &path, std::int64_t least, std::int64_t most);
    std::optional<std::string> textValue(const Node &node, const std::string &path);

    std::string_view m_text, m_fileName;
    std::string m_problem;
};

template <typename T> struct WholeNumber
{
    static T make(std::int64_t value) { return static_cast<T>(value); }
};
template <typename Rep, typename Period> struct WholeNumber<std::chrono::duration<Rep, Period>>
{
    static std::chrono::duration<Rep, Period> make(std::int64_t value)
    {
        return std::chrono::duration<Rep, Period>(value);
    }
};
template <typename T> struct WholeNumber<std::optional<T>>
{
    static std::optional<T> make(std::int64_t value) { return WholeNumber<T>::make(value); }
};

template <typename T>
FieldReader::Field FieldReader::whole(std::string_view name, T &out, std::int64_t least, std::int64_t most)
{
    return { name, [this, &out, least, most](const Node &node, const std::string &path) {
                if (const auto value = wholeNumber(node, path, least, most))
                    out = WholeNumber<T>::make(*value);
            } };
}

} // namespace cachescope::config
