import { writeFile } from 'node:fs/promises';
import { randomFrom } from './random.js';

/** Writes purchases as the CDNOW file has them: a line of names, then customer, day, number of CDs, dollars. */
export async function writePurchaseFile(file: string, rows: number, seed = 1): Promise<void> {
  const random = randomFrom(seed);
  const lines = [' customer    date  cds  dollars'];
  let customer = 1;
  while (lines.length <= rows) {
    const purchases = Math.min(1 + Math.floor(random() ** 3 * 12), rows + 1 - lines.length);
    for (let purchase = 0; purchase < purchases; purchase += 1) {
      const day = new Date(Date.UTC(1997, 0, 1 + Math.floor(random() * 540))).toISOString().slice(0, 10);
      const dollars = (random() * 100).toFixed(2);
      const cds = 1 + Math.floor(random() * 5);
      lines.push(` ${String(customer).padStart(5, '0')} ${day.replaceAll('-', '')} ${cds} ${dollars.padStart(6)}`);
    }
    customer += 1;
  }
  await writeFile(file, `${lines.join('\n')}\n`);
}
