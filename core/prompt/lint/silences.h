// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/collector.h"

#include <string>
#include <vector>

namespace cachescope::prompt {

/** A comment that silences rules, as it stands in the file. */
struct Silence
{
    struct Name
    {
        std::string text; ///< "DYN001", "WSP", "all" or something unknown.
        ByteRange source;
        bool used = false;
    };
    ByteRange scope; ///< Findings that begin in it are silenced.
    ByteRange comment; ///< What to cut to remove it, its line included when it stands alone.
    std::vector<Name> names;
    std::string until; ///< "2027-01-31"; empty: for good.
};

/**
 * The silencing comments of a prompt:
 *
 *     cachescope: ignore RULES [until YYYY-MM-DD] [-- reason]        this line, or the next when it stands alone
 *     cachescope: ignore-start RULES …  /  cachescope: ignore-end    a block
 *     cachescope: ignore-file RULES …                                the file
 *
 * inside `<!-- -->`, `{# #}`, a line that begins with `//` or `#`, or, in JSON, as the value of a member "//" or
 * "$comment", where `ignore` holds for the object around it. RULES are ids, families or "all", joined by commas.
 */
class Silences
{
public:
    Silences(const Prompt &prompt, std::string_view today);

    /** True when a comment that has not expired silences the finding; notes that the comment is of use. */
    bool covers(const Finding &finding);
    /** CFG002 for names that are no rule. */
    void reportUnknownRules(Collector &collector) const;
    /** CFG001 for comments that silenced nothing, of rules that ran; and for those that have expired. */
    void reportUnused(Collector &collector) const;

    const std::vector<Silence> &all() const { return m_silences; }

private:
    bool hasExpired(const Silence &silence) const;

    std::vector<Silence> m_silences;
    std::string m_today;
};

/** All comments of a file; see Silences for their forms. */
std::vector<Silence> findSilences(const Prompt &prompt);

/** True for an id, a family ("WSP") or "all". */
bool isRuleName(std::string_view name);
/** The rule or family nearest to `name`; empty when none is near. */
std::string_view nearestRuleName(std::string_view name);

} // namespace cachescope::prompt
