// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::storage {

/**
 * Version 7: the beginning of a prompt beside its answer (system text first), for selectors by prompt text, in a
 * table of its own so that lists and the start do not read it; the hash of its system text, for the rule that sets
 * older answers aside when that text changes; and why a rule did so.
 */
inline constexpr const char *schemaV7 = R"sql(
ALTER TABLE cache_entry ADD COLUMN system_hash INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cache_entry ADD COLUMN prompt_size INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invalidation ADD COLUMN cause TEXT NOT NULL DEFAULT '';
CREATE TABLE cache_prompt (
    id INTEGER PRIMARY KEY REFERENCES cache_entry (id) ON DELETE CASCADE,
    text TEXT NOT NULL
);
)sql";

} // namespace cachescope::storage
