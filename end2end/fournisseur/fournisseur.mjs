// Serves an OpenID Connect provider on 127.0.0.1: node fournisseur.mjs <port> <portal> <client> <secret>
import Provider from 'oidc-provider';

const [port, portal, client_id, client_secret] = process.argv.slice(2);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id,
      client_secret,
      redirect_uris: [`${portal}/connexion/fournisseur/franceconnect/retour`],
      post_logout_redirect_uris: [`${portal}/connexion/fournisseur/franceconnect/fin`],
      id_token_signed_response_alg: 'RS256',
      userinfo_signed_response_alg: 'RS256',
    },
  ],
  // As FranceConnect does: one scope for each claim.
  claims: { openid: ['sub'], given_name: ['given_name'], family_name: ['family_name'], email: ['email'] },
  features: { jwtUserinfo: { enabled: true } },
  cookies: { keys: ['une clé pour les essais seulement'] },
  findAccount: async (_context, sub) => ({
    accountId: sub,
    claims: async () => ({ sub, given_name: 'Fanny', family_name: 'Essai', email: `${sub}@exemple.test` }),
  }),
});

provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
