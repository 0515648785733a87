/** Asks the process in this container how it is: node docker/health-check.mjs /health/ready. Exit code 0 is well. */
const [path = '/health/live'] = process.argv.slice(2);
const PATIENCE_MS = 4_000;

try {
  const url = `http://127.0.0.1:${process.env.PORT ?? 3000}${path}`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
  process.stdout.write(`${answer.status} ${await answer.text()}\n`);
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  process.stdout.write(`no answer: ${error.cause ?? error}\n`);
  process.exitCode = 1;
}
