/** The stream that holds all that happened with one customer. */
export function customerStream(customerId: string): string {
  return `customer-${customerId}`;
}

const CUSTOMER_PREFIX = 'customer-';

/** The customer whose stream this is, or undefined for a stream that is not a customer's. */
export function customerOfStream(stream: string): string | undefined {
  return stream.startsWith(CUSTOMER_PREFIX) ? stream.slice(CUSTOMER_PREFIX.length) : undefined;
}
