import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

/** Database of one server. */
export interface Database {
  url: string;
  drop(): Promise<void>;
}

export type Engine = 'sqlite' | 'postgres';

/** Creates an empty database, for PostgreSQL on the server of `PRODOUANE_TEST_POSTGRES`. */
export async function createDatabase(engine: Engine, folder: string): Promise<Database> {
  if (engine === 'sqlite') {
    const file = path.join(folder, 'prodouane.db');
    // An empty database with the complete schema: copying it is faster than running the migrations.
    const schema = process.env.PRODOUANE_TEST_SCHEMA;
    if (schema) await copyFile(schema, file);
    return { url: `sqlite:${file}`, drop: async () => undefined };
  }
  const server = process.env.PRODOUANE_TEST_POSTGRES;
  if (!server) throw new Error('PRODOUANE_TEST_POSTGRES must name a PostgreSQL server');
  const name = `prodouane_e2e_${process.pid}_${Date.now()}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function onServer(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
