import { describe, it } from '@jest/globals';
import { fact, given } from '../../../../test/support/given.js';
import {
  ContactPointAdded,
  ContactPointRetired,
  ContactPointVerified,
  CustomerDetailsChanged,
  CustomerRegistered,
} from '../events/index.js';
import { contactPoints } from './contact-points.js';

const ada = { kind: 'email', value: 'ada@example.org' } as const;
const added = fact(ContactPointAdded, ada);
const verified = fact(ContactPointVerified, { ...ada, how: 'link' });
const retired = fact(ContactPointRetired, { ...ada, reason: 'bounced' });

describe('a contact point', () => {
  it.each([
    ['by itself', added],
    ['at registration', fact(CustomerRegistered, { contactPoints: [ada] })],
    ['among other details', fact(CustomerDetailsChanged, { contactPoints: [ada] })],
  ])('that was added %s can be verified and retired', (_, known) => {
    given(contactPoints, [known]).when(verified).thenRecorded();
    given(contactPoints, [known]).when(retired).thenRecorded();
  });

  it('is the same in whatever case of letters', () => {
    given(contactPoints, [added])
      .when(fact(ContactPointVerified, { kind: 'email', value: ' ADA@Example.org' }))
      .thenRecorded();
  });

  it('must be one of the customer’s', () => {
    given(contactPoints, []).when(verified).thenRefused('known-contact-point', 'value');
    given(contactPoints, [fact(ContactPointAdded, { kind: 'messenger', value: ada.value })])
      .when(retired)
      .thenRefused('known-contact-point', 'value');
  });

  it('may be verified again, since numbers change hands', () => {
    given(contactPoints, [added, verified]).when(verified).thenRecorded();
  });

  it('is not verified once it is retired, nor retired twice', () => {
    given(contactPoints, [added, retired]).when(verified).thenRefused('not-retired', 'value');
    given(contactPoints, [added, retired]).when(retired).thenRefused('retired-once', 'value');
  });

  it('comes back into use when it is added again', () => {
    given(contactPoints, [added, retired, added]).when(verified).thenRecorded();
    given(contactPoints, [added, retired, added]).when(retired).thenRecorded();
  });
});
