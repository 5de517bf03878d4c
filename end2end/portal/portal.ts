import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';
import { createDatabase, type Database, type Engine } from './database.ts';
import { type HttpsFront, startHttps } from './https.ts';
import { runCommand, type Environment, freePort, Program, programs } from './programs.ts';
import { Simulator } from './simulator.ts';

/** Customs services used by the tests. */
export const SERVICES = {
  pae: { code: 'PAE-LITTORAL', name: 'PAE du Littoral (fictif)', office: 'FRDEM010' },
  recette: { code: 'FR009620', name: 'Recette interrégionale du Havre (fictive)', office: 'FRDEM070' },
} as const;
/** Customs offices of the demonstration. */
const OFFICES = path.resolve(import.meta.dirname, '../../xtask/src/demo/bureaux.json');
/** Postal address of every service. */
export const ADDRESS = '1 quai fictif, 44000 Nantes';
export type Service = keyof typeof SERVICES;

/** Password of every account created by the tests; long enough to be a passphrase. */
export const PASSWORD = 'Cargo-lanterne-42-embruns';

/** A portal with its own simulator and empty database, in a temporary folder. */
export class Portal {
  private server: Program | undefined;

  private constructor(
    readonly address: string,
    readonly simulator: Simulator,
    readonly environment: Environment,
    private readonly port: number,
    private readonly simulatorProcess: Program,
    private readonly folder: string,
    private readonly database: Database,
    private readonly front: HttpsFront | undefined,
  ) {}

  /** `changes`: additional configuration, by environment variable. */
  static async start(engine: Engine, changes: Environment = {}, https = false): Promise<Portal> {
    const folder = await mkdtemp(path.join(tmpdir(), 'prodouane-e2e-'));
    const database = await createDatabase(engine, folder);
    const port = await freePort();
    const front = https ? await startHttps(folder, port) : undefined;
    // A host name: browsers do not create passkeys for IP addresses.
    const address = front ? `https://localhost:${front.port}` : `http://localhost:${port}`;
    const simulatorProcess = Program.start(
      programs.simulator,
      ['--port', '0', '--smtp-port', '0', '--portal', address],
      {},
      path.join(folder, 'simulator.log'),
    );
    const ready = JSON.parse(await simulatorProcess.firstLine) as { http: string; smtp: string };
    const simulator = new Simulator(ready.http, ready.smtp);
    await writeFile(authorityFile(folder), await simulator.timestampAuthority());
    const environment = { ...settings(address, port, database.url, simulator, folder), ...changes };
    const portal = new Portal(address, simulator, environment, port, simulatorProcess, folder, database, front);
    await runCommand(['migrate'], environment);
    await runCommand(['offices', 'import', OFFICES], environment);
    for (const [kind, service] of Object.entries(SERVICES)) {
      const contact = ['--address', ADDRESS, '--email', 'service@exemple.test', '--phone', '02 40 00 00 00'];
      const identity = ['--code', service.code, '--kind', kind, '--name', service.name];
      await runCommand(['service', 'add', ...identity, ...contact, '--office', service.office], environment);
    }
    await portal.startServer();
    return portal;
  }

  /** Starts the server and waits until it is ready. */
  async startServer(): Promise<void> {
    this.server = Program.start(programs.server, ['serve'], this.environment, path.join(this.folder, 'server.log'));
    await expect
      .poll(
        async () => {
          if (!this.server!.running) throw new Error(`the server ended:\n${await this.log()}`);
          return fetch(`http://127.0.0.1:${this.port}/health/ready`).then((answer) => answer.status, () => 0);
        },
        { timeout: 60_000, intervals: [50, 100, 200], message: 'the server is ready' },
      )
      .toBe(200);
  }

  async stopServer(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.server?.stop(signal);
  }

  /** Restarts the server with other settings; sessions stay open. */
  async restart(changes: Environment): Promise<void> {
    await this.stopServer();
    Object.assign(this.environment, changes);
    await this.startServer();
  }

  /** Returns the log of the server. */
  async log(): Promise<string> {
    return readFile(path.join(this.folder, 'server.log'), 'utf8').catch(() => '');
  }

