/** What the server's programs may know of the environment: none of the PG… variables meant for clients, no locale. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}
