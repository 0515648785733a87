import { describe, expect, it } from '@jest/globals';
import { FeedbackActedOn, FeedbackReceived } from '../events/index.js';
import { fact, given } from '../../../../test/support/given.js';
import { feedback } from './feedback.js';

const complaint = fact(FeedbackReceived, { kind: 'complaint', feedbackId: 'F-1', severity: 'high' });
const nameless = fact(FeedbackReceived, { kind: 'compliment' }, { id: '22222222-2222-5222-8222-222222222222' });
const acted = (feedbackId: string) => fact(FeedbackActedOn, { feedbackId, action: 'answered' });

describe('feedback', () => {
  it('is received, and something is done about it, more than once if need be', () => {
    given(feedback, []).when(complaint).then([complaint]);
    given(feedback, [complaint]).when(acted('F-1')).thenRecorded();
    given(feedback, [complaint, acted('F-1')])
      .when(acted('F-1'))
      .thenRecorded();
  });

  it('goes by its event where it has no id of its own', () => {
    given(feedback, [nameless]).when(acted(nameless.id)).thenRecorded();
    given(feedback, [complaint]).when(acted(complaint.id)).thenRefused('known-feedback', 'feedbackId');
  });

  it('is received once', () => {
    given(feedback, [complaint]).when(complaint).thenRefused('received-once', 'feedbackId');
  });

  it('must be known before anything can be done about it', () => {
    given(feedback, []).when(acted('F-1')).thenRefused('known-feedback', 'feedbackId');
  });

  it('needs no decision while it has no id that could come twice', () => {
    expect([complaint, nameless, acted('F-1')].map((each) => feedback.when?.(each))).toEqual([true, false, true]);
  });
});
