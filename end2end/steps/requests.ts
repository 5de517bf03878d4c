import { type APIResponse, expect, type Page } from '@playwright/test';
import type { Person } from '../portal/people.ts';
import type { Portal } from '../portal/portal.ts';
import type { CoOwner } from '../portal/simulator.ts';
import { codeFromMail } from './account.ts';
import { CO_OWNER_PASSWORD, type DemoAccount } from './company.ts';

// Setup of scenarios by HTTP requests, faster than through the pages. Signing in, linking and choosing a company through
// the pages have their own scenarios.

/** Signs the person in on a new device. */
export async function signInByRequest(page: Page, portal: Portal, person: Person): Promise<void> {
  const mailCount = (await portal.simulator.mails(person.email)).length;
  const credentials = { identifiant: person.identifiant, mot_de_passe: person.password };
  expectRedirect('/connexion/code', await post(page, portal, '/form/connexion', credentials));
  const answers = { code: await codeFromMail(portal, person, mailCount) };
  expectRedirect('/connexion/confirmation', await post(page, portal, '/form/connexion-code', answers));
}

/** Opens an account at a co-owner with the rights of `model`, and links it. */
export async function linkByRequest(
  page: Page,
  portal: Portal,
  person: Person,
  model: DemoAccount,
  coOwner: CoOwner = 'dgddi',
): Promise<void> {
  await portal.simulator.openAccount(coOwner, person.identifiant, model);
  const redirect = await post(page, portal, '/form/rattacher', { co_proprietaire: coOwner });
  const signInPage = await page.request.get(redirect.headers()['location']!);
  const action = /<form method="post" action="([^"]+)"/.exec(await signInPage.text())![1]!.replaceAll('&#38;', '&').replaceAll('&amp;', '&');
  const back = await page.request.post(new URL(action, signInPage.url()).href, {
    form: { identifiant: person.identifiant, mot_de_passe: CO_OWNER_PASSWORD },
  });
  expect(back.url(), 'redirected back to the portal').toContain(portal.address);
}

/** Chooses the current company. */
export async function chooseCompanyByRequest(page: Page, portal: Portal, siren: string): Promise<void> {
  expectRedirect('/tableau-de-bord', await post(page, portal, '/form/choisir-siren', { siren }));
}

async function post(page: Page, portal: Portal, action: string, form: Record<string, string>): Promise<APIResponse> {
  // The portal refuses a form without an origin; browsers send it, Playwright's requests do not.
  const headers = { Origin: portal.address };
  return page.request.post(`${portal.address}${action}`, { form, headers, maxRedirects: 0 });
}

function expectRedirect(path: string, answer: APIResponse): void {
  expect(`${answer.status()} ${answer.headers()['location']}`, answer.url()).toContain(`303 ${path}`);
}
