import type { Operation, PlannedFact } from '../plan/operation.js';
import type { Plan } from '../plan/plan.js';
import { TILL_SOURCE, customerIdOfFact } from './fact-identity.js';

/** A request as it goes over the wire. */
export interface WireRequest {
  path: string;
  headers: Record<string, string>;
  body: string;
}

const PATHS: Record<PlannedFact['type'], string> = {
  CustomerRegistered: '',
  CallLogged: '/calls',
  PurchaseRecorded: '/purchases',
  PurchaseReturned: '/returns',
  RedeemPoints: '/loyalty/redemptions',
};

/** The operation's request with these of its facts, in this order. */
export function requestOf({ way }: Operation, facts: readonly PlannedFact[], plan: Plan): WireRequest {
  const [first] = facts;
  switch (way) {
    case 'command':
      return commandOf(first!, plan);
    case 'event':
      return eventsRequest('application/cloudevents+json', JSON.stringify(cloudEventOf(first!, plan)));
    case 'batch': {
      const body = JSON.stringify(facts.map((fact) => cloudEventOf(fact, plan)));
      return eventsRequest('application/cloudevents-batch+json', body);
    }
    case 'lines': {
      const body = facts.map((fact) => `${JSON.stringify(cloudEventOf(fact, plan))}\n`).join('');
      return eventsRequest('application/x-ndjson', body);
    }
  }
}

function eventsRequest(contentType: string, body: string): WireRequest {
  return { path: '/v1/events', headers: { 'content-type': contentType }, body };
}

function commandOf(fact: PlannedFact, plan: Plan): WireRequest {
  const { type, key, data, occurredAt } = fact;
  const customer = type === 'CustomerRegistered' ? '' : `/${customerIdOfFact(fact, plan)}`;
  return {
    path: `/v1/customers${customer}${PATHS[type]}`,
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(occurredAt === undefined ? data : { ...data, occurredAt }),
  };
}

function cloudEventOf(fact: PlannedFact, plan: Plan): object {
  const { key, type, data, occurredAt } = fact;
  return {
    specversion: '1.0',
    id: key,
    source: TILL_SOURCE,
    type,
    subject: `customer:${customerIdOfFact(fact, plan)}`,
    time: occurredAt,
    data,
  };
}
