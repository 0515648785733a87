import { GetProfile, GetProfileHandler, type ProfileView, type TotalsView } from '#customers/queries';
import { GetLoyalty, GetLoyaltyHandler, type LoyaltyView } from '#loyalty/queries';
import { type Moment, type ReadModels, instantOf } from '#projections/read-models';
import { type FunnelView, GetFunnel, GetFunnelHandler } from '#sales/queries';

/** Who the customer is, before one calls back: every domain's view of him. */
export interface CustomerPage {
  id: string;
  profile: ProfileView;
  funnel: FunnelView;
  loyalty: LoyaltyView;
  totals: TotalsView;
  /** Position of the last event that the profile includes. */
  position: string;
}

/** The page as things stand, or at a moment. Throws NotFound for a customer of whom nothing is known then. */
export async function readCustomerPage(readModels: ReadModels, id: string, moment: Moment): Promise<CustomerPage> {
  const instant = instantOf(moment);
  const [{ profile, totals, position }, funnel, loyalty] = await Promise.all([
    new GetProfileHandler(readModels).execute(new GetProfile(id, moment)),
    new GetFunnelHandler(readModels).execute(new GetFunnel(id, moment, instant)),
    new GetLoyaltyHandler(readModels).execute(new GetLoyalty(id, moment, instant)),
  ]);
  return { id, profile, funnel, loyalty, totals, position };
}
