import { BookAccount } from './book-account.js';
import { CardBlocked, CardIssued, CardReplaced } from './cards.js';
import { AdjustPoints, PointsAdjusted } from './points-adjusted.js';
import { PointsDebtIncurred, PointsDebtRepaid } from './points-debt.js';
import { PointsEarned } from './points-earned.js';
import { PointsExpired } from './points-expired.js';
import { PointsRedeemed, RedeemPoints } from './points-redeemed.js';
import { PointsReversed } from './points-reversed.js';
import { PointsTransferred, ReceivePoints, TransferPoints } from './points-transferred.js';
import { ProgramPublished } from './program-published.js';
import { RedemptionRefunded, RefundRedemption } from './redemption-refunded.js';
import { TierLost, TierReached, TierRetained } from './tiers.js';

export * from './allocation.js';
export * from './book-account.js';
export * from './cards.js';
export * from './lot.js';
export * from './points-adjusted.js';
export * from './points-debt.js';
export * from './points-earned.js';
export * from './points-expired.js';
export * from './points-redeemed.js';
export * from './points-reversed.js';
export * from './points-transferred.js';
export * from './program-published.js';
export * from './program-rules.js';
export * from './programmed.js';
export * from './redemption-refunded.js';
export * from './tiers.js';

/** Every fact about points, the programmes that they follow, and the cards. */
export const loyaltyFacts = [
  ProgramPublished,
  PointsEarned,
  PointsRedeemed,
  RedemptionRefunded,
  PointsReversed,
  PointsAdjusted,
  PointsTransferred,
  PointsExpired,
  PointsDebtIncurred,
  PointsDebtRepaid,
  TierReached,
  TierRetained,
  TierLost,
  CardIssued,
  CardBlocked,
  CardReplaced,
] as const;

/** What can be asked for about points. */
export const loyaltyCommands = [
  RedeemPoints,
  RefundRedemption,
  AdjustPoints,
  TransferPoints,
  ReceivePoints,
  BookAccount,
] as const;
