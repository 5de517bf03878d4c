import type { Environment } from '../portal/programs.ts';

/** Settings with which every authentication has expired. */
export const NO_VALIDITY = validity(0);

/**
 * Settings with which an authentication before `moment` has expired and a new one is valid: for as long as has passed since
 * then, so that a slow machine has more time.
 */
export function validitySince(moment: number): Environment {
  return validity(Math.floor((Date.now() - moment) / 1000));
}

function validity(seconds: number): Environment {
  return { PRODOUANE__SESSIONS__REAUTHENTICATION_SECONDS: String(seconds) };
}
