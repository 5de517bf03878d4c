import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Portal } from './portal.ts';
import { programs } from './programs.ts';

/**
 * Restarts the server with another build of the site: the same files under other names. Returns a function that removes
 * the copy. The portal must be the test's own.
 */
export async function deployOtherBuild(portal: Portal): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'prodouane-build-'));
  await cp(programs.site, folder, { recursive: true });
  const [list, pkg] = [path.join(folder, 'hash.txt'), path.join(folder, 'pkg')];
  const lines = (await readFile(list, 'utf8')).trim().split('\n');
  const renamed: string[] = [];
  for (const line of lines) {
    const [kind, hash] = line.split(': ') as [string, string];
    const other = [...hash].toReversed().join('');
    // The file and its compressed copies.
    for (const file of (await readdir(pkg)).filter((file) => file.startsWith(`prodouane.${hash}.${kind}`))) {
      await rename(path.join(pkg, file), path.join(pkg, file.replace(hash, other)));
    }
    renamed.push(`${kind}: ${other}`);
  }
  await writeFile(list, `${renamed.join('\n')}\n`);
  await portal.stopServer();
  Object.assign(portal.environment, { PRODOUANE__SITE__ROOT: folder, PRODOUANE__SITE__HASH_FILE: list });
  await portal.startServer();
  return () => rm(folder, { recursive: true, force: true });
}
