import { createHmac } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import type { Person } from '../portal/people.ts';
import { send } from './form.ts';

const STEP_SECONDS = 30;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Authenticator application (TOTP, RFC 6238), independent of the portal's implementation. */
export class AuthenticatorApp {
  private readonly key: Buffer;
  private lastStep = 0;

  /** `key`: secret shown by the page, in base 32. */
  constructor(key: string) {
    this.key = decodeBase32(key.replaceAll(/\s/g, ''));
  }

  /** Returns a code that was not returned before. The portal accepts each time step once, and the next step early. */
  nextCode(): string {
    const now = Math.floor(Date.now() / 1000 / STEP_SECONDS);
    this.lastStep = Math.max(now, this.lastStep + 1);
    return this.codeAt(this.lastStep);
  }

  /** Returns the last code again. */
  lastCode(): string {
    return this.codeAt(this.lastStep);
  }

  private codeAt(step: number): string {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac('sha1', this.key).update(counter).digest();
    const offset = mac[mac.length - 1]! & 0xf;
    const number = mac.readUInt32BE(offset) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
  }
}

function decodeBase32(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/** Adds an application with the key shown by the page. */
export async function addAuthenticatorApp(page: Page): Promise<AuthenticatorApp> {
  const application = new AuthenticatorApp(await page.locator('#cle').innerText());
  await send(page, '/form/ajouter-application', { nom: 'Téléphone de démonstration', code: application.nextCode() });
  return application;
}

/** Returns the ten recovery codes shown by the page. */
export async function readRecoveryCodes(page: Page): Promise<string[]> {
  await expect(page).toHaveURL(/\/codes-de-secours/);
  await expect(page.locator('#codes li')).toHaveCount(10);
  return page.locator('#codes li').allInnerTexts();
}

/** Sends identifiant and password, up to the page that requires a code. */
export async function enterPassword(page: Page, person: Person): Promise<void> {
  await page.goto('/connexion');
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expect(page).toHaveURL(/\/connexion\/code/);
}
