// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/prompt.h"

#include <string>
#include <vector>

// In a header of its own: moc stumbles over raw strings.
namespace cachescope::insight::test {

using prompt::PromptForm;

struct Sample
{
    const char *name;
    PromptForm form;
    std::string body;
};

/** Requests with everything that the readers tell apart. */
inline const std::vector<Sample> &samples()
{
    static const std::vector<Sample> all{
        { "chat", PromptForm::OpenAiChat,
          R"({"model":"m","response_format":{"type":"json_schema","json_schema":{"name":"s"}},"messages":[
            {"role":"system","content":"Be brief."},{"role":"developer","content":[{"type":"text","text":"And kind."}]},
            {"role":"user","name":"anna","content":[{"type":"text","text":"Look \u00e4t this"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
            {"role":"assistant","content":null,"tool_calls":[{"id":"1","function":{"name":"f","arguments":"{}"}},
              {"id":"2","function":{"name":"g","arguments":"{\"a\":1}"}}]},
            {"role":"tool","content":"one"},{"role":"tool","content":"two"},{"role":"user","content":""}],
            "tools":[{"type":"function","function":{"name":"zeta","description":"Z"}},
              {"type":"function","function":{"name":"alpha","description":"A"}}],"parallel_tool_calls":false})" },
        { "responses", PromptForm::OpenAiResponses,
          R"({"model":"m","instructions":"Be brief.","text":{"format":{"type":"json_schema","name":"s"},"verbosity":"low"},
            "input":[{"role":"user","content":[{"type":"input_text","text":"One","prompt_cache_breakpoint":{"mode":"explicit"}}]},
              {"type":"function_call","name":"f","arguments":"{}"},{"type":"function_call_output","output":"done"},
              {"role":"assistant","content":"Two"}],"tools":[{"type":"function","name":"f"}],
            "prompt_cache_options":{"mode":"explicit"},"prompt_cache_retention":"24h"})" },
        { "responses, plain input", PromptForm::OpenAiResponses,
          R"({"model":"m","input":"Hello there","instructions":"x"})" },
        { "messages", PromptForm::AnthropicMessages,
          R"({"model":"m","max_tokens":9,"tool_choice":{"type":"any"},"thinking":{"type":"enabled"},
            "system":[{"type":"text","text":"Be brief."},{"type":"text","text":"Be kind.","cache_control":{"type":"ephemeral","ttl":"1h"}}],
            "tools":[{"name":"b","input_schema":{}},{"name":"a","input_schema":{},"cache_control":{"type":"ephemeral"}}],
            "messages":[{"role":"user","content":[{"type":"text","text":"One"},{"type":"image","source":{"data":"AAAA"}}]},
              {"role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":"x"},{"type":"tool_use","id":"t","name":"b","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"r1"},
                {"type":"text","text":"r2"}],"cache_control":{"type":"ephemeral"}}]},
              {"role":"assistant","content":"Two"},{"role":"user","content":"Three"}]})" },
        { "messages, switch", PromptForm::AnthropicMessages,
          R"({"model":"m","max_tokens":9,"cache_control":{"type":"ephemeral","ttl":"1h"},"system":"Be brief.",
            "messages":[{"role":"user","content":"One"},{"role":"assistant","content":[{"type":"text","text":"Two"},
              {"type":"thinking","thinking":"Hm","signature":"x"}]}]})" },
        // The mark of a result without parts goes to the text before it.
        { "messages, mark that reaches back", PromptForm::AnthropicMessages,
          R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"One"},{"role":"assistant","content":"Two"},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[],"cache_control":{"type":"ephemeral"}},
              {"type":"text","text":"Three"}]}]})" },
        { "a list that is there twice", PromptForm::OpenAiChat,
          R"({"model":"m","messages":[{"role":"user","content":"Not this"}],"messages":[{"role":"user","content":"This"}]})" },
        { "gemini", PromptForm::Gemini,
          R"({"systemInstruction":{"parts":[{"text":"Be brief."},{"text":"Be kind."}]},"contents":[
            {"role":"user","parts":[{"text":"One"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},
            {"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},{"parts":[{"text":"Two"}]}],
            "tools":[{"functionDeclarations":[{"name":"f"}]},{"googleSearch":{}}],"toolConfig":{"x":1}})" },
        { "gemini, snake", PromptForm::Gemini,
          R"({"system_instruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"One"}]}]})" },
        { "nothing but a model", PromptForm::OpenAiChat, R"({"model":"m"})" },
    };
    return all;
}

inline const std::string talkBegins
    = R"({"model":"m","max_tokens":9,"system":"S","messages":[{"role":"user","content":"A"})";
inline const std::string talkGoesOn = talkBegins + R"(,{"role":"assistant","content":"B"}]})";
inline const std::string talkWithReachingMark = talkBegins
    + R"(,{"role":"user","content":[{"type":"tool_result","content":[],"cache_control":{"type":"ephemeral"}}]}]})";
inline const std::string talkWithChoice
    = R"({"model":"m","max_tokens":9,"tool_choice":{"type":"any"},"system":"S","messages":[{"role":"user","content":"A"}]})";
inline const std::vector<std::string> noRequests{ "", "hello", "[1]", R"({"messages":[{"role":"user")",
                                                  R"({"messages":[}]})" };

} // namespace cachescope::insight::test
