import { type APIResponse, expect, type Page } from '@playwright/test';
import type { Person } from '../portal/people.ts';
import type { Portal } from '../portal/portal.ts';
import type { CoOwner } from '../portal/simulator.ts';
import { code } from './account.ts';
import { CO_OWNER_PASSWORD, type Model } from './company.ts';

// What a scenario begins with and is not about: the same requests as a browser's, without their pages being drawn.
// Signing in, linking and choosing a company have scenarios of their own, through the pages.

/** The person is signed in, on a device not seen before. */
export async function signedIn(page: Page, portal: Portal, person: Person): Promise<void> {
  const known = (await portal.simulator.mails(person.email)).length;
  const password = { identifiant: person.identifiant, mot_de_passe: person.password };
  expectSentTo('/connexion/code', await post(page, portal, '/form/connexion', password));
  const typed = { code: await code(portal, person, known) };
  expectSentTo('/connexion/confirmation', await post(page, portal, '/form/connexion-code', typed));
}

/** The person's account at a co-owner, opened for the occasion with the rights of `model`, is linked. */
export async function linked(
  page: Page,
  portal: Portal,
  person: Person,
  model: Model,
  coOwner: CoOwner = 'dgddi',
): Promise<void> {
  await portal.simulator.openAccount(coOwner, person.identifiant, model);
  const sent = await post(page, portal, '/form/rattacher', { co_proprietaire: coOwner });
  const asked = await page.request.get(sent.headers()['location']!);
  const action = /<form method="post" action="([^"]+)"/.exec(await asked.text())![1]!.replaceAll('&#38;', '&').replaceAll('&amp;', '&');
  const back = await page.request.post(new URL(action, asked.url()).href, {
    form: { identifiant: person.identifiant, mot_de_passe: CO_OWNER_PASSWORD },
  });
  expect(back.url(), 'back at the portal').toContain(portal.address);
}

/** The company is the one being worked for. */
export async function workingFor(page: Page, portal: Portal, siren: string): Promise<void> {
  expectSentTo('/tableau-de-bord', await post(page, portal, '/form/choisir-siren', { siren }));
}

async function post(page: Page, portal: Portal, action: string, form: Record<string, string>): Promise<APIResponse> {
  return page.request.post(`${portal.address}${action}`, { form, maxRedirects: 0 });
}

function expectSentTo(path: string, answer: APIResponse): void {
  expect(`${answer.status()} ${answer.headers()['location']}`, answer.url()).toContain(`303 ${path}`);
}
