import { expect, test } from '../portal/test.ts';

for (const path of ['/', '/aide', '/aide/assistant', '/faq', '/faq/creer-un-compte', '/nous-contacter', '/nous-contacter?sujet=technique', '/avis', '/etat-des-services', '/actualites', '/agenda', '/documentation', '/recherche?recherche=paiement', '/plan-du-site', '/verifier-un-accuse-de-reception', '/mentions-legales', '/accessibilite', '/donnees-personnelles']) {
  test(`page ${path}`, { tag: '@public' }, async ({ page, check }) => {
    const answer = await page.goto(path);
    expect(answer!.status()).toBe(200);
    await check(page);
  });
}
