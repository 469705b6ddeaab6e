// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

/**
 * Cases of the linter's rules as text. A file RULE.txt holds many:
 *
 *     === positive: what it shows
 *     === negative, model=claude-sonnet-4-5: …
 *     === silenced, raw: …
 *
 * each followed by the prompt, up to the next "===" line, without the last line end. With `raw` the escapes \n, \r,
 * \t, \\, \s (blank) and \xHH are resolved. `model=` names the model.
 */
struct LintCase
{
    std::string rule, expectation, name, model, prompt;
};

std::vector<LintCase> readLintCases(const std::string &directory);
