import type { Check } from './evidence.js';

/** A request that was acknowledged is answered the same whenever it comes again, and never refused any more. */
export const sameAnswers: Check = ({ history }) =>
  history.acknowledged.flatMap(({ fact: { key }, acknowledgements, refusals }) => {
    const said = new Set(
      acknowledgements.map(({ eventIds, revision, position }) => JSON.stringify({ eventIds, revision, position })),
    );
    const wrong = said.size > 1 ? [`${key} was acknowledged as ${[...said].join(' and as ')}`] : [];
    const firstHeardAtMs = Math.min(...acknowledgements.map(({ heardAtMs }) => heardAtMs));
    for (const { rule, sentAtMs } of refusals) {
      if (sentAtMs > firstHeardAtMs) wrong.push(`${key} was acknowledged, and then refused because of ${rule}`);
    }
    return wrong;
  });
