// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

/** Answers as the providers send them, in the forms that prompt-caching rules 4, 5, 7, 9, 10 and 12 describe. */
namespace recorded {

/** `data: LINE` with a blank line after each. */
inline std::string chatStream(std::initializer_list<std::string_view> chunks)
{
    std::string out;
    for (const std::string_view chunk : chunks)
        out.append("data: ").append(chunk).append("\n\n");
    return out;
}

/** `event: TYPE`, `data: …` with the type taken from the data's first member. */
inline std::string typedStream(std::initializer_list<std::string_view> events)
{
    std::string out;
    for (const std::string_view event : events) {
        const std::size_t begin = event.find(':') + 2;
        const std::string_view type = event.substr(begin, event.find('"', begin) - begin);
        out.append("event: ").append(type).append("\ndata: ").append(event).append("\n\n");
    }
    return out;
}

inline const std::string chatText = chatStream({
    R"({"id":"chatcmpl-X1","object":"chat.completion.chunk","created":1790000000,"model":"gpt-4.1-2025-04-14","service_tier":"default","system_fingerprint":"fp_a","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"aQ3"})",
    R"({"id":"chatcmpl-X1","object":"chat.completion.chunk","created":1790000000,"model":"gpt-4.1-2025-04-14","service_tier":"default","system_fingerprint":"fp_a","choices":[{"index":0,"delta":{"content":"Hi \u00e9"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"Zk"})",
    R"({"id":"chatcmpl-X1","object":"chat.completion.chunk","created":1790000000,"model":"gpt-4.1-2025-04-14","service_tier":"default","system_fingerprint":"fp_a","choices":[{"index":0,"delta":{"content":" 你😀"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"Zk"})",
    R"({"id":"chatcmpl-X1","object":"chat.completion.chunk","created":1790000000,"model":"gpt-4.1-2025-04-14","service_tier":"default","system_fingerprint":"fp_a","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null,"obfuscation":"p0L"})",
    R"({"id":"chatcmpl-X1","object":"chat.completion.chunk","created":1790000000,"model":"gpt-4.1-2025-04-14","service_tier":"default","system_fingerprint":"fp_a","choices":[],"usage":{"prompt_tokens":2006,"completion_tokens":1,"total_tokens":2007,"prompt_tokens_details":{"cached_tokens":1920,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}},"obfuscation":""})",
    "[DONE]",
});

inline const std::string chatTools = chatStream({
    R"({"id":"c2","object":"chat.completion.chunk","created":1,"model":"gpt-4.1","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":""}}],"refusal":null},"logprobs":null,"finish_reason":null}],"usage":null})",
    R"({"id":"c2","object":"chat.completion.chunk","created":1,"model":"gpt-4.1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]},"finish_reason":null}],"usage":null})",
    R"({"id":"c2","object":"chat.completion.chunk","created":1,"model":"gpt-4.1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Köln\"}"}}]},"finish_reason":null}],"usage":null})",
    R"({"id":"c2","object":"chat.completion.chunk","created":1,"model":"gpt-4.1","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_2","type":"function","function":{"name":"time","arguments":""}}]},"finish_reason":null}],"usage":null})",
    R"({"id":"c2","object":"chat.completion.chunk","created":1,"model":"gpt-4.1","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]},"finish_reason":null}],"usage":null})",
    R"({"id":"c2","object":"chat.completion.chunk","created":1,"model":"gpt-4.1","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"usage":null})",
    R"({"id":"c2","object":"chat.completion.chunk","created":1,"model":"gpt-4.1","choices":[],"usage":{"prompt_tokens":50,"completion_tokens":20,"total_tokens":70}})",
    "[DONE]",
});

/** DeepSeek: keep-alive comments first, reasoning, usage in the finish chunk, no chunk without choices. */
inline const std::string deepSeek = ": keep-alive\n\n: keep-alive\n\n"
    + chatStream({
        R"({"id":"d1","object":"chat.completion.chunk","created":2,"model":"deepseek-flash","choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":""},"finish_reason":null}]})",
        R"({"id":"d1","object":"chat.completion.chunk","created":2,"model":"deepseek-flash","choices":[{"index":0,"delta":{"content":null,"reasoning_content":"think"},"finish_reason":null}]})",
        R"({"id":"d1","object":"chat.completion.chunk","created":2,"model":"deepseek-flash","choices":[{"index":0,"delta":{"content":"42","reasoning_content":null},"finish_reason":null}]})",
        R"({"id":"d1","object":"chat.completion.chunk","created":2,"model":"deepseek-flash","choices":[{"index":0,"delta":{"content":"","reasoning_content":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":50,"total_tokens":1050,"prompt_tokens_details":{"cached_tokens":640},"completion_tokens_details":{"reasoning_tokens":20},"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360}})",
        "[DONE]",
    });

