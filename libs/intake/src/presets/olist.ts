import { csvPart } from './csv-part.js';
import { DateFormat } from '../mappings/date-format.js';
import type { Preset } from './preset.js';
import { RowValues } from './row-values.js';
import { withoutEmpty } from './without-empty.js';

const SOURCE = 'urn:olist';
const DAY = new DateFormat('YYYY-MM-DD');
const TIME = new DateFormat('YYYY-MM-DD HH:mm:ss');
const TRUTH = { True: true, False: false };

/**
 * Sellers on their way to the Brazilian marketplace Olist: leads of 2017-06 to 2018-05, and the deals won with them. A
 * lead without a deal is open or lost, which the files do not tell: nothing is made of it.
 */
export const olist: Preset = {
  name: 'olist',
  about: 'Olist marketing funnel 2017-06 to 2018-11: qualified leads and won deals (two files)',
  parts: [
    csvPart({
      preset: 'olist',
      file: 'olist_marketing_qualified_leads_dataset.csv',
      source: SOURCE,
      columns: ['mql_id', 'first_contact_date', 'landing_page_id', 'origin'],
      eventsOf: (row) => leadCaptured(new RowValues(row as Record<string, string>)),
    }),
    csvPart({
      preset: 'olist',
      file: 'olist_closed_deals_dataset.csv',
      source: SOURCE,
      columns: [
        ...['mql_id', 'seller_id', 'sdr_id', 'sr_id', 'won_date', 'business_segment', 'lead_type'],
        ...['lead_behaviour_profile', 'has_company', 'has_gtin', 'average_stock', 'business_type'],
        ...['declared_product_catalog_size', 'declared_monthly_revenue'],
      ],
      eventsOf: (row) => dealWon(new RowValues(row as Record<string, string>)),
    }),
  ],
};

function leadCaptured(row: RowValues): object {
  const leadId = row.text('mql_id');
  const time = row.instant('first_contact_date', DAY);
  // An origin that is empty is not known to us; the origin "unknown" is what the source knows.
  const origin = row.optionalText('origin');
  const landingPage = row.optionalText('landing_page_id');
  row.check();
  return {
    specversion: '1.0',
    id: `lead-${leadId}`,
    type: 'LeadCaptured',
    subject: leadId,
    time,
    data: withoutEmpty({ leadId, origin, landingPage }),
  };
}

function dealWon(row: RowValues): object[] {
  const leadId = row.text('mql_id');
  const time = row.instant('won_date', TIME);
  const owner = row.text('sr_id');
  const attributes = withoutEmpty({
    sellerId: row.optionalText('seller_id'),
    salesDevelopmentRepresentative: row.optionalText('sdr_id'),
    leadType: row.optionalText('lead_type'),
    // Two values may stand in it, as "cat, wolf": they are kept as they are.
    leadBehaviourProfile: row.optionalText('lead_behaviour_profile'),
    hasCompany: truth(row, 'has_company'),
    hasGtin: truth(row, 'has_gtin'),
    averageStock: row.optionalText('average_stock'),
    businessType: row.optionalText('business_type'),
    declaredProductCatalogSize: row.optionalNumber('declared_product_catalog_size'),
    declaredMonthlyRevenue: row.optionalNumber('declared_monthly_revenue'),
  });
  const industry = row.optionalText('business_segment');
  row.check();
  const event = { specversion: '1.0', subject: leadId, time };
  return [
    { ...event, id: `deal-${leadId}`, type: 'OpportunityWon', data: { opportunityId: leadId, leadId, owner } },
    {
      ...event,
      id: `deal-${leadId}-declared`,
      type: 'CustomerDetailsChanged',
      data: { ...withoutEmpty({ industry }), attributes },
    },
  ];
}

function truth(row: RowValues, column: string): boolean | undefined {
  return row.optionalText(column) === undefined ? undefined : row.oneOf(column, TRUTH);
}
