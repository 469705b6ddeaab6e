#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes clean/requests: the hand-written prompts of clean/text as system texts of requests in all API shapes, with
hand-written conversations and tools. Same bytes on every run. The results are checked in; run it after a change."""
import json, pathlib, shutil

here = pathlib.Path(__file__).parent
texts = {p.name: p.read_text(encoding="utf-8").rstrip("\n") for p in sorted((here / "clean/text").iterdir())}
systems = [(name.rsplit(".", 1)[0], text) for name, text in texts.items() if name.endswith(".md")]
out = here / "clean/requests"
shutil.rmtree(out, ignore_errors=True)
out.mkdir(parents=True)

def tool(name, description, properties, required=()):
    return {"name": name, "description": description,
            "parameters": {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}}

S = lambda d: {"type": "string", "description": d}
N = lambda d: {"type": "integer", "description": d}
tool_sets = [
    [tool("create_ticket", "Opens a ticket for a person to look at. Use it when the customer wants a call or when the rules ask for it.",
          {"subject": S("At most 80 characters."), "text": S("What the customer wrote, shortened."), "priority": {"type": "string", "enum": ["low", "normal", "high"]}}, ["subject", "text"]),
     tool("find_article", "Searches the help pages and returns at most five articles with their addresses.", {"query": S("Two to five words.")}, ["query"])],
    [tool("get_order", "Returns an order by its number, e.g. PD00481516. Times are in UTC.", {"order_number": S("Begins with PD and has eight digits.")}, ["order_number"]),
     tool("list_returns", "Lists the returns of an order since a day.", {"order_number": S("As for get_order."), "since": {"type": "string", "format": "date", "description": "ISO 8601, such as 2024-01-31."}}, ["order_number"])],
    [tool("glob", "Finds files by a pattern such as src/**/*.ts. Returns paths, newest first.", {"pattern": S("A glob.")}, ["pattern"]),
     tool("grep", "Searches contents with a regular expression (RE2).", {"pattern": S("The expression."), "path": S("Folder, default the working copy.")}, ["pattern"]),
     tool("read_file", "Reads a file. Lines are numbered from 1.", {"path": S("Path in the working copy."), "from": N("First line."), "to": N("Last line.")}, ["path"]),
     tool("run_tests", "Runs the tests and returns the last 200 lines.", {"filter": S("Name or part of it.")})],
    [tool("weather", "Forecast of the national service for a region, in steps of six hours.", {"region": {"type": "string", "enum": ["coast", "hills", "lakes", "mountains", "plain"]}}, ["region"])],
    [tool("query_warehouse", "Runs one read-only SQL query on PostgreSQL 15 and returns at most 500 rows.", {"sql": S("One statement."), "timeout_ms": N("At most 30000.")}, ["sql"])],
    [tool("convert", "Converts an amount with the reference rates of the European Central Bank.", {"amount": S("A decimal with a point."), "from": S("ISO 4217."), "to": S("ISO 4217."), "day": S("YYYY-MM-DD.")}, ["amount", "from", "to"])],
    [tool("search_catalogue", "Searches the catalogue of all branches by author, title or ISBN (978-3-16-148410-0).", {"author": S("Last name first."), "title": S("Words of the title."), "isbn": S("With or without hyphens.")}),
     tool("reserve", "Reserves a copy for a card. Costs nothing.", {"copy_id": S("From search_catalogue."), "card": S("Ten digits.")}, ["copy_id", "card"])],
]
dialogues = [
    [("user", "Hi, can you tell me what you can help me with?")],
    [("user", "My chain jumps when I pedal hard. Is that dangerous?"), ("assistant", "It can be: a chain that jumps may come off. Please do not ride in traffic until it was looked at. How many kilometres has it done?"), ("user", "About 4,000, bought on 3 May 2022.")],
    [("user", "Was kostet das, und wie lange dauert es? Ich brauche es bis spätestens Freitag, 14:30 Uhr.")],
    [("user", "Here is the text:\n\nInvoice RE-2024/00317, issued 15 March 2024. Net 100.00, VAT 19 % 19.00, total 119.00 EUR. Payable within 14 days.")],
    [("user", "It is 14:03 now and nothing has arrived. The mail says it was sent on 2025-11-03T08:12:44Z, reference 7c9e6679-7425-40de-944b-e07fc1f90ae7."), ("assistant", "Thank you, I look it up."), ("user", "Please hurry.")],
    [("user", "Je n'ai pas compris la dernière étape. Pouvez-vous la reformuler en deux phrases ?"), ("assistant", "Bien sûr. On ferme d'abord la vanne, puis on vide le circuit."), ("user", "Merci. Et après ?")],
    [("user", "¿Podría resumirlo en una tabla con tres columnas: qué, quién, cuándo?")],
    [("user", "次の質問に答えてください。予約は何日前まで変更できますか。")],
    [("user", "请用简单的话再解释一遍，并举一个例子。"), ("assistant", "好的。比如您下单后两天内改了地址，我们会按新地址发货。"), ("user", "明白了，谢谢。")],
    [("user", "Compare the two versions:\n\nA: for (int i = 0; i < n; ++i) total += price[i];\nB: total = std::accumulate(price, price + n, 0);\n\nWhich one is right for doubles?")],
    [("user", "Give me three alternatives, shortest first."), ("assistant", "1. Closed on Mondays.\n2. We are closed every Monday.\n3. On Mondays our doors stay closed."), ("user", "The second one, but warmer."), ("assistant", "We take Mondays off and look forward to seeing you on all other days."), ("user", "Perfect. Now the same for Sunday afternoon.")],
    [("user", "The log says:\n2024-06-01T03:13:31.002Z ERROR [worker-3] job 8841 failed: upstream timed out\nWhat should I check first?")],
    [("user", "Co oznacza „w terminie 14 dni od doręczenia”? Pismo dostałem 4 marca.")],
    [("user", "Thanks, that is all.")],
]
# Calls and results of tools, as they stand in the past of a conversation: with times and ids, which never change there.
calls = [
    ("find_article", {"query": "block card"}, '[{"title": "Blocking a card", "url": "https://help.example.com/a/118", "updated": "2025-08-02T10:11:12Z"}]', "You can block it in the app under Cards, or call 116 116."),
    ("get_order", {"order_number": "PD00481516"}, '{"order": "PD00481516", "status": "shipped", "shipped_at": "2025-11-03T08:12:44Z", "tracking": "JJD000390007882264712"}', "It was handed over on 3 November; the parcel service shows where it is."),
    ("grep", {"pattern": "retryDelay"}, "src/http/retry.ts:14:export function retryDelay(attempt: number)\nsrc/http/client.ts:88:  await sleep(retryDelay(attempt))", "retryDelay is defined in src/http/retry.ts:14 and used once."),
    ("weather", {"region": "coast"}, "06:00 11 °C, 12:00 15 °C, 18:00 13 °C; wind 4 to 5 from the west", "Fresh wind at the coast, up to 15 °C at noon."),
    ("query_warehouse", {"sql": "select count(*) from orders where status = 'open'"}, '[{"count": 1731}]', "There are 1,731 open orders."),
    ("convert", {"amount": "100", "from": "USD", "to": "EUR", "day": "2025-03-14"}, '{"amount": "91.87", "rate_of": "2025-03-14"}', "That were 91.87 euros at the rate of 14 March 2025."),
    ("search_catalogue", {"author": "Lem, Stanisław"}, '[{"copy_id": "c-20931", "title": "Solaris", "shelf": "R 11"}]', "The branch has one copy of Solaris."),
]
chat_models = ["gpt-4.1-2025-04-14", "gpt-4o-2024-08-06", "gpt-4o-mini-2024-07-18", "gpt-5-2025-08-07", "gpt-5-mini-2025-08-07"]
claude_models = ["claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001", "claude-opus-4-1-20250805"]

def write(name, value, indent=None):
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=(",", ":") if indent is None else None)
    (out / (name + ".json")).write_text(text + ("\n" if indent else ""), encoding="utf-8")

def openai_tools(index):
    return [{"type": "function", "function": t} for t in sorted(tool_sets[index % len(tool_sets)], key=lambda t: t["name"])]

def chat(i, name, system):
    dialogue = dialogues[i % len(dialogues)]
    body = {"model": chat_models[i % len(chat_models)], "prompt_cache_key": "desk-" + name.replace("_", "-")}
    messages = [{"role": "developer" if i % 3 == 1 else "system", "content": system}]
    if i % 4 == 2:  # with a call of a tool in the past
        call = calls[i % len(calls)]
        body["tools"] = openai_tools(i)
        messages += [{"role": "user", "content": dialogue[0][1]},
                     {"role": "assistant", "content": None, "tool_calls": [{"id": f"call_Zk39fQz81LmT{i:04d}", "type": "function", "function": {"name": call[0], "arguments": json.dumps(call[1])}}]},
                     {"role": "tool", "tool_call_id": f"call_Zk39fQz81LmT{i:04d}", "content": call[2]},
                     {"role": "assistant", "content": call[3]}, {"role": "user", "content": dialogues[(i + 5) % len(dialogues)][0][1]}]
        body["tools"] = [t for t in body["tools"]] if any(t["function"]["name"] == call[0] for t in body["tools"]) else [{"type": "function", "function": t} for s in tool_sets for t in s if t["name"] == call[0]]
    else:
        for role, text in dialogue:
            parts = i % 5 == 3 and role == "user"
            messages.append({"role": role, "content": [{"type": "text", "text": text}] if parts else text})
    body["messages"] = messages
    if i % 6 == 4:
        body.update(stream=True, stream_options={"include_usage": True})
    if i % 7 == 1:
        body["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": {"type": "object", "properties": {"text": {"type": "string"}, "sure": {"type": "boolean"}}, "required": ["text", "sure"], "additionalProperties": False}}}
    body["temperature"] = [0, 0.2, 1][i % 3] if "gpt-5" not in body["model"] else 1
    write(f"chat_{name}", body, indent=[None, 2][i % 2])

def responses(i, name, system):
    dialogue = dialogues[(i + 3) % len(dialogues)]
    body = {"model": chat_models[(i + 3) % len(chat_models)], "instructions": system, "prompt_cache_key": "desk-" + name.replace("_", "-")}
    if len(dialogue) == 1:
        body["input"] = dialogue[0][1]
    else:
        body["input"] = [{"role": r, "content": [{"type": "input_text" if r == "user" else "output_text", "text": t}]} for r, t in dialogue]
    if i % 4 == 1:
        call = calls[i % len(calls)]
        known = [t for s in tool_sets for t in s if t["name"] == call[0]]
        body["tools"] = [{"type": "function", "strict": True, **t} for t in known]
        body["input"] = [{"role": "user", "content": dialogue[0][1]},
                         {"type": "function_call", "call_id": f"call_p0WvB7rT5x{i:04d}", "name": call[0], "arguments": json.dumps(call[1])},
                         {"type": "function_call_output", "call_id": f"call_p0WvB7rT5x{i:04d}", "output": call[2]}]
    if i % 3 == 2 and "gpt-5" in body["model"]:
        body["reasoning"] = {"effort": "low"}
    body["max_output_tokens"] = 1200
    write(f"responses_{name}", body, indent=[2, None, 4][i % 3])

def anthropic(i, name, system):
    dialogue = dialogues[(i + 6) % len(dialogues)]
    body = {"model": claude_models[i % 3], "max_tokens": 1024}
    long = i % 2 == 0
    if long:  # several texts of a company in one prompt, marked where it ends
        body["model"] = claude_models[0]
        more = [systems[(i + k * 7 + 1) % len(systems)][1] for k in range(12)]
        blocks = [{"type": "text", "text": t} for t in [system, *more]]
        blocks[-1]["cache_control"] = {"type": "ephemeral"}
        body["system"] = blocks
    else:
        body["system"] = system
    messages = [{"role": r, "content": t} for r, t in dialogue]
    if i % 5 == 2:
        call = calls[i % len(calls)]
        known = [t for s in tool_sets for t in s if t["name"] == call[0]]
        body["tools"] = [{"name": t["name"], "description": t["description"], "input_schema": t["parameters"]} for t in known]
        messages = [{"role": "user", "content": dialogue[0][1]},
                    {"role": "assistant", "content": [{"type": "text", "text": "I look it up."}, {"type": "tool_use", "id": f"toolu_01A09q90qw90lq9178{i:04d}", "name": call[0], "input": call[1]}]},
                    {"role": "user", "content": [{"type": "tool_result", "tool_use_id": f"toolu_01A09q90qw90lq9178{i:04d}", "content": call[2]}]}]
    if i % 7 == 3:
        messages.append({"role": "assistant", "content": "{"}) if messages[-1]["role"] == "user" else None
    body["messages"] = messages
    write(f"anthropic_{name}", body, indent=[None, 2, 1][i % 3])

def gemini(i, name, system):
    dialogue = dialogues[(i + 9) % len(dialogues)]
    snake = i % 3 == 1
    body = {"system_instruction" if snake else "systemInstruction": {"parts": [{"text": system}]},
            "contents": [{"role": "model" if r == "assistant" else "user", "parts": [{"text": t}]} for r, t in dialogue]}
    if i % 4 == 3:
        call = calls[i % len(calls)]
        known = [t for s in tool_sets for t in s if t["name"] == call[0]]
        body["tools"] = [{"functionDeclarations": [{k: v for k, v in t.items()} for t in known]}]
        body["contents"] = [{"role": "user", "parts": [{"text": dialogue[0][1]}]},
                            {"role": "model", "parts": [{"functionCall": {"name": call[0], "args": call[1]}}]},
                            {"role": "user", "parts": [{"functionResponse": {"name": call[0], "response": {"result": call[2]}}}]}]
    body["generationConfig"] = {"temperature": 0.3, "maxOutputTokens": 800}
    write(f"gemini_{name}", body, indent=[2, None][i % 2])

for i, (name, system) in enumerate(systems):
    chat(i, name, system)
    responses(i, name, system)
    anthropic(i, name, system)
    gemini(i, name, system)
for i in range(0, len(systems), 6):  # JSON Lines of calls, as batches are sent
    lines = [json.dumps({"custom_id": f"row-{k}", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "gpt-4.1-2025-04-14", "prompt_cache_key": "batch-" + str(i), "messages": [{"role": "system", "content": systems[i][1]}, {"role": "user", "content": dialogues[(i + k) % len(dialogues)][0][1]}]}}, ensure_ascii=False) for k in range(4)]
    (out / f"batch_{systems[i][0]}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
