// Each official SDK through the proxy: streaming, tools, errors as the SDK's own exceptions, abort, second call from the cache.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';


const { House } = await import('./harness.mjs');
const { default: OpenAI } = await import('openai');
const { default: Anthropic } = await import('@anthropic-ai/sdk');
const { GoogleGenAI, ApiError } = await import('@google/genai');

let house;
before(async () => { house = await House.open(); });
after(async () => { assert.deepEqual(await house.close(), [0, 0], 'proxy and provider end cleanly on SIGTERM'); });

const cacheStatus = (response) => response.headers.get('cache-status') ?? '';
const isHit = (response) => /^cachescope;\s*hit/.test(cacheStatus(response));
const weatherSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

describe('openai', () => {
    const client = (options = {}) => new OpenAI({ apiKey: 'sk-test-openai', baseURL: `${house.url}/v1`, maxRetries: 0, ...options });
    const question = (text, more = {}) => ({ model: 'gpt-4.1', messages: [{ role: 'user', content: text }], temperature: 0, ...more });

    test('the second identical call comes from the cache, byte for byte', async () => {
        const first = await client().chat.completions.create(question('What is a prefix?')).withResponse();
        assert.match(cacheStatus(first.response), /fwd=miss/);
        assert.ok(first.data.choices[0].message.content.length > 0);
        assert.ok(first.data.usage.prompt_tokens > 0);
        const second = await client().chat.completions.create(question('What is a prefix?')).withResponse();
        assert.ok(isHit(second.response), cacheStatus(second.response));
        assert.ok(second.response.headers.get('age') !== null);
        assert.deepEqual(second.data, first.data);
    });

    test('a stream arrives in pieces, is stored at its end and replays as a stream and as JSON', async () => {
        const read = async () => {
            const { data: stream, response } = await client().chat.completions.create(
                question('Stream me a story', { stream: true, stream_options: { include_usage: true } })).withResponse();
            let text = '', usage = null, chunks = 0;
            for await (const chunk of stream) {
                chunks += 1;
                text += chunk.choices[0]?.delta?.content ?? '';
                usage = chunk.usage ?? usage;
            }
            return { text, usage, chunks, response };
        };
        const cold = await read();
        assert.ok(cold.chunks > 3 && cold.text.length > 0 && cold.usage.prompt_tokens > 0);
        const hot = await read();
        assert.ok(isHit(hot.response), cacheStatus(hot.response));
        assert.equal(hot.text, cold.text);
        assert.deepEqual(hot.usage, cold.usage);
        const json = await client().chat.completions.create(question('Stream me a story')).withResponse();
        assert.ok(isHit(json.response), cacheStatus(json.response));
        assert.equal(json.data.choices[0].message.content, cold.text);
        assert.deepEqual(json.data.usage, cold.usage);
    });

    test('fifty identical streams at once are one upstream call', async () => {
        const headers = { 'X-Simulate-First-Token-Ms': '1500', 'X-Simulate-Tokens-Per-Second': '200', 'X-Simulate-Tokens': '60' };
        const one = client();
        const read = async () => {
            const { data: stream, response } = await one.chat.completions.create(
                question('Fifty times the same', { stream: true }), { headers }).withResponse();
            let text = '';
            for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? '';
            return { text, status: cacheStatus(response) };
        };
        const all = await Promise.all(Array.from({ length: 50 }, read));
        assert.ok(all[0].text.length > 0);
        for (const { text } of all) assert.equal(text, all[0].text);
        assert.equal(all.filter(({ status }) => /; collapsed/.test(status)).length, 49, all.map(({ status }) => status).join('\n'));
        assert.equal(all.filter(({ status }) => /; stored/.test(status)).length, 1);
    });

    test('tool calls come through and are not stored by default', async () => {
        const ask = () => client().chat.completions.create(question('Use the tool for Paris', {
            tools: [{ type: 'function', function: { name: 'weather', description: 'Weather of a city', parameters: weatherSchema } }],
            tool_choice: { type: 'function', function: { name: 'weather' } } })).withResponse();
        const first = await ask();
        const call = first.data.choices[0].message.tool_calls[0];
        assert.equal(call.function.name, 'weather');
        assert.ok(JSON.parse(call.function.arguments));
        assert.ok(!isHit((await ask()).response));
    });

    test('Responses API, plain and as a stream', async () => {
        const answer = await client().responses.create({ model: 'gpt-5-mini', input: 'Say something short', store: false });
        assert.ok(answer.output_text.length > 0);
        assert.ok(answer.usage.input_tokens > 0);
        let completed = null;
        for await (const event of await client().responses.create({ model: 'gpt-5-mini', input: 'And again', store: false, stream: true }))
            if (event.type === 'response.completed') completed = event.response;
        assert.ok(completed.usage.output_tokens > 0);
    });

    test('embeddings come through and the second call is a hit', async () => {
        const ask = () => client().embeddings.create({ model: 'text-embedding-3-small', input: ['alpha', 'beta'] }).withResponse();
        const first = await ask();
        assert.equal(first.data.data.length, 2);
        const second = await ask();
        assert.ok(isHit(second.response), cacheStatus(second.response));
        assert.deepEqual(second.data, first.data);
    });

    test('upstream errors are the SDK\'s own exceptions', async () => {
        const failing = (model) => client().chat.completions.create(question('x', { model }));
        await assert.rejects(failing('fault-429'), OpenAI.RateLimitError);
        await assert.rejects(failing('fault-401'), OpenAI.AuthenticationError);
        await assert.rejects(failing('fault-500'), OpenAI.InternalServerError);
    });

    test('an error of the proxy itself has the API\'s shape and our type', async () => {
        const wrong = client({ baseURL: `${house.url}/nosuchupstream/v1` });
        await assert.rejects(wrong.chat.completions.create(question('x')), (error) => {
            assert.ok(error instanceof OpenAI.APIError);
            assert.equal(error.error?.type ?? error.type, 'cachescope_error');
            assert.match(error.message, /nosuchupstream/);
            return true;
        });
    });

    test('a stream that is cut upstream is an error, not a short answer', async () => {
        const read = async () => {
            for await (const chunk of await client().chat.completions.create(question('cut', { model: 'fault-cut', stream: true })))
                void chunk;
        };
        await assert.rejects(read());
        await assert.rejects(read(), 'nothing was stored the first time');
    });

    test('aborting a stream ends the call upstream and is logged', async () => {
        const controller = new AbortController();
        const text = `abort ${Date.now()}`;
        const { data: stream, response } = await client().chat.completions.create(
            question(text, { model: 'gpt-4.1', stream: true, temperature: 1, max_tokens: 4000 }), { signal: controller.signal,
            headers: { 'x-cachescope-tags': 'abort-test' } }).withResponse();
        const id = response.headers.get('x-cachescope-request-id');
        assert.ok(id);
        for await (const chunk of stream) { void chunk; controller.abort(); break; }
        const row = await house.logged((call) => call.id === id && call.state !== 'open');
        assert.match(JSON.stringify(row), /client/i);
    });
});

