// Serves an OpenID Connect provider on 127.0.0.1: node fournisseur.mjs <port> <portal> <client> <secret>
// It acts as an identity provider (FranceConnect) and, with one additional route of the contract, as a co-owner (dgddi).
import Provider from 'oidc-provider';

const [port, portal, client_id, client_secret] = process.argv.slice(2);

const API_TOKEN = 'jeton-pour-les-essais-seulement';
const redirectPaths = ['/connexion/fournisseur/franceconnect', '/connexion/fournisseur/dgddi', '/rattachement/dgddi'];

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id,
      client_secret,
      redirect_uris: redirectPaths.map((path) => `${portal}${path}/retour`),
      post_logout_redirect_uris: redirectPaths.map((path) => `${portal}${path}/fin`),
      id_token_signed_response_alg: 'RS256',
      userinfo_signed_response_alg: 'RS256',
    },
  ],
  // One scope per claim, as at FranceConnect.
  claims: {
    openid: ['sub'],
    profile: ['name'],
    given_name: ['given_name'],
    family_name: ['family_name'],
    email: ['email'],
  },
  features: { jwtUserinfo: { enabled: true } },
  cookies: { keys: ['une clé pour les essais seulement'] },
  findAccount: async (_context, sub) => ({
    accountId: sub,
    claims: async () => ({
      sub,
      name: 'Fanny Essai',
      given_name: 'Fanny',
      family_name: 'Essai',
      email: `${sub}@exemple.test`,
    }),
  }),
});

// Rights of an account, as in docs/api/contrat-coproprietaires.json.
provider.use(async (context, next) => {
  const account = /^\/contrat\/v1\/comptes\/([^/]+)\/habilitations$/.exec(context.path)?.[1];
  if (account === undefined) return next();
  if (context.get('authorization') !== `Bearer ${API_TOKEN}`) {
    context.status = 401;
    return;
  }
  const siret = '00010101400017';
  context.body = {
    compte: decodeURIComponent(account),
    version: 1,
    habilitations: [{ teleservice: 'DELTA-G', droit: 'declarer', siret }],
    entreprises: [
      {
        siren: '000101014',
        raison_sociale: 'Comptoir indépendant (fictif)',
        etablissements: [{ siret, nom: 'Quai', commune: 'Le Havre' }],
      },
    ],
  };
});

provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
