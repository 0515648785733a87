/**
 * Version 1 had `durationSec` and the yes or no `answered`; version 2 says `durationSeconds` and names the outcome,
 * because a call can also be busy, rejected or end in a mailbox.
 */
export function callLoggedFrom1To2(body: Record<string, unknown>): Record<string, unknown> {
  const { durationSec, answered, ...rest } = body;
  return {
    ...rest,
    ...(durationSec === undefined ? {} : { durationSeconds: durationSec }),
    ...(answered === undefined ? {} : { outcome: answered ? 'answered' : 'missed' }),
  };
}
