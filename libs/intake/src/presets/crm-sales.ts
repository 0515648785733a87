import { csvPart, joinedCsv } from './csv-part.js';
import { DateFormat } from '../mappings/date-format.js';
import type { Joined, JoinedRows } from '../mappings/joined-rows.js';
import type { Preset } from './preset.js';
import { RowValues } from './row-values.js';
import { withoutEmpty } from './without-empty.js';

const NAME = 'crm-sales';
const SOURCE = 'urn:crm-sales';
const DAY = new DateFormat('YYYY-MM-DD');
/** The files date neither accounts nor opportunities without an engagement: these are their first and last day. */
const FIRST_DAY = '2016-10-20T00:00:00.000Z';
const LAST_DAY = '2017-12-31T00:00:00.000Z';
/** The pipeline's names for products that the list of products calls differently. */
const PRODUCT_NAMES: Readonly<Record<string, string>> = { GTXPro: 'GTX Pro' };
const STAGES = { Prospecting: 'Prospecting', Engaging: 'Engaging', Won: 'Won', Lost: 'Lost' } as const;
const CURRENCY = 'USD';
const DOLLAR_DIGITS = 2;

/** Opportunities of a (fictitious) seller of computer hardware, 2016-10 to 2017-12, with its accounts and sales teams. */
export const crmSales: Preset = {
  name: NAME,
  about: 'CRM sales opportunities 2016-10 to 2017-12: accounts, and a pipeline with products and sales teams',
  parts: [
    csvPart({
      preset: NAME,
      file: 'accounts.csv',
      source: SOURCE,
      columns: [
        ...['account', 'sector', 'year_established', 'revenue', 'employees', 'office_location', 'subsidiary_of'],
      ],
      eventsOf: (row) => account(new RowValues(row as Record<string, string>)),
    }),
    csvPart({
      preset: NAME,
      file: 'sales_pipeline.csv',
      source: SOURCE,
      columns: [
        ...['opportunity_id', 'sales_agent', 'product', 'account', 'deal_stage', 'engage_date', 'close_date'],
        'close_value',
      ],
      joins: {
        products: joinedCsv(NAME, { file: 'products.csv', key: ['product'], columns: ['series', 'sales_price'] }),
        teams: joinedCsv(NAME, {
          file: 'sales_teams.csv',
          key: ['sales_agent'],
          columns: ['manager', 'regional_office'],
        }),
      },
      eventsOf: (row, _number, joined) => opportunity(new RowValues(row as Record<string, string>), joined),
    }),
  ],
};

function account(row: RowValues): object {
  const name = row.text('account');
  const industry = row.optionalText('sector');
  const attributes = withoutEmpty({
    yearEstablished: row.optionalNumber('year_established'),
    revenueMillionUsd: row.optionalNumber('revenue'),
    employees: row.optionalNumber('employees'),
    officeLocation: row.optionalText('office_location'),
    subsidiaryOf: row.optionalText('subsidiary_of'),
  });
  row.check();
  return {
    specversion: '1.0',
    id: `account-${name}`,
    type: 'CustomerRegistered',
    subject: name,
    time: FIRST_DAY,
    data: { name, ...withoutEmpty({ industry }), attributes },
  };
}

function opportunity(row: RowValues, { products, teams }: Joined): object[] {
  const opportunityId = row.text('opportunity_id');
  const owner = row.text('sales_agent');
  const product = productOf(row, products!);
  const stage = row.oneOf('deal_stage', STAGES);
  const isClosed = stage === 'Won' || stage === 'Lost';
  const isEngaged = stage !== 'Prospecting';
  const opened = isEngaged ? row.instant('engage_date', DAY) : LAST_DAY;
  const closed = isClosed ? row.instant('close_date', DAY) : '';
  const amount = stage === 'Won' ? row.minorUnits('close_value', DOLLAR_DIGITS) : 0;
  const accountName = row.optionalText('account');
  const agent = (teams!.get(owner) ?? {}) as Record<string, string | undefined>;
  row.check();

  // The customer is the account. An opportunity without one has a customer of its own, who may be named later.
  const subject = accountName ?? `opportunity-${opportunityId}`;
  const about = {
    opportunityId,
    product,
    owner,
    ...withoutEmpty({ team: agent.manager, office: agent.regional_office }),
  };
  const event = (step: string, type: string, time: string, data: object): object => ({
    ...{ specversion: '1.0', id: `opportunity-${opportunityId}-${step}`, type, subject, time },
    data: { ...about, ...data },
  });
  const events = [event('opened', 'OpportunityOpened', opened, withoutEmpty({ account: accountName }))];
  if (isEngaged) events.push(event('engaging', 'OpportunityAdvanced', opened, { stage: 'Engaging' }));
  if (stage === 'Won') {
    events.push(event('won', 'OpportunityWon', closed, { value: { amount, currency: CURRENCY } }));
  } else if (stage === 'Lost') {
    events.push(event('lost', 'OpportunityLost', closed, {}));
  }
  return events;
}

/** The product by the name that the list of products has for it. */
function productOf(row: RowValues, products: JoinedRows): string {
  const written = row.text('product');
  const product = PRODUCT_NAMES[written] ?? written;
  if (written !== '' && products.get(product) === undefined) {
    row.refuse('product', 'joined', `must be a product of the joined file products, and is "${written}"`);
  }
  return product;
}
