import { adjustPoints } from './adjust-points.js';
import { bookAccount } from './book-account.js';
import { cards } from './cards.js';
import { publishProgram } from './publish-program.js';
import { receivePoints } from './receive-points.js';
import { redeemPoints } from './redeem-points.js';
import { refundRedemption } from './refund-redemption.js';
import { transferPoints } from './transfer-points.js';

/** Everything that is decided about points, programmes and cards. */
export const loyaltyDeciders = [
  publishProgram,
  redeemPoints,
  refundRedemption,
  adjustPoints,
  transferPoints,
  receivePoints,
  bookAccount,
  cards,
];
