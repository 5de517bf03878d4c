import { createHmac } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import type { Person } from '../portal/people.ts';
import { send } from './form.ts';

const STEP_SECONDS = 30;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An authenticator application (RFC 6238), written here so that the portal's own code is not what checks it. */
export class Application {
  private readonly key: Buffer;
  private lastStep = 0;

  /** `key`: as the page shows it, in base 32. */
  constructor(key: string) {
    this.key = decode(key.replaceAll(/\s/g, ''));
  }

  /** A code that was not given before: the portal takes each step once, and the next one already. */
  code(): string {
    const now = Math.floor(Date.now() / 1000 / STEP_SECONDS);
    this.lastStep = Math.max(now, this.lastStep + 1);
    return this.codeOf(this.lastStep);
  }

  /** The code given last. */
  sameCode(): string {
    return this.codeOf(this.lastStep);
  }

  private codeOf(step: number): string {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac('sha1', this.key).update(counter).digest();
    const offset = mac[mac.length - 1]! & 0xf;
    const number = mac.readUInt32BE(offset) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
  }
}

function decode(text: string): Buffer {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/** On the page that shows a key: adds the application that holds it. */
export async function addApplication(page: Page): Promise<Application> {
  const application = new Application(await page.locator('#cle').innerText());
  await send(page, '/form/ajouter-application', { nom: 'Téléphone de démonstration', code: application.code() });
  return application;
}

/** The ten codes of the page that shows them. */
export async function recoveryCodes(page: Page): Promise<string[]> {
  await expect(page).toHaveURL(/\/codes-de-secours/);
  await expect(page.locator('#codes li')).toHaveCount(10);
  return page.locator('#codes li').allInnerTexts();
}

/** The first step of a sign-in, up to the page that asks a code. */
export async function givePassword(page: Page, person: Person): Promise<void> {
  await page.goto('/connexion');
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expect(page).toHaveURL(/\/connexion\/code/);
}
