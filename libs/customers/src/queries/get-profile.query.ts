import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NotFound } from '#kernel';
import { type Moment, ReadModels, asksForPast, instantOf } from '#projections/read-models';
import { type CustomerKnowledgeRow, customerKnowledgeTable, nothingKnown } from '../projections/customer-knowledge.js';
import type { ProfileRow } from '../projections/profile-row.js';
import { profileTable } from '../projections/profile.js';
import { type ProfileView, type TotalsView, profileViewOf, totalsViewOf } from './profile-view.js';

export interface CustomerProfile {
  profile: ProfileView;
  totals: TotalsView;
  /** Position of the last event that it includes. */
  position: string;
}

/** One customer's profile and totals, as they stand or at a moment. */
export class GetProfile extends Query<CustomerProfile> {
  constructor(
    readonly customerId: string,
    readonly moment: Moment,
  ) {
    super();
  }
}

@QueryHandler(GetProfile)
export class GetProfileHandler implements IQueryHandler<GetProfile> {
  constructor(private readonly readModels: ReadModels) {}

  /** Throws NotFound for a customer of whom nothing is known at that moment. */
  async execute({ customerId, moment }: GetProfile): Promise<CustomerProfile> {
    const [[row], knowledge] = await Promise.all([
      this.readModels.customerRows<ProfileRow>(profileTable, customerId, moment),
      this.knowledgeOf(customerId, moment),
    ]);
    if (!row) throw new NotFound('customer', customerId);
    return {
      profile: profileViewOf(row, knowledge, instantOf(moment)),
      totals: totalsViewOf(row),
      position: String(row.last_position),
    };
  }

  private async knowledgeOf(customerId: string, moment: Moment): Promise<CustomerKnowledgeRow> {
    const [row] = asksForPast(moment)
      ? await this.readModels.customerRows<CustomerKnowledgeRow>(customerKnowledgeTable, customerId, moment)
      : await this.readModels
          .repository<CustomerKnowledgeRow>(customerKnowledgeTable)
          .findBy({ customer_id: customerId });
    return row ?? nothingKnown(customerId);
  }
}
