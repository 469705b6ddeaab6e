// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** Problems that a project knows and accepts, by file (path relative to the baseline, with '/'). */
class Baseline
{
public:
    /** InvalidInput names the file and what is wrong in it. */
    static base::Result<Baseline> read(std::string_view json, std::string_view fileName);

    void add(const std::string &file, std::string_view rule, const std::string &fingerprint);
    std::set<std::string, std::less<>> of(std::string_view file) const;
    /** As JSON, sorted, so that two runs give the same bytes. */
    std::string toJson() const;
    std::size_t size() const;

private:
    std::map<std::string, std::map<std::string, std::string>, std::less<>> m_files; ///< File, fingerprint, rule.
};

} // namespace cachescope::prompt
