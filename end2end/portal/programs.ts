import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

const target = path.resolve(process.env.CARGO_TARGET_DIR ?? path.join(import.meta.dirname, '../../target'));

/** Programs built by `cargo xtask test`; the defaults are those of `cargo xtask build`, for `npx playwright test`. */
export const programs = {
  server: process.env.PRODOUANE_E2E_SERVER ?? path.join(target, 'debug/server'),
  simulator: process.env.PRODOUANE_E2E_SIMULATOR ?? path.join(target, 'debug/simulator'),
  site: process.env.PRODOUANE_E2E_SITE ?? path.join(target, 'site-debug'),
};

/** Returns the path of the first of these programs that is installed, else the first name. */
export function findProgram(...names: string[]): string {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return candidates.find((file) => existsSync(file)) ?? names[0]!;
}

export type Environment = Record<string, string>;

/** Program running in the background, with its output in a file. */
export class Program {
  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    /** First line of its standard output. */
    readonly firstLine: Promise<string>,
  ) {}

  static start(file: string, parameters: string[], environment: Environment, log: string): Program {
    const child = spawn(file, parameters, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = createWriteStream(log, { flags: 'a' });
    child.stdout!.pipe(output, { end: false });
    child.stderr!.pipe(output, { end: false });
    const name = path.basename(file);
    const firstLine = new Promise<string>((resolve, reject) => {
      let seen = '';
      child.stdout!.on('data', (part: Buffer) => {
        seen += part.toString();
        if (seen.includes('\n')) resolve(seen.slice(0, seen.indexOf('\n')));
      });
      child.once('exit', (code) => reject(new Error(`${name} ended (${code}), see ${log}`)));
      child.once('error', reject);
    });
    // Only the simulator's first line is awaited: ignores the rejection for the others.
    firstLine.catch(() => undefined);
    return new Program(name, child, firstLine);
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Sends the signal, then SIGKILL after 10 s, and waits until the program has ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.running) return;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    const killTimer = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(killTimer);
  }
}

/** Runs a server command and returns its standard output. Throws if it fails. */
export async function runCommand(parameters: string[], environment: Environment): Promise<string> {
  const { stdout } = await promisify(execFile)(programs.server, parameters, { env: { ...process.env, ...environment } });
  return stdout;
}

/**
 * Returns a free port for a program that must know its address before it listens. The port is below the ephemeral range,
 * so that no outgoing connection of the browser takes it meanwhile.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('listening', () => resolve(true)).once('error', () => resolve(false));
    server.listen(port, '127.0.0.1');
  });
  if (free) {
    server.close();
    await once(server, 'close');
  }
  return free;
}
