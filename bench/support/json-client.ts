import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** JSON over kept connections to one HTTP service. Anything but a success is an error. */
export class JsonClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 256 });

  constructor(private readonly url: string) {}

  post<Answer>(path: string, body: object, type = 'application/json'): Promise<Answer> {
    return this.send('POST', path, JSON.stringify(body), type);
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  close(): void {
    this.agent.destroy();
  }

  private async send<Answer>(method: string, path: string, body = '', type = 'application/json'): Promise<Answer> {
    const headers = body === '' ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    const sent = request(`${this.url}${path}`, { method, agent: this.agent, headers });
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const words = await text(answer);
    if ((answer.statusCode ?? 0) >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${words}`);
    return JSON.parse(words) as Answer;
  }
}
