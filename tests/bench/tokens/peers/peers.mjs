// SPDX-License-Identifier: MIT
// peers.mjs ENCODING FILE…: speed of the npm packages, one thread, as JSON lines.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.cwd() + '/');
const [encoding, ...files] = process.argv.slice(2);

function best(work) {
    let tokens = work();
    let shortest = Infinity;
    const begin = performance.now();
    for (let runs = 0; runs < 3 || performance.now() - begin < 1500; ++runs) {
        const start = performance.now();
        tokens = work();
        shortest = Math.min(shortest, performance.now() - start);
    }
    return [shortest / 1000, tokens];
}

const wasm = require('tiktoken').get_encoding(encoding);
const script = require(`gpt-tokenizer/cjs/encoding/${encoding}`);
for (const [peer, encode] of [
    ['tiktoken (npm, WASM)', (text) => wasm.encode_ordinary(text).length],
    ['gpt-tokenizer (npm)', (text) => script.encode(text, { disallowedSpecial: new Set() }).length],
]) {
    for (const file of files) {
        const bytes = readFileSync(file);
        const text = bytes.toString('utf8');
        try {
            const [seconds, tokens] = best(() => encode(text));
            console.log(JSON.stringify({ peer, encoding, file, tokens, mb_per_s: +(bytes.length / seconds / 1e6).toFixed(1) }));
        } catch (error) {
            console.error(`${peer}: ${error}`);
        }
    }
}
