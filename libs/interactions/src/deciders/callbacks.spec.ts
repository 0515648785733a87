import { describe, it } from '@jest/globals';
import { fact, given } from '../../../../test/support/given.js';
import { CallbackCompleted, CallbackMissed, CallbackRequested } from '../events/index.js';
import { callbacks } from './callbacks.js';

const requested = fact(CallbackRequested, { callbackId: 'C', promisedAt: '2026-03-05T10:00:00Z' });
const completed = fact(CallbackCompleted, { callbackId: 'C' });
const missed = fact(CallbackMissed, { callbackId: 'C' });

describe('a call-back', () => {
  it('is requested once', () => {
    given(callbacks, []).when(requested).thenRecorded();
    for (const history of [[requested], [requested, missed], [requested, completed]]) {
      given(callbacks, history).when(requested).thenRefused('requested-once', 'callbackId');
    }
  });

  it('is completed or missed only when it was requested', () => {
    const other = fact(CallbackRequested, { callbackId: 'D', promisedAt: '2026-03-05T10:00:00Z' });
    given(callbacks, [other]).when(completed).thenRefused('known-callback', 'callbackId');
    given(callbacks, [other]).when(missed).thenRefused('known-callback', 'callbackId');
    given(callbacks, [requested]).when(completed).thenRecorded();
    given(callbacks, [requested]).when(missed).thenRecorded();
  });

  it('is completed once, and not missed after that', () => {
    given(callbacks, [requested, completed]).when(completed).thenRefused('completed-once', 'callbackId');
    given(callbacks, [requested, completed]).when(missed).thenRefused('completed-once', 'callbackId');
  });

  it('is missed once, and can still be made then, late', () => {
    given(callbacks, [requested, missed]).when(missed).thenRefused('missed-once', 'callbackId');
    given(callbacks, [requested, missed]).when(completed).thenRecorded();
    given(callbacks, [requested, missed, completed]).when(completed).thenRefused('completed-once', 'callbackId');
  });

  it('is promised for a window that does not end before it begins, whatever offsets the times have', () => {
    const promised = (promisedAt: string, promisedUntil: string) =>
      fact(CallbackRequested, { callbackId: 'C', promisedAt, promisedUntil });
    given(callbacks, []).when(promised('2026-03-05T10:00:00Z', '2026-03-05T12:00:00Z')).thenRecorded();
    given(callbacks, []).when(promised('2026-03-05T12:00:00+02:00', '2026-03-05T11:00:00Z')).thenRecorded();
    given(callbacks, [])
      .when(promised('2026-03-05T10:00:00Z', '2026-03-05T11:00:00+02:00'))
      .thenRefused('window-order', 'promisedUntil');
  });
});
