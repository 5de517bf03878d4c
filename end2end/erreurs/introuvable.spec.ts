import { expect, test } from '../portal/test.ts';

test.use({ expectedErrors: [/status of 404/] });

test('une adresse inconnue affiche une page d’erreur accessible', { tag: '@public' }, async ({ page, check }) => {
  const answer = await page.goto('/nulle-part');
  expect(answer!.status()).toBe(404);
  await check(page);
});
