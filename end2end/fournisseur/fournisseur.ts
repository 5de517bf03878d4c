import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from '../portal/test.ts';

/** OpenID Connect provider independent of the portal and the simulator: `oidc-provider`, from npm. */
export interface Provider {
  stop(): Promise<void>;
}

export const CLIENT = {
  id: 'portail',
  secret: 'secret-pour-les-essais-seulement',
  apiToken: 'jeton-pour-les-essais-seulement',
};

/** Starts a provider on a local port, for the portal at `portal`. */
export async function startProvider(port: number, portal: string): Promise<Provider> {
  const script = path.join(import.meta.dirname, 'fournisseur.mjs');
  const child = spawn(process.execPath, [script, String(port), portal, CLIENT.id, CLIENT.secret], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the provider ended'))),
  ]);
  return {
    async stop() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

/** Fills and sends the provider's own sign-in page, which accepts any login and password. */
export async function signInAtProvider(page: Page, issuer: string, login: string): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`^${issuer}/interaction/`));
  await page.locator('[name="login"]').fill(login);
  await page.locator('[name="password"]').fill('peu importe');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}
