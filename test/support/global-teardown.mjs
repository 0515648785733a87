/** Stops the server that the setup started, and removes its folder. */
export default async function globalTeardown() {
  const started = globalThis.rapportTestDatabase;
  if (started === undefined) return;
  await started.database.release();
  await started.watch.cleanUpNow();
}
