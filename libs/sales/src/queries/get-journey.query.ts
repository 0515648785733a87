import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '#kernel';
import { type Moment, ReadModels } from '#projections/read-models';
import { type CustomerJourney, journeyOf } from '../rules/customer-journey.js';

/** A customer's way from the first contact to the first purchase, by what counts at a moment. */
export class GetJourney extends Query<CustomerJourney> {
  constructor(
    readonly customerId: string,
    readonly moment: Moment,
    /** RFC 3339 in UTC: what happens later is not looked at. */
    readonly instant: string,
  ) {
    super();
  }
}

@QueryHandler(GetJourney)
export class GetJourneyHandler implements IQueryHandler<GetJourney> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws NotFound for a customer of whom nothing is known then. */
  async execute({ customerId, moment, instant }: GetJourney): Promise<CustomerJourney> {
    const events = await this.readModels.customerEvents(customerId, moment);
    if (events.length === 0) throw new NotFound('customer', customerId);
    return journeyOf(events, instant);
  }
}
