import { describe, expect, it } from '@jest/globals';
import { fold } from '../../../../test/support/fold.js';
import { CUSTOMER, recorded } from '../../../../test/support/recorded.js';
import { FeedbackActedOn, FeedbackReceived } from '../events/index.js';
import { feedbackTable } from './feedback.js';

const at = (hour: number): string => `2024-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
const said = recorded(
  FeedbackReceived,
  { kind: 'complaint', feedbackId: 'F', category: 'staff', severity: 'high', store: 'north', channel: 'hotline' },
  { position: 1, occurredAt: at(8) },
);
const answered = recorded(
  FeedbackActedOn,
  { feedbackId: 'F', action: 'answered', changeRef: 'CH-1' },
  { position: 2, occurredAt: at(9) },
);
const trained = recorded(FeedbackActedOn, { feedbackId: 'F', action: 'training' }, { position: 3, occurredAt: at(12) });
const KEY = `${CUSTOMER}:F`;

describe('feedback', () => {
  it('is one row with the first action, the last one, and the change that it led to', () => {
    for (const events of [
      [said, answered, trained],
      [trained, said, answered],
      [answered, trained, said],
    ]) {
      expect(fold(feedbackTable, events).get(KEY)).toMatchObject({
        kind: 'complaint',
        store: 'north',
        received_at: at(8),
        event_id: said.id,
        acted_at: at(9),
        actions: 2,
        last_action: 'training',
        change_ref: 'CH-1',
      });
    }
  });

  it('without an id of its own goes by its event', () => {
    const nameless = recorded(FeedbackReceived, { kind: 'question' }, { position: 4 });
    const acted = recorded(FeedbackActedOn, { feedbackId: nameless.id, action: 'answered' }, { position: 5 });
    const rows = fold(feedbackTable, [nameless, acted]);
    expect([...rows.values()]).toMatchObject([{ feedback_ref: nameless.id, kind: 'question', actions: 1 }]);
  });
});
