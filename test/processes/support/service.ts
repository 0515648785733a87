import { type Ended, Program } from './program.js';

/** The service as a process. */
export class Service extends Program {
  readonly url: string;

  constructor(options: { home: string; port: number; env?: Record<string, string> }) {
    const { home, port, env } = options;
    super('api/src/main.js', [], { home, env: { PORT: String(port), ...env } });
    this.url = `http://127.0.0.1:${port}`;
  }

  static async serving(options: { home: string; port: number; env?: Record<string, string> }): Promise<Service> {
    const service = new Service(options);
    await service.announced();
    return service;
  }

  /** Until it has said where it listens. */
  announced(): Promise<void> {
    return this.until(({ stdout }) => stdout.includes('Rapport listens on'));
  }

  stop(): Promise<Ended> {
    return this.end('SIGTERM');
  }

  async get<T = unknown>(path: string): Promise<{ status: number; body: T }> {
    const answer = await fetch(this.url + path);
    return { status: answer.status, body: (await answer.json()) as T };
  }

  async post<T = unknown>(
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: T; headers: Headers }> {
    const answer = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as T, headers: answer.headers };
  }
}
