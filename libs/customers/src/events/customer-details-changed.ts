import { FactBody } from '#kernel';
import { CustomerDetails } from './customer-details.js';

@FactBody({
  version: 1,
  path: 'details',
  about: 'Something about the customer became known or changed; fields that are not given stay as they were.',
})
export class CustomerDetailsChanged extends CustomerDetails {}
