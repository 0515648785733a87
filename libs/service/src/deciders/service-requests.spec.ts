import { describe, it } from '@jest/globals';
import {
  ServiceReactionRecorded,
  ServiceRequestClosed,
  ServiceRequestHandedOver,
  ServiceRequestOpened,
  ServiceRequestReopened,
  ServiceRequestResolved,
} from '../events/index.js';
import { fact, given } from '../../../../test/support/given.js';
import { serviceRequests } from './service-requests.js';

const opened = fact(ServiceRequestOpened, { requestId: 'S-1', category: 'technical' });
const resolved = fact(ServiceRequestResolved, { requestId: 'S-1' });
const reopened = fact(ServiceRequestReopened, { requestId: 'S-1' });
const reacted = fact(ServiceReactionRecorded, { requestId: 'S-1', by: 'ann', reaction: 'called_back' });
const handedOver = fact(ServiceRequestHandedOver, { requestId: 'S-1', to: 'bob' });
const closed = fact(ServiceRequestClosed, { requestId: 'S-1' });

describe('service requests', () => {
  it('are opened, resolved, reopened, resolved again and closed', () => {
    given(serviceRequests, []).when(opened).then([opened]);
    given(serviceRequests, [opened]).when(resolved).thenRecorded();
    given(serviceRequests, [opened, resolved]).when(reopened).thenRecorded();
    given(serviceRequests, [opened, resolved, reopened]).when(resolved).thenRecorded();
    given(serviceRequests, [opened, resolved, reopened, resolved]).when(closed).thenRecorded();
  });

  it('are opened once, whatever became of them', () => {
    for (const history of [[opened], [opened, resolved], [opened, closed]]) {
      given(serviceRequests, history).when(opened).thenRefused('opened-once', 'requestId');
    }
  });

  it('are resolved only while they are open', () => {
    given(serviceRequests, [opened, resolved]).when(resolved).thenRefused('resolve-open', 'requestId');
    given(serviceRequests, [opened, closed]).when(resolved).thenRefused('resolve-open', 'requestId');
  });

  it('are reopened only after they were resolved or closed', () => {
    given(serviceRequests, [opened, closed]).when(reopened).thenRecorded();
    given(serviceRequests, [opened]).when(reopened).thenRefused('reopen-resolved-or-closed', 'requestId');
    given(serviceRequests, [opened, closed, reopened])
      .when(reopened)
      .thenRefused('reopen-resolved-or-closed', 'requestId');
  });

  it('are closed once, resolved or not', () => {
    given(serviceRequests, [opened]).when(closed).thenRecorded();
    given(serviceRequests, [opened, closed]).when(closed).thenRefused('closed-once', 'requestId');
    given(serviceRequests, [opened, closed, reopened]).when(closed).thenRecorded();
  });

  it('must be known before anything else can happen to them', () => {
    for (const step of [resolved, reopened, closed, reacted, handedOver]) {
      given(serviceRequests, []).when(step).thenRefused('known-request', 'requestId');
    }
  });

  it('may have been opened in the past when that is learnt later', () => {
    const earlier = fact(ServiceRequestResolved, { requestId: 'S-1' }, { occurredAt: '2001-01-01T00:00:00.000Z' });
    given(serviceRequests, [opened]).when(earlier).thenRecorded();
  });

  it('are reacted to and handed over whatever their status, which stays as it is', () => {
    for (const step of [reacted, handedOver]) {
      for (const history of [[opened], [opened, resolved], [opened, closed]]) {
        given(serviceRequests, history).when(step).thenRecorded();
      }
      given(serviceRequests, [opened, resolved, step]).when(resolved).thenRefused('resolve-open', 'requestId');
    }
  });
});