describe('anthropic', () => {
    const client = () => new Anthropic({ apiKey: 'sk-ant-test', baseURL: house.url, maxRetries: 0 });
    const question = (text, more = {}) => ({ model: 'claude-sonnet-4-5', max_tokens: 2000, temperature: 0,
        messages: [{ role: 'user', content: text }], ...more });

    test('the second identical call comes from the cache', async () => {
        const first = await client().messages.create(question('What is a token?')).withResponse();
        assert.match(cacheStatus(first.response), /fwd=miss/);
        assert.equal(first.data.content[0].type, 'text');
        const second = await client().messages.create(question('What is a token?')).withResponse();
        assert.ok(isHit(second.response), cacheStatus(second.response));
        assert.deepEqual(second.data, first.data);
    });

    test('streams: final message equal cold, hot, and as JSON', async () => {
        const read = () => client().messages.stream(question('Tell me about caches')).finalMessage();
        const cold = await read();
        assert.equal(cold.stop_reason, 'end_turn');
        assert.deepEqual(await read(), cold);
        const json = await client().messages.create(question('Tell me about caches')).withResponse();
        assert.ok(isHit(json.response), cacheStatus(json.response));
        assert.deepEqual(json.data.content, JSON.parse(JSON.stringify(cold.content)));
    });

    test('identical streams under way share one upstream call, and one that is aborted hurts nobody', async () => {
        const headers = { 'X-Simulate-First-Token-Ms': '1500', 'X-Simulate-Tokens': '40' };
        const streams = Array.from({ length: 20 }, () => client().messages.stream(question('Twenty at once'), { headers }));
        const leaving = streams[0];
        const gone = leaving.finalMessage().catch((error) => error);
        setTimeout(() => leaving.abort(), 700);
        const messages = await Promise.all(streams.slice(1).map((stream) => stream.finalMessage()));
        assert.ok(await gone instanceof Error);
        for (const message of messages) assert.deepEqual(message, messages[0]);
        assert.equal(messages[0].stop_reason, 'end_turn');
    });

    test('tools', async () => {
        const answer = await client().messages.create(question('Use the tool', {
            tools: [{ name: 'weather', description: 'Weather of a city', input_schema: weatherSchema }],
            tool_choice: { type: 'tool', name: 'weather' } }));
        assert.equal(answer.stop_reason, 'tool_use');
        assert.equal(answer.content.at(-1).name, 'weather');
    });

    test('marked prefixes are written, then read, and the log shows both', async () => {
        const system = [{ type: 'text', text: 'You are a careful reviewer. '.repeat(600), cache_control: { type: 'ephemeral' } }];
        const ask = (text) => client().messages.create(question(text, { system }), { headers: { 'x-cachescope-cache': 'off' } }).withResponse();
        const first = await ask('one');
        assert.ok(first.data.usage.cache_creation_input_tokens > 1024);
        const second = await ask('two');
        assert.equal(second.data.usage.cache_read_input_tokens, first.data.usage.cache_creation_input_tokens);
        assert.match(cacheStatus(second.response), /fwd=bypass/);
    });

    test('upstream errors are the SDK\'s own exceptions', async () => {
        await assert.rejects(client().messages.create(question('x', { model: 'fault-429' })), Anthropic.RateLimitError);
        await assert.rejects(client().messages.create(question('x', { model: 'fault-529' })), Anthropic.InternalServerError);
        await assert.rejects(client().messages.create(question('x', { model: 'fault-401' })), Anthropic.AuthenticationError);
    });

    test('a cut stream is an error', async () => {
        await assert.rejects(client().messages.stream(question('cut', { model: 'fault-cut' })).finalMessage());
    });
});

