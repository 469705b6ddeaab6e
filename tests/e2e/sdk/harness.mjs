// Starts the simulated provider and the proxy as processes of their own, each on a free port, and stops them again.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';

export const program = process.env.CACHESCOPE_PROGRAM;

async function startListening(args, env = {}) {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    let out = '';
    let err = '';
    child.stderr.on('data', (piece) => { err += piece; });
    const url = await new Promise((resolve, reject) => {
        child.stdout.on('data', (piece) => {
            out += piece;
            const match = out.match(/listening on (http:\/\/\S+)/);
            if (match) resolve(match[1]);
        });
        child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code}: ${err}`)));
    });
    return { child, url, stderr: () => err };
}

export class House {
    static async open() {
        const house = new House();
        house.dataDirectory = mkdtempSync(join(tmpdir(), 'cachescope-sdk-'));
        house.provider = await startListening(['simulated-provider', '--port', '0', '--latency', '20,4000']);
        const upstream = (name) => ['--upstream', `${name}=${house.provider.url}/${name}`];
        house.proxy = await startListening(['serve', '--port', '0', '--data-dir', house.dataDirectory,
            ...upstream('openai'), ...upstream('anthropic'), ...upstream('gemini'), ...upstream('deepseek')],
            { CACHESCOPE_CONFIG: join(house.dataDirectory, 'config.json') });
        house.token = readFileSync(join(house.dataDirectory, 'admin-token'), 'utf8').trim();
        return house;
    }

    get url() { return this.proxy.url; }

    async admin(path) {
        const response = await fetch(`${this.url}/_cachescope/${path}`, { headers: { authorization: `Bearer ${this.token}` } });
        if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
        return response.json();
    }

    /** Waits (bounded) until the log holds a call for which `test` is true. */
    async logged(test) {
        for (let i = 0; i < 100; ++i) {
            const page = await this.admin('requests?limit=50');
            const found = (page.requests ?? page).find(test);
            if (found) return found;
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error('the call did not appear in the log within 5 s');
    }

    async close() {
        for (const { child } of [this.proxy, this.provider]) {
            if (child.exitCode === null) {
                const ended = once(child, 'exit');
                child.kill('SIGTERM');
                await ended;
            }
        }
        const codes = [this.proxy.child.exitCode, this.provider.child.exitCode];
        rmSync(this.dataDirectory, { recursive: true, force: true });
        return codes;
    }
}
