import * as client from 'openid-client';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signIn } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

test('un client OpenID Connect indépendant connecte et déconnecte une personne', async ({ page, portal, context, check }) => {
  const person = await createAccount(portal, 'Chloe');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'chloe.demo');
  await context.clearCookies();

  // The client uses the identifier and redirect URI of DELTA-G. The simulator's page there did not send this request, so
  // it refuses the callback and leaves the code unused.
  const home = `${portal.simulator.http}/dgddi/teleservices/DELTA-G`;
  const secret = 'secret-de-teleservice-de-demonstration-delta-g';
  const configuration = await client.discovery(new URL(portal.address), 'delta-g', secret, undefined, {
    execute: [client.allowInsecureRequests],
  });
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const authorizationUrl = client.buildAuthorizationUrl(configuration, {
    redirect_uri: `${home}/retour`,
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });

  await page.goto(authorizationUrl.href);
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
  const userInfo = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
  expect(userInfo).toMatchObject({
    name: `${person.prenom} ${person.nom}`,
    email: person.email,
    siren: BRUMAIRE.siren,
    habilitations: [{ siret: BRUMAIRE.siret, droits: ['lire'] }],
  });

  // Without the ID token, logout requires confirmation; with it, the session ends.
  const logoutUrl = client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: home });
  await page.goto(logoutUrl.href);
  await expect(page.locator('h1')).toContainText('Se déconnecter du portail');
  await check(page);
  await page.goto(client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: home, id_token_hint: tokens.id_token! }).href);
  await expect(page).toHaveURL(home);
  await page.goto(`${portal.address}/tableau-de-bord`);
  await expect(page).toHaveURL(/\/connexion/);
});
