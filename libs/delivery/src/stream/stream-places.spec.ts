import { describe, expect, it } from '@jest/globals';
import { TooManyRequests } from '#kernel';
import { StreamPlaces } from './stream-places.js';

describe('places for streams', () => {
  it('are limited for each address, and for all of them', () => {
    const places = new StreamPlaces({ all: 3, ofAddress: 2 });
    const leave = places.take('a');
    places.take('a');
    expect(() => places.take('a')).toThrow(TooManyRequests);
    places.take('b');
    expect(() => places.take('c')).toThrow(/^3 streams are open$/);
    leave();
    leave();
    expect(places.open).toBe(2);
    places.take('a');
    expect(() => places.take('b')).toThrow(TooManyRequests);
  });

  it('say when to come again', () => {
    expect(new TooManyRequests('x', 10).retryAfterSeconds).toBe(10);
    const places = new StreamPlaces({ all: 0, ofAddress: 1 });
    expect(() => places.take('a')).toThrow(expect.objectContaining({ retryAfterSeconds: expect.any(Number) }));
  });
});
