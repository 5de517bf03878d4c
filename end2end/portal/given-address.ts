/**
 * Origin of a running portal, from `PRODOUANE_URL`: the scenarios tagged `@public` then run there, with neither simulator nor
 * database.
 */
export const GIVEN_ADDRESS = process.env.PRODOUANE_URL ? new URL(process.env.PRODOUANE_URL).origin : undefined;
