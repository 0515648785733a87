import { Injectable } from '@nestjs/common';
import { EventCodec, EventStore } from '#event-store';
import { type FactToRecord, type Recorded, Recorder } from '#intake';
import { customerStream, type RecordedEvent, RuleViolated } from '#kernel';
import type { PointsTransferred, ReceivePoints } from '../events/points-transferred.js';
import { receiptOf } from '../rules/receipt-of-transfer.js';
import { BOOKING_ACTOR, BOOKING_SOURCE } from './booking-source.js';

/** Where the events of a recorded transfer stand: in the giver's stream, ending at a revision. */
export interface RecordedTransfer {
  fromCustomer: string;
  eventIds: readonly string[];
  revision: number;
}

/**
 * The second half of a transfer: two customers have two streams, so points go out first and come in next. What went out
 * says all that comes in, so that anybody can complete it, and whoever does it again changes nothing.
 */
@Injectable()
export class TransferReceipts {
  constructor(
    private readonly store: EventStore,
    private readonly codec: EventCodec,
    private readonly recorder: Recorder,
  ) {}

  /** Throws RuleViolated when the ledger knows nothing of the customer who is to get the points. */
  async requireReceiver(customerId: string): Promise<void> {
    for await (const page of this.store.readStream(customerStream(customerId), { limit: 1 })) {
      if (page.length > 0) return;
    }
    throw new RuleViolated({ field: 'toCustomer', rule: 'known-customer', message: `no customer ${customerId}` });
  }

  /** Brings in the points of a transfer that went out. Throws what Recorder throws. */
  async complete({ fromCustomer, eventIds, revision }: RecordedTransfer): Promise<Recorded> {
    const from = revision - eventIds.length + 1;
    for await (const page of this.store.readStream(customerStream(fromCustomer), { from, limit: eventIds.length })) {
      for (const stored of page) {
        if (stored.type !== 'PointsTransferred') continue;
        const out = this.codec.decode(stored) as RecordedEvent<PointsTransferred>;
        const receipt = receiptOf(out.data, fromCustomer);
        return this.recorder.record({ facts: [receiptFact(receipt, out.data.otherCustomer, out.metadata.occurredAt)] });
      }
    }
    throw new Error(`no transfer among the events of ${fromCustomer} up to revision ${revision}`);
  }
}

/** The command by which the points come in: the same whoever gives it, and known by the transfer when it is given again. */
export function receiptFact(receipt: ReceivePoints, toCustomer: string, transferredAt: string): FactToRecord {
  return {
    type: 'ReceivePoints',
    stream: customerStream(toCustomer),
    data: receipt,
    source: BOOKING_SOURCE,
    sourceId: `transfer:${receipt.transferId}`,
    requestDigest: receipt.transferId,
    subject: `customer:${toCustomer}`,
    occurredAt: transferredAt,
    causationId: receipt.transferId,
    actor: { ...BOOKING_ACTOR },
  };
}
