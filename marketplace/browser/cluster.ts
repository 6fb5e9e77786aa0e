import { request, type RequestOptions } from 'node:https';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';

interface Kubeconfig {
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
  users: { user: { 'client-certificate-data': string; 'client-key-data': string } }[];
}

/** The API server of a cluster, with its administrator's rights: what a test prepares and looks at behind the store's back. */
export class Cluster {
  private readonly options: RequestOptions;

  constructor(kubeconfig: string) {
    const { clusters, users } = parse(kubeconfig) as Kubeconfig;
    const { cluster } = clusters[0]!;
    const { user } = users[0]!;
    const decode = (data: string) => Buffer.from(data, 'base64');
    const { hostname, port } = new URL(cluster.server);
    this.options = { hostname, port, ca: decode(cluster['certificate-authority-data']), cert: decode(user['client-certificate-data']), key: decode(user['client-key-data']) };
  }

  /** Asks the API server; anything but a 2xx is an error. */
  call(method: string, path: string, body?: object): Promise<any> {
    return new Promise((resolve, reject) => {
      const asked = request({ ...this.options, method, path, headers: { 'Content-Type': 'application/json' } }, (response) => {
        let text = '';
        response.on('data', (part) => (text += part));
        response.on('end', () => ((response.statusCode ?? 500) < 300 ? resolve(text && JSON.parse(text)) : reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`))));
      });
      asked.on('error', reject);
      asked.end(body && JSON.stringify(body));
    });
  }

  /** Keeps a hook for the removal of an instance, as a deployer does: one that the API server refuses. */
  keepHook(namespace: string, instance: string): Promise<any> {
    const hook = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'never', annotations: { 'helm.sh/hook': 'pre-delete' } }, spec: { ports: [{ port: 99999 }] } };
    return this.call('POST', `/api/v1/namespaces/${namespace}/secrets`, {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: `${instance}-delete-hooks` },
      data: { 'hooks.json.gz': gzipSync(JSON.stringify([hook])).toString('base64') },
    });
  }

  /** Watches objects until one of them satisfies, and gives that. */
  private until(path: string, satisfied: (object: any) => boolean): Promise<any> {
    return new Promise((resolve, reject) => {
      const asked = request({ ...this.options, path: `${path}&watch=1` }, (response) => {
        const lines = createInterface(response);
        lines.on('error', reject); // also that it was ended below, which changes nothing any more
        lines.on('line', (line) => {
          const { object } = JSON.parse(line);
          if (!satisfied(object)) return;
          asked.destroy();
          resolve(object);
        });
      });
      asked.on('error', reject);
      asked.end();
    });
  }

  /** Runs redis-cli against an instance of the sample chart, with its password, and gives what it says. */
  async redis(namespace: string, instance: string, name: string, ...command: string[]): Promise<string> {
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    await this.call('POST', pods, {
      apiVersion: 'v1', kind: 'Pod', metadata: { name },
      spec: {
        restartPolicy: 'Never',
        containers: [{
          name: 'redis-cli', image: 'chandler.local/redis:7.0.15', imagePullPolicy: 'IfNotPresent', command: ['redis-cli', '-h', instance, ...command],
          env: [{ name: 'REDISCLI_AUTH', valueFrom: { secretKeyRef: { name: instance, key: 'password' } } }],
          terminationMessagePolicy: 'FallbackToLogsOnError',
        }],
      },
    });
    const done = await this.until(`${pods}?fieldSelector=metadata.name=${name}`, (pod) => ['Succeeded', 'Failed'].includes(pod.status?.phase));
    if (done.status.phase !== 'Succeeded') throw new Error(`redis-cli: ${JSON.stringify(done.status.containerStatuses)}`);
    const said = await this.log(`${pods}/${name}/log`);
    await this.call('DELETE', `${pods}/${name}`);
    return said.trim();
  }

  private log(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const asked = request({ ...this.options, path }, (response) => {
        let text = '';
        response.on('data', (part) => (text += part));
        response.on('end', () => resolve(text));
      });
      asked.on('error', reject);
      asked.end();
    });
  }
}
