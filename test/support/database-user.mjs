// A process of its own that uses the embedded database in the folder it is given: it says on standard output what it
// got, and releases it when its standard input is closed.
const { EmbeddedDatabase } = await import('../../dist/libs/embedded-database/src/index.js');

const database = await EmbeddedDatabase.acquire({ home: process.argv[2] });
process.stdout.write(`${JSON.stringify({ url: database.url, pid: database.pid })}\n`);
process.stdin.resume();
process.stdin.once('end', () => void database.release());
