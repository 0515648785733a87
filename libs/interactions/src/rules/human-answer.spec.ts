import { describe, expect, it } from '@jest/globals';
import { type MessageSaid, secondsToHumanAnswer } from './human-answer.js';

const said = (second: number, direction: MessageSaid['direction'], handledBy?: 'bot' | 'person'): MessageSaid => ({
  occurredAt: new Date(Date.parse('2026-03-05T09:00:00Z') + second * 1_000).toISOString(),
  direction,
  ...(handledBy ? { handledBy } : {}),
});

describe('the time to a human answer', () => {
  it('runs from the first question to the first person, whatever bots say before, in whichever order', () => {
    const chat = [said(0, 'inbound'), said(1, 'outbound', 'bot'), said(30, 'inbound'), said(95, 'outbound', 'person')];
    expect(secondsToHumanAnswer(chat)).toBe(95);
    expect(secondsToHumanAnswer([...chat].reverse())).toBe(95);
    expect(secondsToHumanAnswer([...chat, said(200, 'outbound', 'person')])).toBe(95);
  });

  it('is not known while nobody asked, or no person answered after that', () => {
    expect(secondsToHumanAnswer([said(5, 'outbound', 'person')])).toBeUndefined();
    expect(secondsToHumanAnswer([said(0, 'inbound'), said(5, 'outbound', 'bot'), said(6, 'outbound')])).toBeUndefined();
    expect(secondsToHumanAnswer([said(0, 'outbound', 'person'), said(5, 'inbound')])).toBeUndefined();
  });
});
