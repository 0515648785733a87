import { describe, expect, it } from '@jest/globals';
import type { FactToRecord } from '../recording/fact-to-record.js';
import { ImportCount, NO_FIGURES } from './import-figures.js';

const fact = (sourceId: string): FactToRecord => ({
  ...{ type: 'PurchaseRecorded', stream: 'customer-1', data: {}, source: 'urn:spec', sourceId },
  occurredAt: '2026-03-01T12:00:00.000Z',
});

/** A count that begins behind position 100; recorded facts are named, with their position and what followed. */
function count(resumed: boolean) {
  const counted = new ImportCount({ figures: NO_FIGURES, after: 100n, resumed });
  const recorded = (id: string, position: bigint, duplicate: boolean, followed = 1) =>
    counted.recorded(fact(id), {
      eventIds: Array.from({ length: 1 + followed }, (_, n) => `${id}-${n}`),
      ...{ revision: 0, position, duplicate },
    });
  return { counted, recorded };
}

describe('the count of an import', () => {
  it('tells what is new from what was there', () => {
    const { counted, recorded } = count(false);
    recorded('a', 102n, false);
    recorded('b', 50n, true);
    recorded('a', 102n, true);
    expect(counted.figures).toMatchObject({ stored: 1, followed: 1, duplicates: 2 });
    expect(counted.position).toBe(102n);
  });

  it('counts what a run before had stored behind the durable point as stored, once', () => {
    const { counted, recorded } = count(true);
    recorded('a', 102n, true);
    recorded('old', 99n, true);
    recorded('a', 102n, true);
    expect(counted.figures).toMatchObject({ stored: 1, followed: 1, duplicates: 2 });
  });

  it('counts the second saying of a fact as a duplicate, whichever run stored the first', () => {
    const { counted, recorded } = count(true);
    recorded('a', 110n, false);
    recorded('a', 110n, true);
    // Answered out of order: the later saying first.
    recorded('b', 112n, true);
    recorded('b', 112n, false);
    expect(counted.figures).toMatchObject({ stored: 2, followed: 2, duplicates: 2 });
  });

  it('takes what lies before a later point for what it is', () => {
    const { counted, recorded } = count(true);
    recorded('a', 110n, false);
    counted.passPoint();
    recorded('a', 110n, true);
    recorded('b', 111n, true);
    expect(counted.figures).toMatchObject({ stored: 2, duplicates: 1 });
  });
});
