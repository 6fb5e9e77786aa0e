import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../..');
const bin = process.env.CHANDLER_TEST_BIN ?? join(root, 'bin');

/** A store that runs on this machine, with an embedded cluster of its own and the sample data. */
export interface RunningStore {
  address: string;
  /** Lets the administrator in, once. */
  adminLink: string;
  /** The password of the sample user project-regular. */
  password: string;
  /** The packed sample charts, by file name. */
  charts: Record<string, string>;
  cluster: string;
  kubeconfig: () => string;
  stop: () => Promise<void>;
}

/** Starts the store as a person would who tries it out, and reads what it says to them. */
export async function startStore(name: string): Promise<RunningStore> {
  const data = mkdtempSync(join(tmpdir(), 'chandler-browser-'));
  const cluster = `browser-${name}-${process.pid}`;
  const address = `127.0.0.1:${await freePort()}`;
  const images = join(root, 'examples/redis/images/app.tar');
  const child = spawn(join(bin, 'chandler-store'), ['demo', '--address', address, '--data', data, '--cluster', cluster, '--images', images], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CHANDLER_CLUSTER: join(bin, 'chandler-cluster'), CHANDLER_DEPLOYER: join(bin, 'chandler-deployer') },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    spawnSync(join(bin, 'chandler-cluster'), ['down', '--name', cluster, '--purge']);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const said = await greeting(child);
    const found = (pattern: RegExp) => pattern.exec(said)?.[1] ?? fail(`the store does not say ${pattern}:\n${said}`);
    const charts = Object.fromEntries([...said.matchAll(/(\S+\/(redis-[\d.]+\.tgz))/g)].map(([, path, file]) => [file!, path!]));
    return {
      address: `http://${address}`, cluster, charts, stop,
      adminLink: found(/(http:\S+\/link#\S+)/),
      password: found(/project-regular with the password\s+(\S+)/),
      kubeconfig: () => readFileSync(`/var/lib/chandler/clusters/${cluster}/kubeconfig`, 'utf8'),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Everything the store prints until it says how to stop it. */
function greeting(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface(stream).on('line', (line) => {
        said += line + '\n';
        if (line.includes('Ctrl-C')) resolve(said);
      });
    }
    child.once('exit', (code) => reject(new Error(`the store ended with ${code}:\n${said}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function fail(message: string): never {
  throw new Error(message);
}
