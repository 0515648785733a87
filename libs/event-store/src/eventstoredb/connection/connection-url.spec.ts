import { describe, expect, it } from '@jest/globals';
import { ValidationFailed } from '#kernel';
import { connectionSettingsOf, isEventStoreDbUrl } from './connection-url.js';

describe('the URL of an EventStoreDB log', () => {
  it.each([
    ['esdb://localhost:2113?tls=false', 'esdb://localhost:2113?tls=false'],
    ['esdb://admin:changeit@a:1,b:2,c:3', 'esdb://admin:changeit@a:1,b:2,c:3'],
    ['esdb+discover://cluster.example:2113', 'esdb+discover://cluster.example:2113'],
    ['kurrentdb://host', 'esdb://host'],
    ['kurrent://host/', 'esdb://host'],
    ['kurrentdb+discover://host?tls=true&gossipTimeout=3', 'esdb+discover://host?tls=true&gossipTimeout=3'],
    ['kurrent+discover://host?ledger=x', 'esdb+discover://host'],
    ['esdb://host?ledger=x&tls=false&ledger=y', 'esdb://host?tls=false'],
  ])('%s is given to the client as %s', (url, connectionString) => {
    expect(isEventStoreDbUrl(url)).toBe(true);
    expect(connectionSettingsOf(url)).toMatchObject({ connectionString });
  });

  it('names the ledger and the time to wait for an answer', () => {
    expect(connectionSettingsOf('esdb://host?ledger=shop-1&defaultDeadline=1500')).toMatchObject({
      ledger: 'shop-1',
      answerTimeoutMs: 1_500,
    });
    expect(connectionSettingsOf('esdb://host')).toMatchObject({ ledger: undefined, answerTimeoutMs: 10_000 });
  });

  it.each([
    ['mysql://host', 'must begin with'],
    ['esdb://', 'host'],
    ['esdb://user:secret@', 'host'],
    ['esdb://host?tsl=false', 'tsl'],
    ['esdb://host?tls', 'without a value'],
    ['esdb://host?ledger=a:b', 'ledger'],
    ['esdb://host?ledger=%E0', '%'],
    ['esdb://host?nodePreference=follower', 'leader'],
    ['esdb://host?defaultDeadline=soon', 'defaultDeadline'],
    ['esdb://host?defaultDeadline=0', 'defaultDeadline'],
  ])('refuses %s', (url, why) => {
    expect(() => connectionSettingsOf(url)).toThrow(ValidationFailed);
    expect(() => connectionSettingsOf(url)).toThrow(why);
    expect(() => connectionSettingsOf(url)).not.toThrow(/secret/);
  });
});
