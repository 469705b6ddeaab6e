// SPDX-License-Identifier: MIT
// agreement.mjs FOLDER TEXTS.json: what the npm packages below FOLDER make of each text, as {peer: [ids of text 0, …]}.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [folder, input] = process.argv.slice(2);
const require = createRequire(folder + '/');
const texts = JSON.parse(readFileSync(input, 'utf8'));
const result = {};
const tiktoken = require('tiktoken');
for (const encoding of ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base']) {
    const wasm = tiktoken.get_encoding(encoding);
    result[`tiktoken ${encoding}`] = texts.map((text) => Array.from(wasm.encode_ordinary(text)));
    const script = require(`gpt-tokenizer/cjs/encoding/${encoding}`);
    result[`gpt-tokenizer ${encoding}`] = texts.map((text) => Array.from(script.encode(text, { disallowedSpecial: new Set() })));
}
const { Tokenizer } = require('@huggingface/tokenizers');
for (const name of ['deepseek_v3', 'qwen2_5', 'llama3']) {
    const models = `${folder}/node_modules/@lenml/tokenizer-${name}/models/`;
    const tokenizer = new Tokenizer(JSON.parse(readFileSync(models + 'tokenizer.json', 'utf8')),
        JSON.parse(readFileSync(models + 'tokenizer_config.json', 'utf8')));
    result[`huggingface ${name}`] = texts.map((text) => Array.from(tokenizer.encode(text, { add_special_tokens: false }).ids));
}
console.log(JSON.stringify(result));