  async stop(): Promise<void> {
    await this.stopServer();
    await this.simulatorProcess.stop();
    this.front?.stop();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** File with the certificate of the simulated timestamp authority. */
function authorityFile(folder: string): string {
  return path.join(folder, 'horodatage-autorite.pem');
}

/** Téléservices with single sign-on. */
const TELESERVICES = [
  'DELTA-G',
  'DELTA-X',
  'CIEL',
  'ISOPE',
  'ISOPE-DOM',
  'DOMINO',
  'TELEPAIEMENT-SEPA',
  'TELEPAIEMENT-CB',
  'ICS',
  'NSTI',
  'SOFI',
];

/** Returns the configuration of a portal as environment variables, as in a container. */
function settings(address: string, port: number, database: string, simulator: Simulator, folder: string): Environment {
  const environment: Environment = {
    PRODOUANE__LISTEN: `127.0.0.1:${port}`,
    PRODOUANE__BASE_URL: address,
    PRODOUANE__DATABASE__URL: database,
    PRODOUANE__FILES__STORE: 'local',
    PRODOUANE__FILES__FOLDER: path.join(folder, 'files'),
    PRODOUANE__MAIL__SMTP_URL: `smtp://${simulator.smtp}`,
    PRODOUANE__SMS__URL: `${simulator.http}/sms/envois`,
    PRODOUANE__SMS__TOKEN: 'jeton-de-demonstration',
    PRODOUANE__EXCHANGE_RATES__SOURCE: `${simulator.http}/bce/eurofxref-hist.csv`,
    PRODOUANE__TRANSPARENCY__TIMESTAMP__URL: `${simulator.http}/horodatage`,
    PRODOUANE__TRANSPARENCY__TIMESTAMP__AUTHORITY: authorityFile(folder),
    // The scenario of the second factors of the staff requires them.
    PRODOUANE__STAFF__STRONG_FACTOR_REQUIRED: 'false',
    PRODOUANE__SITE__ROOT: programs.site,
    PRODOUANE__SITE__HASH_FILE: path.join(programs.site, 'hash.txt'),
    // Rights and figures are fetched at every page, so that a withdrawal applies immediately.
    PRODOUANE__CO_OWNERS__RIGHTS_FRESHNESS_SECONDS: '0',
    PRODOUANE__CO_OWNERS__FIGURES_FRESHNESS_SECONDS: '0',
    // Long timeouts: a slow test machine must not look like an unavailable co-owner.
    PRODOUANE__CO_OWNERS__CONNECT_TIMEOUT_MS: '10000',
    PRODOUANE__CO_OWNERS__ANSWER_TIMEOUT_MS: '20000',
    // All people of the tests share one address: no rate limit per network.
    PRODOUANE__SIGN_IN__ATTEMPTS_PER_NETWORK: '10000',
    PRODOUANE__SIGN_IN__REGISTRATIONS_PER_NETWORK: '10000',
  };
  environment.PRODOUANE__IDENTITY__PROCONNECT__ISSUER = `${simulator.http}/proconnect`;
  environment.PRODOUANE__IDENTITY__PROCONNECT__CLIENT_ID = 'prodouane';
  environment.PRODOUANE__IDENTITY__PROCONNECT__CLIENT_SECRET = 'secret-de-demonstration';
  for (const coOwner of ['dgddi', 'dgfip', 'urssaf', 'net-entreprises']) {
    const prefix = `PRODOUANE__CO_OWNERS__${coOwner.toUpperCase().replace('-', '_')}__`;
    environment[`${prefix}BASE_URL`] = `${simulator.http}/${coOwner}`;
    environment[`${prefix}CLIENT_SECRET`] = 'secret-de-demonstration';
    environment[`${prefix}API_TOKEN`] = 'jeton-de-demonstration';
    environment[`${prefix}PUSH_SECRET`] = `secret-de-signature-de-demonstration-${coOwner}`;
    environment[`${prefix}OPENS_ACCOUNTS`] = String(coOwner === 'dgddi');
  }
  for (const code of TELESERVICES) {
    const home = `${simulator.http}/dgddi/teleservices/${code}`;
    const prefix = `PRODOUANE__TELESERVICES__${code.replaceAll('-', '_')}__`;
    const id = code.toLowerCase();
    environment[`${prefix}CLIENT_ID`] = id;
    environment[`${prefix}CLIENT_SECRET`] = `secret-de-teleservice-de-demonstration-${id}`;
    environment[`${prefix}LOGIN_URI`] = `${home}/connexion`;
    environment[`${prefix}TARGET_LINK_URI`] = home;
    environment[`${prefix}REDIRECT_URIS`] = `["${home}/retour"]`;
    environment[`${prefix}POST_LOGOUT_REDIRECT_URIS`] = `["${home}"]`;
    environment[`${prefix}BACKCHANNEL_LOGOUT_URI`] = `${home}/fin-de-session`;
  }
  for (const coOwner of ['dgddi', 'dgfip', 'urssaf', 'net-entreprises']) {
    const code = `SITE-${coOwner.toUpperCase()}`;
    const entry = `${simulator.http}/${coOwner}/teleservices/${code}`;
    const prefix = `PRODOUANE__TELESERVICES__${code.replaceAll('-', '_')}__`;
    const id = code.toLowerCase();
    environment[`${prefix}CLIENT_ID`] = id;
    environment[`${prefix}CLIENT_SECRET`] = `secret-de-teleservice-de-demonstration-${id}`;
    environment[`${prefix}LOGIN_URI`] = `${entry}/connexion`;
    environment[`${prefix}REDIRECT_URIS`] = `["${entry}/retour"]`;
  }
  return environment;
}
