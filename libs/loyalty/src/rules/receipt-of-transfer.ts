import type { PointsTransferred, ReceivePoints } from '../events/points-transferred.js';

/** What the other customer is told of a transfer, so that its points come in there as they went out here. */
export function receiptOf(transferred: Readonly<PointsTransferred>, fromCustomer: string): ReceivePoints {
  const { transferId, program, programVersion, lots, reason } = transferred;
  return { transferId, fromCustomer, program, programVersion, lots, ...(reason === undefined ? {} : { reason }) };
}
