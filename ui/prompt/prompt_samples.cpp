// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_samples.h"

namespace cachescope::ui {

namespace {

constexpr const char *house
    = "## House rules\\n- Money is an integer number of cents. Flag every use of a float.\\n- A retried payment "
      "must "
      "carry the same idempotency key.\\n- A webhook may come twice and out of order; the handler must not "
      "care.\\n- "
      "Log the order id, never the card number, the address or the mail of a customer.\\n- A migration must run "
      "while "
      "the old version still serves; say so when it cannot.\\n- Every new query over orders needs an index; name "
      "it.\\n- Time is stored in UTC and shown in the shop's zone.\\n- A feature flag has an owner and a date of "
      "removal.\\n- Tests read like the rule they guard. A sleep in a test is a finding.\\n";

std::string tool(const std::string &name, const std::string &what)
{
    return R"({"name":")" + name + R"(","description":")" + what
        + R"(","input_schema":{"type":"object","properties":{"path":{"type":"string","description":"Path in the )"
          R"(repository, from its root."},"first_line":{"type":"integer"},"last_line":{"type":"integer"}},)"
          R"("required":["path"]}})";
}

} // namespace

std::string samplePrompt()
{
    std::string system = R"(You are a careful reviewer for the checkout service.\n)"
                         R"(Answer with findings only. Rank them by the risk for the customer.   \n\n)"
                         R"(It is now 2026-11-20 14:32:07. Session 8f14e45f-ceea-467f-9b6d-3f1a2c4d5e6f.\n\n)"
                         R"(## How to review\n- Read the whole diff before you write the first finding.\n)"
                         R"(- Name file, line and the smallest change that repairs it.  \n\n\n\n)";
    for (int i = 0; i < 8; ++i)
        system += house;
    std::string tools = tool("read_file", "Reads a file, or the lines of it that were asked for.");
    tools += "," + tool("list_changes", "Lists the files that a pull request changes.");
    tools += "," + tool("run_tests", "Runs the tests below a folder. Last run at 14:31:55.");
    return R"({"model":"claude-sonnet-4-5","max_tokens":2048,"tools":[)" + tools
        + R"(],"system":[{"type":"text","text":")" + system
        + R"(","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":[{"type":"text","text":)"
          R"("Reviewer on duty: {{reviewer}}\nPull request {{pr_id}} against main:\n```diff\n{{diff}}\n```",)"
          R"("cache_control":{"type":"ephemeral"}},{"type":"text",)"
          R"("text":"Start with the most dangerous finding. Stop after ten. "}]}]})"
          "\n";
}

std::string newPrompt()
{
    return {};
}

} // namespace cachescope::ui
