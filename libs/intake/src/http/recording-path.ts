import type { CommandDefinition, FactDefinition } from '#kernel';

/** Where it is recorded over HTTP, or undefined for what is not sent in. */
export function recordingPathOf(
  { path, stream }: FactDefinition | CommandDefinition,
  customerId: string,
): string | undefined {
  if (path === undefined) return undefined;
  return stream === undefined ? `/v1/customers/${customerId}/${path}` : `/v1/${path}`;
}
