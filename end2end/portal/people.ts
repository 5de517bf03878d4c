import { PASSWORD, type Portal, type Service, SERVICES } from './portal.ts';
import { command } from './programs.ts';

/** Someone plainly fictional with a portal account. */
export interface Person {
  identifiant: string;
  prenom: string;
  nom: string;
  email: string;
  password: string;
}

let drawn = 0;

/** A person nobody else plays: tests of one worker share a portal. */
export function newPerson(prenom = 'Camille'): Person {
  drawn += 1;
  const identifiant = `${prenom.toLowerCase()}.${process.pid}.${drawn}`;
  return { identifiant, prenom, nom: 'Essai', email: `${identifiant}@exemple.test`, password: PASSWORD };
}

/** Opens an account through the server's administration command: the registration pages have scenarios of their own. */
export async function createAccount(portal: Portal, prenom?: string): Promise<Person> {
  const person = newPerson(prenom);
  await command(
    [
      'account',
      'create',
      '--login',
      person.identifiant,
      '--first-name',
      person.prenom,
      '--last-name',
      person.nom,
      '--email',
      person.email,
    ],
    { ...portal.environment, PRODOUANE_PASSWORD: person.password },
  );
  return person;
}

export async function createAgent(portal: Portal, ...services: Service[]): Promise<Person> {
  const agent = newPerson('Agent');
  await command(
    [
      'agent',
      'create',
      '--login',
      agent.identifiant,
      '--name',
      `${agent.prenom} ${agent.nom}`,
      '--email',
      agent.email,
      ...services.flatMap((service) => ['--service', SERVICES[service].code]),
    ],
    { ...portal.environment, PRODOUANE_PASSWORD: agent.password },
  );
  return agent;
}
