import type { CDPSession, Page } from '@playwright/test';

/** Virtual authenticator of Chromium (WebDriver extension). */
export class Authenticator {
  private constructor(
    private readonly client: CDPSession,
    private readonly authenticatorId: string,
  ) {}

  /**
   * Adds an authenticator to the page's browser. User verification succeeds until changed; without `verification`, it has
   * neither PIN nor biometrics.
   */
  static async add(page: Page, verification = true): Promise<Authenticator> {
    const client = await page.context().newCDPSession(page);
    await client.send('WebAuthn.enable');
    const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: verification,
        isUserVerified: verification,
        automaticPresenceSimulation: true,
      },
    });
    return new Authenticator(client, authenticatorId);
  }

  /** Sets whether user verification succeeds from now on. */
  async setUserVerified(isUserVerified: boolean): Promise<void> {
    await this.client.send('WebAuthn.setUserVerified', { authenticatorId: this.authenticatorId, isUserVerified });
  }
}
