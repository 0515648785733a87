import type { Job } from '../job.js';

/** A job as a server-sent event. */
function jobEvent(job: Job): string {
  return `event: job\nid: ${job.revision}\ndata: ${JSON.stringify(job)}\n\n`;
}

/** What keeps the connection open, and shows whoever listens that somebody is there. */
const HEARTBEAT = ': still here\n\n';

/** The text of an event stream: an event for each job, a heartbeat for each time that there is none. */
export async function* eventStream(changes: AsyncIterable<Job | undefined>): AsyncGenerator<string> {
  for await (const job of changes) yield job ? jobEvent(job) : HEARTBEAT;
}
