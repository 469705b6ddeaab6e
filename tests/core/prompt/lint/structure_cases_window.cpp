// SPDX-License-Identifier: MIT
#include "structure_cases.h"

namespace {

using cachescope::prompt::LogEvidence;

std::string chat(const std::string &model, const std::string &user, int answer = 0)
{
    return "{\"model\":\"" + model + "\""
        + (answer > 0 ? ",\"max_tokens\":" + std::to_string(answer) : std::string())
        + ",\"messages\":[{\"role\":\"user\",\"content\":" + quoted(user) + "}]}";
}

/** Text with a token for every byte or two: many tokens, few bytes. */
std::string figures(int tokens)
{
    std::string text;
    for (int i = 0; i < tokens / 2; ++i)
        text += std::string(1, static_cast<char>('0' + i * i % 7)) + (i % 40 == 39 ? "\n" : " ");
    return text;
}

LogEvidence reads(int calls, std::int64_t read, std::int64_t fresh)
{
    LogBuilder log;
    for (int i = 0; i < calls; ++i) {
        auto &call = log.call(i, "", "s" + std::to_string(i));
        call.cacheRead = read;
        call.fresh = fresh;
    }
    return log.evidence();
}

} // namespace

void addWindowCases(CaseList &cases)
{
    // gpt-4: 8,192 tokens; gpt-3.5-turbo: 16,385.
    const std::string over = chat("gpt-4", words(9000));
    cases.positive("CTX001", "prompt alone", over);
    cases.positive("CTX001", "with the answer", chat("gpt-4", words(5000), 4000));
    cases.positive("CTX001", "another model", chat("gpt-3.5-turbo", words(18000)));
    cases.negative("CTX001", "fits", chat("gpt-4", words(3000), 4000));
    cases.negative("CTX001", "a larger window", chat("gpt-4.1", words(9000), 4000));
    cases.negative("CTX001", "unknown model", chat("my-own-model", words(9000)));
    cases.silenced("CTX001", over);

    const std::string full = chat("gpt-4", words(6800));
    cases.positive("CTX002", "most of gpt-4", full);
    cases.positive("CTX002", "most of gpt-3.5", chat("gpt-3.5-turbo", words(14000)));
    cases.positive("CTX002", "with a short answer", chat("gpt-4", words(6800), 100));
    cases.negative("CTX002", "half", chat("gpt-4", words(4000)));
    cases.negative("CTX002", "over it is another rule's", over);
    cases.negative("CTX002", "unknown model", chat("my-own-model", words(9000)));
    cases.silenced("CTX002", full);

    // Claude Haiku 5.5 doubles above 100,000 tokens, Gemini 2.5 Pro above 200,000, Grok from 200,000 on.
    const std::string dear = chat("claude-haiku-5-5", figures(160'000), 100);
    cases.positive("CTX003", "Haiku above 100,000", dear);
    cases.positive(
        "CTX003", "Gemini above 200,000",
        "{\"model\":\"gemini-2.5-pro\",\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":"
            + quoted(figures(260'000)) + "}]}]}");
    cases.positive("CTX003", "Grok above 200,000", chat("grok-4.5", figures(260'000)));
    cases.negative("CTX003", "below", chat("claude-haiku-5-5", figures(40'000), 100));
    cases.negative("CTX003", "no steps", chat("gpt-4.1", figures(160'000)));
    cases.negative("CTX003", "unknown price", chat("my-own-model", figures(160'000)));
    cases.silenced("CTX003", dear);

    const std::string early = chat("gpt-4.1", "For {{customer}}:\n" + words(4000));
    cases.positive("CTX004", "variable in the first line", early);
    cases.positive("CTX004", "variable after a fifth", chat("gpt-4.1", words(800) + "\n{{topic}}\n" + words(3200)));
    cases.positive("CTX004", "nothing read in the log", chat("gpt-4.1", words(4000))).with(reads(10, 0, 4000));
    cases.negative("CTX004", "variable at the end", chat("gpt-4.1", words(4000) + "\n{{topic}}"));
    cases.negative("CTX004", "short", chat("gpt-4.1", "For {{customer}}:\n" + words(300)));
    cases.negative("CTX004", "read from the cache", chat("gpt-4.1", words(4000))).with(reads(10, 3000, 1000));
    cases.silenced("CTX004", early);
}
