import { DateFormat } from '../../mappings/date-format.js';
import type { Joined } from '../../mappings/joined-rows.js';
import type { RowGroup } from '../../mappings/row-group.js';
import { csvPart, joinedCsv } from '../csv-part.js';
import type { Preset } from '../preset.js';
import { RowValues } from '../row-values.js';
import { basketPurchase } from './baskets.js';

const NAME = 'complete-journey';
const SOURCE = 'urn:complete-journey';
const DAY = new DateFormat('YYYY-MM-DD');
/** The files do not date what is known of a household: this is their first day. */
const FIRST_DAY = '2017-01-01T00:00:00.000Z';
const HOUSEHOLD_FACTS = {
  age: 'age',
  income: 'income',
  home_ownership: 'homeOwnership',
  marital_status: 'maritalStatus',
  household_size: 'householdSize',
  household_comp: 'householdComposition',
  kids_count: 'kidsCount',
} as const;

const campaigns = joinedCsv(NAME, {
  file: 'campaign_descriptions.csv',
  key: ['campaign_id'],
  columns: ['campaign_type', 'start_date', 'end_date'],
});

/** A year of a retailer's households (dunnhumby): who they are, campaigns mailed, coupons redeemed, baskets bought. */
export const completeJourney: Preset = {
  name: NAME,
  about: 'The Complete Journey (dunnhumby), 2017: households, campaigns mailed, coupons redeemed, baskets',
  parts: [
    csvPart({
      preset: NAME,
      file: 'demographics.csv',
      source: SOURCE,
      columns: ['household_id', ...Object.keys(HOUSEHOLD_FACTS)],
      eventsOf: (row) => household(new RowValues(row as Record<string, string>)),
    }),
    csvPart({
      preset: NAME,
      file: 'campaigns.csv',
      source: SOURCE,
      columns: ['campaign_id', 'household_id'],
      joins: { campaigns },
      eventsOf: (row, _number, joined) => mailing(new RowValues(row as Record<string, string>), joined),
    }),
    csvPart({
      preset: NAME,
      file: 'coupon_redemptions.csv',
      source: SOURCE,
      columns: ['household_id', 'coupon_upc', 'campaign_id', 'redemption_date'],
      joins: { campaigns },
      eventsOf: (row, number, joined) => redemption(new RowValues(row as Record<string, string>), number, joined),
    }),
    csvPart({
      preset: NAME,
      file: 'transactions_sample.csv',
      source: SOURCE,
      columns: [
        ...['household_id', 'store_id', 'basket_id', 'product_id', 'quantity', 'sales_value', 'retail_disc'],
        ...['coupon_disc', 'coupon_match_disc', 'week', 'transaction_timestamp'],
      ],
      group: { by: ['basket_id'] },
      eventsOf: (row) => basketPurchase(row as RowGroup),
    }),
  ],
};

function household(row: RowValues): object {
  const subject = row.text('household_id');
  const attributes: Record<string, string> = {};
  for (const [column, name] of Object.entries(HOUSEHOLD_FACTS)) {
    const value = row.optionalText(column);
    if (value !== undefined) attributes[name] = value;
  }
  row.check();
  const type = 'CustomerDetailsChanged';
  return { specversion: '1.0', id: `household-${subject}`, type, subject, time: FIRST_DAY, data: { attributes } };
}

/** A household that redeems nothing until the campaign's end let the offer pass: that is no refusal of his. */
function mailing(row: RowValues, joined: Joined): object {
  const subject = row.text('household_id');
  const campaign = campaignOf(row, joined);
  row.check();
  const { offerId, kind, startsAt: time, endsAt: validUntil } = campaign;
  return {
    specversion: '1.0',
    id: `${offerId}-household-${subject}`,
    type: 'OfferMade',
    subject,
    time,
    data: { offerId, campaign: offerId, kind, validFrom: time, validUntil },
  };
}

/** Told apart by the line: a household may redeem a coupon more than once on a day. */
function redemption(row: RowValues, number: number, joined: Joined): object {
  const subject = row.text('household_id');
  const couponId = row.text('coupon_upc');
  const time = row.instant('redemption_date', DAY);
  const { offerId } = campaignOf(row, joined);
  row.check();
  const data = { couponId, campaign: offerId, offerId };
  return { specversion: '1.0', id: `redemption-line-${number}`, type: 'CouponRedeemed', subject, time, data };
}

interface Campaign {
  offerId: string;
  kind: string;
  startsAt: string;
  /** The last millisecond of its last day. */
  endsAt: string;
}

function campaignOf(row: RowValues, { campaigns: known }: Joined): Campaign {
  const id = row.text('campaign_id');
  const found = known!.get(id) as Record<string, string> | undefined;
  if (!found) {
    row.refuse('campaign_id', 'joined', `must be a campaign of the joined file campaigns, and is "${id}"`);
    return { offerId: '', kind: '', startsAt: '', endsAt: '' };
  }
  const described = new RowValues(found, `campaign ${id}: `);
  const startsAt = described.instant('start_date', DAY);
  const endsAt = described.instant('end_date', DAY).replace('T00:00:00.000Z', 'T23:59:59.999Z');
  const kind = described.text('campaign_type');
  described.check();
  return { offerId: `campaign-${id}`, kind, startsAt, endsAt };
}
