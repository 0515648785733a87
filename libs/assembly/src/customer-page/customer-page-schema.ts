import { PROFILE_SCHEMA, TOTALS_SCHEMA } from '#customers/http';
import { ACCOUNT_FIELDS } from '#loyalty/http';
import { ID, POSITION, objectOf } from '#projections/http';
import { FUNNEL_FIELDS } from '#sales/http';
import type { CustomerPage } from './customer-page.js';

export const CUSTOMER_PAGE_SCHEMA = objectOf<CustomerPage>({
  id: ID,
  profile: PROFILE_SCHEMA,
  funnel: objectOf<CustomerPage['funnel']>(FUNNEL_FIELDS),
  loyalty: objectOf<CustomerPage['loyalty']>(ACCOUNT_FIELDS),
  totals: TOTALS_SCHEMA,
  position: POSITION,
});
