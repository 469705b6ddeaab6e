// SPDX-License-Identifier: MIT
#include "prompt/lint/white_space.h"

#include <array>

namespace cachescope::prompt {

std::span<const Rule> whiteSpaceRules()
{
    static constexpr std::array rules{
        Rule{ { "WSP001", "mixed-line-ends", "Lines end in CR LF here and in LF there.", Severity::Warning, false,
                "all" },
              checkLineEnds },
        Rule{ { "WSP002", "trailing-blanks", "Lines end in blanks.", Severity::Info, false, "all" },
              checkTrailingBlanks },
        Rule{ { "WSP003", "mixed-indentation", "Some lines are indented with tabs, others with blanks.",
                Severity::Info, false, "all" },
              checkIndentation },
        Rule{
            { "WSP004", "blank-line-runs", "Several blank lines follow each other.", Severity::Info, false, "all" },
            checkBlankLines },
        Rule{ { "WSP005", "invisible-characters", "The text holds characters that nobody sees.", Severity::Warning,
                false, "all" },
              checkInvisibleCharacters },
        Rule{ { "WSP006", "mixed-normal-forms", "Accented letters are written in two ways (NFC and NFD).",
                Severity::Warning, false, "all" },
              checkNormalForms },
        Rule{ { "WSP007", "punctuation-drift", "Quotes or dashes are typographic here and plain in other calls.",
                Severity::Info, true, "all" },
              checkPunctuationDrift },
        Rule{ { "WSP008", "final-newline-drift", "A final newline is there in one place and not in the other.",
                Severity::Warning, false, "all" },
              checkFinalNewline },
        Rule{ { "WSP009", "json-format-drift", "The same JSON is written in two formats.", Severity::Warning, false,
                "all" },
              checkJsonFormat },
    };
    return rules;
}

} // namespace cachescope::prompt
