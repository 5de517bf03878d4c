import { existsSync } from 'node:fs';
import path from 'node:path';
import { GIVEN_ADDRESS } from './given-address.ts';
import { programs } from './programs.ts';

/** Checks that what the scenarios use is there: `cargo xtask test` has built it, `npx playwright test` has not. */
export default async function globalSetup(): Promise<void> {
  if (GIVEN_ADDRESS) return checkPortal(GIVEN_ADDRESS);
  checkPrograms();
  if (!process.env.PRODOUANE_TEST_POSTGRES) {
    console.log('PRODOUANE_TEST_POSTGRES is not set: the scenarios on PostgreSQL are left out.');
  }
}

async function checkPortal(address: string): Promise<void> {
  const answer = await fetch(`${address}/health/live`).catch((error: Error) => {
    throw new Error(`PRODOUANE_URL: no portal at ${address} (${error.cause ?? error.message})`);
  });
  if (!answer.ok) throw new Error(`PRODOUANE_URL: ${answer.url} answers ${answer.status}`);
  console.log(`Scenarios tagged @public on ${address}`);
}

function checkPrograms(): void {
  const needed = [programs.server, programs.simulator, path.join(programs.site, 'hash.txt')];
  const missing = needed.filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`not built: ${missing.join(', ')}\nRun \`cargo xtask build\` first, or set PRODOUANE_URL.`);
}
