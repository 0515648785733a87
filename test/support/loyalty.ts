import { type ClassOf, type DatedFact, eventIdOf, type Fact } from '#kernel';
import {
  type Account,
  accountMemory,
  loyaltyDeciders,
  loyaltyPolicies,
  type ProgramPublished,
  type Programs,
  programs,
} from '#loyalty';
import { CUSTOMER } from './recorded.js';
import { MemoryRecorder, type Sabotage } from './memory-recorder.js';

export const ACTOR = { id: 'anna', kind: 'person' as const };

/** A customer whose points are accounted for by the real deciders and policies, and programmes that are published. */
export class LoyaltyBook {
  published: Programs = programs.initialState();
  readonly recorder: MemoryRecorder;
  private sent = 0;

  constructor({ customerId = CUSTOMER, sabotage }: { customerId?: string; sabotage?: Sabotage } = {}) {
    this.recorder = new MemoryRecorder({
      deciders: loyaltyDeciders.filter(({ decides }) => !decides.includes('ProgramPublished')),
      policies: loyaltyPolicies,
      published: () => this.published,
      stream: `customer-${customerId}`,
      ...(sabotage ? { sabotage } : {}),
    });
  }

  get account(): Account {
    return this.recorder.stateOf(accountMemory);
  }

  publish(version: Omit<ProgramPublished, 'program' | 'programVersion' | 'effectiveFrom'> & Partial<ProgramPublished>) {
    const { program = 'points' } = version;
    const programVersion = (this.published.get(program)?.at(-1)?.programVersion ?? 0) + 1;
    const data = { effectiveFrom: '2020-01-01T00:00:00.000Z', ...version, program, programVersion };
    const occurredAt = data.effectiveFrom;
    this.published = programs.evolve(this.published, { type: 'ProgramPublished', data, id: program, occurredAt });
  }

  /** What is recorded for a fact or command, without its ids; the name of the broken rule where it is refused. */
  send<Body extends object>(type: ClassOf<Body>, data: Body, occurredAt: string): Fact[] | string {
    const outcome = this.sendAs(eventIdOf('urn:spec', String((this.sent += 1))), type, data, occurredAt);
    return typeof outcome === 'string' ? outcome : outcome.map((fact) => ({ type: fact.type, data: fact.data }));
  }

  /** The same with an id and the events as they were recorded. */
  sendAs<Body extends object>(id: string, type: ClassOf<Body>, data: Body, occurredAt: string): DatedFact[] | string {
    const fact = { id, type: type.name, data, occurredAt, source: 'urn:spec', actor: ACTOR };
    return this.recorder.attempt(fact, COMMANDS.test(type.name));
  }
}

const COMMANDS = /^(RedeemPoints|RefundRedemption|AdjustPoints|TransferPoints|ReceivePoints|BookAccount)$/;
