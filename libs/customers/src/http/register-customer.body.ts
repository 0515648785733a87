import { recordingBodyOf } from '#intake/http';
import { Part, Text, factDefinitionOf } from '#kernel';
import { CustomerRegistered } from '../events/customer-registered.js';

/** How another system names the customer. */
export class CustomerReference {
  @Text({ about: 'The system', max: 500, pattern: /^\S+$/ })
  source!: string;

  @Text({ about: 'The customer, as that system names him', max: 500 })
  subject!: string;
}

/** Body of POST /v1/customers: who he is, and how his own system names him if it does. */
export class RegisterCustomerBody extends recordingBodyOf(factDefinitionOf(CustomerRegistered)) {
  @Part(() => CustomerReference, {
    about: 'Makes him the customer that imports and events of that system mean; by default he gets an id of his own',
    optional: true,
  })
  reference?: CustomerReference;
}