inline const std::string openRouterError = ": OPENROUTER PROCESSING\n\n"
    + chatStream({
        R"({"id":"g1","object":"chat.completion.chunk","model":"openai/gpt-4.1","choices":[{"index":0,"delta":{"role":"assistant","content":"par"},"finish_reason":null}]})",
        R"({"id":"g1","object":"chat.completion.chunk","model":"openai/gpt-4.1","error":{"code":502,"message":"Provider disconnected"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]})",
        "[DONE]",
    });

inline const std::string responsesText = typedStream({
    R"({"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"gpt-5.6-sol","service_tier":"auto","output":[],"usage":null}})",
    R"({"type":"response.in_progress","sequence_number":1,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"gpt-5.6-sol","service_tier":"auto","output":[],"usage":null}})",
    R"({"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"msg_1","type":"message","status":"in_progress","role":"assistant","content":[]}})",
    R"({"type":"response.content_part.added","sequence_number":3,"item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","text":"","annotations":[],"logprobs":[]}})",
    R"({"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"Hi","logprobs":[],"obfuscation":"x"})",
    R"({"type":"response.output_text.done","sequence_number":5,"item_id":"msg_1","output_index":0,"content_index":0,"text":"Hi","logprobs":[]})",
    R"({"type":"response.content_part.done","sequence_number":6,"item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","text":"Hi","annotations":[],"logprobs":[]}})",
    R"({"type":"response.output_item.done","sequence_number":7,"output_index":0,"item":{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[],"logprobs":[]}]}})",
    R"({"type":"response.completed","sequence_number":8,"response":{"id":"resp_1","object":"response","status":"completed","model":"gpt-5.6-sol","service_tier":"default","error":null,"incomplete_details":null,"output":[{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[],"logprobs":[]}]}],"prompt_cache_diagnostics":{"type":"cache_hit"},"usage":{"input_tokens":3100,"input_tokens_details":{"cached_tokens":2900,"cache_write_tokens":180},"output_tokens":1,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":3101}}})",
});

inline const std::string anthropicText = typedStream({
    R"({"type":"message_start","message":{"id":"msg_01A","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":120,"cache_creation_input_tokens":2000,"cache_read_input_tokens":18000,"cache_creation":{"ephemeral_5m_input_tokens":2000,"ephemeral_1h_input_tokens":0},"output_tokens":1,"service_tier":"standard","inference_geo":"us"}}})",
    R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})",
    R"({"type": "ping"}   )",
    R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}})",
    R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" 你😀"}})",
    R"({"type":"content_block_stop","index":0})",
    R"({"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":500}})",
    R"({"type":"message_stop"})",
});

inline const std::string anthropicThinkingTools = typedStream({
    R"({"type":"message_start","message":{"id":"msg_02","type":"message","role":"assistant","model":"claude-opus-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":2}}})",
    R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})",
    R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me "}})",
    R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"see"}})",
    R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQB+/=="}})",
    R"({"type":"content_block_stop","index":0})",
    R"({"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"b64"}})",
    R"({"type":"content_block_stop","index":1})",
    R"({"type":"content_block_start","index":2,"content_block":{"type":"text","text":"","citations":[]}})",
    R"({"type":"content_block_delta","index":2,"delta":{"type":"citations_delta","citation":{"type":"char_location","cited_text":"c","start_char_index":0,"end_char_index":1.0}}})",
    R"({"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"Looking"}})",
    R"({"type":"content_block_stop","index":2})",
    R"({"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"toolu_1","name":"get_weather","input":{}}})",
    R"({"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":""}})",
    R"({"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"city\": \"K"}})",
    R"({"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"\u00f6ln\", \"n\": 1.50}"}})",
    R"({"type":"content_block_stop","index":3})",
    R"({"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"toolu_2","name":"now","input":{}}})",
    R"({"type":"content_block_stop","index":4})",
    R"({"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":12,"cache_read_input_tokens":7,"output_tokens":89}})",
    R"({"type":"message_stop"})",
});

inline const std::string geminiChunk1
    = R"({"candidates":[{"content":{"parts":[{"text":"Hi"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":9000,"cachedContentTokenCount":8100,"totalTokenCount":9001,"candidatesTokenCount":1},"modelVersion":"gemini-2.5-flash","responseId":"r1"})";
inline const std::string geminiChunk2
    = R"({"candidates":[{"content":{"parts":[{"text":" ]} \" there"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":9000,"cachedContentTokenCount":8100,"candidatesTokenCount":2,"thoughtsTokenCount":40,"totalTokenCount":9042},"modelVersion":"gemini-2.5-flash","responseId":"r1"})";
inline const std::string geminiSse = "data: " + geminiChunk1 + "\r\n\r\ndata: " + geminiChunk2 + "\r\n\r\n";
inline const std::string geminiArray = "[" + geminiChunk1 + "\r\n,\r\n" + geminiChunk2 + "\r\n]\r\n";

} // namespace recorded
