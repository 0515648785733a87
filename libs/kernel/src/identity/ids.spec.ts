import { describe, expect, it } from '@jest/globals';
import { v5 } from 'uuid';
import { customerIdOf, eventIdOf, isUuid, newId } from './ids.js';

describe('ids', () => {
  it('are UUIDv5 of the source and the name, as the uuid library computes it', () => {
    const namespace = v5('urn:shop', '6b1f2f0e-52a4-4b0e-9c38-0d6f6f3f5f10');
    expect(eventIdOf('urn:shop', 'order-1 ünïcode')).toBe(v5('order-1 ünïcode', namespace));
  });

  it('differ between an event and a customer of one name', () => {
    expect(eventIdOf('urn:shop', '1')).not.toBe(customerIdOf('urn:shop', '1'));
  });

  it('cannot be forged by moving text between source and name', () => {
    expect(customerIdOf('urn:a', 'b#c')).not.toBe(customerIdOf('urn:a#b', 'c'));
    expect(customerIdOf('urn:a', '#b')).not.toBe(customerIdOf('urn:a#', 'b'));
  });

  it('are canonical UUIDs, new ones in the order of their making', () => {
    const first = newId();
    const second = newId();
    expect(isUuid(first)).toBe(true);
    expect(first < second).toBe(true);
    expect(isUuid('X'.repeat(36))).toBe(false);
  });
});
