import { FactBody } from '#kernel';
import { CustomerDetails } from './customer-details.js';

@FactBody({ version: 1, path: 'registration', about: 'A customer came into the base.' })
export class CustomerRegistered extends CustomerDetails {}
