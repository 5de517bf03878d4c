import { expect, test } from '../portal/test.ts';
import { expectProblem, send } from '../steps/form.ts';

// Scenarios that create nothing and need only the address of a portal: they also run on one in service (PRODOUANE_URL).

test('les contrôles de santé répondent', { tag: '@public' }, async ({ request }) => {
  expect(await (await request.get('/health/live')).text()).toBe('ok');
  const ready = await request.get('/health/ready');
  expect(ready.status()).toBe(200);
  expect(await ready.json()).toMatchObject({ pret: true });
});

test('chaque réponse porte les en-têtes de protection', { tag: '@public' }, async ({ request }) => {
  for (const path of ['/', '/connexion', '/nulle-part', '/health/live', '/favicon.svg']) {
    const headers = (await request.get(path)).headers();
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': expect.stringContaining('max-age=63072000'),
    });
    const policy = headers['content-security-policy'] ?? '';
    expect(policy, path).toContain("default-src 'none'; script-src 'nonce-");
    expect(policy, path).not.toMatch(/'unsafe-(inline|eval)'/);
  }
});

for (const path of ['/connexion', '/inscription', '/equipe/connexion']) {
  test(`page ${path}`, { tag: '@public' }, async ({ page, check }) => {
    expect((await page.goto(path))!.status()).toBe(200);
    await check(page);
  });
}

test('le formulaire de connexion refuse une saisie vide et pose des cookies protégés', { tag: '@public' }, async ({ page, context, baseURL, check }) => {
  await page.goto('/connexion');
  await send(page, '/form/connexion', { identifiant: '', mot_de_passe: '' });
  await expectProblem(page, 'identifiant', /\S/);
  await expectProblem(page, 'mot_de_passe', /\S/);
  await check(page);
  const https = baseURL!.startsWith('https:');
  const cookies = await context.cookies();
  expect(cookies).not.toEqual([]);
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', secure: https });
    expect(cookie.name.startsWith('__Host-'), cookie.name).toBe(https);
  }
});
