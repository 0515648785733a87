/**
 * Loaded before a program (`--import`): its clock is wrong by the milliseconds that the file named in
 * RAPPORT_FAULTS_CLOCK says, and jumps when that changes. Monotonic time and timers go on as they are.
 */
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 25;
const RealDate = Date;
const file = process.env['RAPPORT_FAULTS_CLOCK'];

let shiftMs = 0;

function look(path: string): void {
  const read = Number(readFileSync(path, 'utf8'));
  // A file that is being written says nothing.
  if (Number.isFinite(read)) shiftMs = read;
}

function now(): number {
  return RealDate.now() + shiftMs;
}

if (file !== undefined) {
  look(file);
  setInterval(() => look(file), LOOK_EVERY_MS).unref();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
}
