import { PASSWORD, type Portal, type Service, SERVICES } from './portal.ts';
import { runCommand } from './programs.ts';

/** Fictional person with a portal account, or agent. */
export interface Person {
  identifiant: string;
  prenom: string;
  nom: string;
  email: string;
  password: string;
}

/** Role of a member of the staff, as the command line names it. */
export type Role = 'agent' | 'adviser' | 'editor' | 'document-manager' | 'administrator';

let personCount = 0;

/** Returns a new person with a unique identifiant, since the tests of a worker share a portal. */
export function newPerson(prenom = 'Camille'): Person {
  personCount += 1;
  const identifiant = `${prenom.toLowerCase()}.${process.pid}.${personCount}`;
  return { identifiant, prenom, nom: 'Essai', email: `${identifiant}@exemple.test`, password: PASSWORD };
}

/** Opens an account with the server's command line; the registration pages have their own scenarios. */
export async function createAccount(portal: Portal, prenom?: string): Promise<Person> {
  const person = newPerson(prenom);
  await runCommand(
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

/** Creates an agent of the given services with the server's command line. */
export async function createAgent(portal: Portal, ...services: Service[]): Promise<Person> {
  return createStaffOf(portal, 'Agent', 'agent', services);
}

/** Creates a document manager of the given services with the server's command line. */
export async function createManager(portal: Portal, ...services: Service[]): Promise<Person> {
  return createStaffOf(portal, 'Gestion', 'document-manager', services);
}

async function createStaffOf(portal: Portal, prenom: string, role: Role, services: Service[]): Promise<Person> {
  const member = newPerson(prenom);
  await runCommand(
    [
      'staff',
      'create',
      '--role',
      role,
      '--login',
      member.identifiant,
      '--name',
      `${member.prenom} ${member.nom}`,
      '--email',
      member.email,
      ...services.flatMap((service) => ['--service', SERVICES[service].code]),
    ],
    { ...portal.environment, PRODOUANE_PASSWORD: member.password },
  );
  return member;
}

/** Creates a member of the staff with the server's command line. */
export async function createMember(portal: Portal, prenom: string, ...roles: Role[]): Promise<Person> {
  const member = newPerson(prenom);
  await runCommand(
    [
      'staff',
      'create',
      '--login',
      member.identifiant,
      '--name',
      `${member.prenom} ${member.nom}`,
      '--email',
      member.email,
      ...roles.flatMap((role) => ['--role', role]),
    ],
    { ...portal.environment, PRODOUANE_PASSWORD: member.password },
  );
  return member;
}