describe('genai', () => {
    const client = () => new GoogleGenAI({ apiKey: 'AIza-test', httpOptions: { baseUrl: house.url } });
    const question = (contents, more = {}) => ({ model: 'gemini-2.5-flash', contents, config: { temperature: 0 }, ...more });

    test('plain, twice', async () => {
        const first = await client().models.generateContent(question('What is caching?'));
        assert.ok(first.text.length > 0);
        assert.ok(first.usageMetadata.promptTokenCount > 0);
        const second = await client().models.generateContent(question('What is caching?'));
        assert.equal(second.text, first.text);
        await house.logged((call) => call.upstream === 'gemini' && call.outcome === 'hit');
    });

    test('stream, cold and hot, and its text as a plain answer', async () => {
        const read = async () => {
            let text = '', usage = null;
            for await (const chunk of await client().models.generateContentStream(question('Stream a poem'))) {
                text += chunk.text ?? '';
                usage = chunk.usageMetadata ?? usage;
            }
            return { text, usage };
        };
        const cold = await read();
        assert.ok(cold.text.length > 0 && cold.usage.totalTokenCount > 0);
        assert.deepEqual((await read()).text, cold.text);
        assert.equal((await client().models.generateContent(question('Stream a poem'))).text, cold.text);
    });

    test('function calls', async () => {
        const answer = await client().models.generateContent(question('Use the tool', { config: {
            tools: [{ functionDeclarations: [{ name: 'weather', description: 'Weather', parametersJsonSchema: weatherSchema }] }],
            toolConfig: { functionCallingConfig: { mode: 'ANY' } } } }));
        assert.equal(answer.functionCalls[0].name, 'weather');
    });

    test('upstream errors are the SDK\'s own exceptions', async () => {
        await assert.rejects(client().models.generateContent(question('x', { model: 'fault-429' })), (error) => {
            assert.ok(error instanceof ApiError);
            assert.equal(error.status, 429);
            return true;
        });
    });
});

describe('the log afterwards', () => {
    test('holds no key that a client sent', async () => {
        const page = JSON.stringify(await house.admin('requests?limit=200'));
        for (const key of ['sk-test-openai', 'sk-ant-test', 'AIza-test'])
            assert.ok(!page.includes(key), key);
    });

    test('metrics count what was sent', async () => {
        const text = await (await fetch(`${house.url}/_cachescope/metrics`)).text();
        assert.match(text, /cachescope_requests_total\{[^}]*outcome="hit"[^}]*\} [1-9]/);
        assert.match(text, /cachescope_requests_total\{[^}]*outcome="coalesced"[^}]*\} [1-9]/);
        assert.match(text, /cachescope_saved_usd_total\{[^}]*by="coalescing"[^}]*\} 0\.0*[1-9]/);
        assert.match(text, /cachescope_tokens_total\{[^}]*kind="cache_read"[^}]*\} [1-9]/);
    });
});
