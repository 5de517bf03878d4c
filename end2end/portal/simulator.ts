import { expect } from '@playwright/test';

export interface Mail {
  id: number | string;
  to: string[] | string;
  from: string;
  subject: string;
  message_id: string;
  text: string;
  html: string;
}

export type CoOwner = 'dgddi' | 'dgfip' | 'urssaf' | 'net-entreprises' | 'proconnect';
export type MailFailure = 'none' | 'refuse' | 'hang' | 'tempfail';

/** Client of the simulator's test interface: mailbox, outages, accounts, rights. */
export class Simulator {
  constructor(
    readonly http: string,
    readonly smtp: string,
  ) {}

  /** Returns the mails to an address, oldest first. */
  async mails(to: string): Promise<Mail[]> {
    const answer = await fetch(`${this.http}/boite/api/messages?to=${encodeURIComponent(to)}`);
    if (!answer.ok) throw new Error(`mailbox: ${answer.status}`);
    return (await answer.json()) as Mail[];
  }

  /** Waits for a mail whose subject or text matches and returns the newest, ignoring the first `after` mails. */
  async mail(to: string, matching: RegExp, options: { after?: number; timeout?: number } = {}): Promise<Mail> {
    let found: Mail | undefined;
    await expect
      .poll(
        async () => {
          const mails = (await this.mails(to)).slice(options.after ?? 0);
          found = mails.findLast((mail) => matching.test(mail.subject) || matching.test(mail.text));
          return found !== undefined;
        },
        { message: `a mail to ${to} matching ${matching}`, timeout: options.timeout ?? 45_000 },
      )
      .toBe(true);
    return found!;
  }

  /** Waits for `atLeast` text messages to a number and returns the code of the last one. */
  async smsCode(to: string, atLeast: number): Promise<string> {
    const query = new URLSearchParams({ to, au_moins: String(atLeast), attendre_ms: '45000' });
    const answer = await fetch(`${this.http}/sms/api/messages?${query}`);
    const messages = (await answer.json()) as { texte: string }[];
    if (messages.length < atLeast) throw new Error(`${messages.length} text messages to ${to}`);
    return /\b\d{6}\b/.exec(messages.at(-1)!.texte)![0];
  }

  /** Sets the fault mode of the mail server. */
  async setMailFailure(mode: MailFailure): Promise<void> {
    await this.post('/boite/api/panne', { mode });
  }

  /** Makes a co-owner unavailable, or available again. */
  async setOutage(coOwner: CoOwner, down: boolean): Promise<void> {
    await this.post('/administration/api/panne', { co_owner: coOwner, en_panne: down });
  }

  /** Opens an account at a co-owner with the rights of the account `model`. */
  async openAccount(coOwner: CoOwner, identifiant: string, model: string): Promise<void> {
    await this.post('/administration/api/comptes', { co_owner: coOwner, identifiant, comme: model });
  }

  /** Replaces all rights of an account. */
  async setRights(coOwner: CoOwner, compte: string, habilitations: unknown[]): Promise<void> {
    await this.call('PUT', '/administration/api/habilitations', { co_owner: coOwner, compte, habilitations });
  }

  /** Returns the certificate of the timestamp authority, in PEM. */
  async timestampAuthority(): Promise<string> {
    const answer = await fetch(`${this.http}/horodatage/autorite.pem`);
    if (!answer.ok) throw new Error(`timestamp authority: ${answer.status}`);
    return answer.text();
  }

  async reset(): Promise<void> {
    await this.post('/administration/api/reinitialiser', {});
  }

  private post(path: string, body: unknown): Promise<void> {
    return this.call('POST', path, body);
  }

  private async call(method: string, path: string, body: unknown): Promise<void> {
    const answer = await fetch(`${this.http}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
}
