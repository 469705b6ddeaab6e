// SPDX-License-Identifier: MIT
#include "prompt/lint/secrets.h"

#include "prompt/lint/edits.h"
#include "prompt/lint/prefix_zone.h"
#include "prompt/lint/rule.h"

#include <array>

namespace cachescope::prompt {

namespace {

void checkSecrets(const LintContext &context, Reporter &reporter)
{
    for (const Segment &segment : context.prompt.segments()) {
        const std::string_view text = segment.text.text();
        for (const FoundSecret &secret : findPromptSecrets(text)) {
            Report found;
            found.source = segment.text.toSource(secret.range);
            found.message = "This looks like " + std::string(secret.what)
                + ": it goes to the provider, into logs and into every copy of the prompt. Remove it and revoke "
                  "it.";
            // Not the secret itself: findings end up in reports and baselines.
            found.evidence = secret.what;
            found.tokensAffected = 0;
            found.fixes.push_back(
                { "Replace it by a mark", false, { editText(segment, secret.range, "[secret removed]") } });
            reporter.report(std::move(found));
        }
    }
}

void checkPersonalData(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t index : prefixZone(context)) {
        const Segment &segment = context.prompt.segments()[index];
        for (const FoundSecret &data : findPersonalData(segment.text.text())) {
            reporter.report(
                segment.text.toSource(data.range),
                "This looks like " + std::string(data.what)
                    + " in the part that all calls share: whoever gets this prompt gets it, too.",
                std::string(data.what));
        }
    }
}

} // namespace

std::span<const Rule> secretRules()
{
    static constexpr std::array rules{
        Rule{ { "SEC001", "secret-in-prompt", "The prompt holds a key, a token or a password.", Severity::Error,
                false, "any" },
              checkSecrets },
        Rule{ { "SEC002", "personal-data-in-prefix", "The shared prefix holds personal data.", Severity::Off, false,
                "any" },
              checkPersonalData },
    };
    return rules;
}

} // namespace cachescope::prompt
