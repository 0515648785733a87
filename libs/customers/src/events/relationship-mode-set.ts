import { FactBody, OneOf, Text } from '#kernel';
import { RELATIONSHIP_MODES, type RelationshipMode } from './customer-details.js';

export const RELATIONSHIP_REASONS = ['objective', 'subjective'] as const;
/** objective: the goods allow nothing else. subjective: the company would rather have it so. */
export type RelationshipReason = (typeof RELATIONSHIP_REASONS)[number];

@FactBody({
  version: 1,
  path: 'relationship-modes',
  about: 'It was settled whether one sale is meant or a relationship that lasts.',
})
export class RelationshipModeSet {
  @OneOf(RELATIONSHIP_MODES, { about: 'one_off: one sale is meant; long_term: a relationship that lasts' })
  mode!: RelationshipMode;

  @OneOf(RELATIONSHIP_REASONS, {
    about: 'objective: the goods allow nothing else; subjective: the company would rather have it so',
    optional: true,
  })
  reason?: RelationshipReason;

  @Text({ about: 'Why, in words', max: 2_000, optional: true, personal: true })
  note?: string;
}
