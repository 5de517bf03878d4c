import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

const target = path.resolve(import.meta.dirname, '../../target');

/** What `cargo xtask test` built; the defaults let one scenario be run by hand with `npx playwright test`. */
export const programs = {
  server: process.env.PRODOUANE_E2E_SERVER ?? path.join(target, 'debug/server'),
  simulator: process.env.PRODOUANE_E2E_SIMULATOR ?? path.join(target, 'debug/simulator'),
  site: process.env.PRODOUANE_E2E_SITE ?? path.join(target, 'site-debug'),
};

export type Environment = Record<string, string>;

/** A program of ours, in the background, whose output goes to a file. */
export class Program {
  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    /** The first line of its standard output. */
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
    // Only the simulator's first line is read.
    firstLine.catch(() => undefined);
    return new Program(name, child, firstLine);
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Ends it by its own identifier and waits until it is gone. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.running) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    const giveUp = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(giveUp);
  }
}

/** Runs a command of the server to its end; its failure is an error with its output. */
export async function command(parameters: string[], environment: Environment): Promise<string> {
  const { stdout } = await promisify(execFile)(programs.server, parameters, { env: { ...process.env, ...environment } });
  return stdout;
}

/**
 * A port for a program that must know its address before it listens. Below those that the system gives to outgoing
 * connections: one of the browser's would take it in the meantime.
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
