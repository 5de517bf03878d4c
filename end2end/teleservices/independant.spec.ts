import * as client from 'openid-client';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signIn } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { linked, signedIn } from '../steps/scene.ts';

test('un client indépendant connecte une personne et la déconnecte', async ({ page, portal, context, check }) => {
  const person = await createAccount(portal, 'Chloe');
  await signedIn(page, portal, person);
  await linked(page, portal, person, 'chloe.demo');
  await context.clearCookies();

  // It plays DELTA-G, at the address that the portal knows; what comes there is taken before it leaves the browser.
  const home = `${portal.simulator.http}/dgddi/teleservices/DELTA-G`;
  const secret = 'secret-de-teleservice-de-demonstration-delta-g';
  const configuration = await client.discovery(new URL(portal.address), 'delta-g', secret, undefined, {
    execute: [client.allowInsecureRequests],
  });
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const demand = client.buildAuthorizationUrl(configuration, {
    redirect_uri: `${home}/retour`,
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  await page.route(`${home}**`, (route) => route.fulfill({ body: 'arrivé', contentType: 'text/plain; charset=utf-8' }));

  await page.goto(demand.href);
  await expect(page).toHaveURL(/\/connexion\?retour=/);
  await signIn(page, portal, person, false, page.url());
  await page.getByRole('link', { name: 'Continuer' }).click();
  await page.waitForURL(`${home}/retour?**`);

  const tokens = await client.authorizationCodeGrant(configuration, new URL(page.url()), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims()!;
  const said = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
  expect(said).toMatchObject({
    name: `${person.prenom} ${person.nom}`,
    email: person.email,
    siren: BRUMAIRE.siren,
    habilitations: [{ siret: BRUMAIRE.siret, droits: ['lire'] }],
  });

  // Without the token the person is asked; with it the session is over.
  const asked = client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: home });
  await page.goto(asked.href);
  await expect(page.locator('h1')).toContainText('Se déconnecter du portail');
  await check(page);
  await page.goto(client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: home, id_token_hint: tokens.id_token! }).href);
  await expect(page).toHaveURL(home);
  await page.goto(`${portal.address}/tableau-de-bord`);
  await expect(page).toHaveURL(/\/connexion/);
});
