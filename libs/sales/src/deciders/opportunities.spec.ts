import { describe, it } from '@jest/globals';
import { OpportunityAdvanced, OpportunityLost, OpportunityOpened, OpportunityWon } from '../events/index.js';
import { fact, given } from '../../../../test/support/given.js';
import { opportunities } from './opportunities.js';

const opened = fact(OpportunityOpened, { opportunityId: 'A' });
const advanced = fact(OpportunityAdvanced, { opportunityId: 'A', stage: 'engaging' });
const won = fact(OpportunityWon, { opportunityId: 'A' });
const lost = fact(OpportunityLost, { opportunityId: 'A' });

describe('opportunities', () => {
  it('are opened, advanced and won', () => {
    given(opportunities, []).when(opened).then([opened]);
    given(opportunities, [opened]).when(advanced).thenRecorded();
    given(opportunities, [opened, advanced]).when(won).thenRecorded();
  });

  it('are opened once', () => {
    given(opportunities, [opened]).when(opened).thenRefused('opened-once', 'opportunityId');
  });

  it('are won or lost once', () => {
    given(opportunities, [opened, won]).when(lost).thenRefused('closed-once', 'opportunityId');
    given(opportunities, [opened, lost]).when(won).thenRefused('closed-once', 'opportunityId');
    given(opportunities, [won]).when(won).thenRefused('closed-once', 'opportunityId');
  });

  it('do not advance after they are closed', () => {
    given(opportunities, [opened, won]).when(advanced).thenRefused('not-after-closing', 'opportunityId');
  });

  it('may turn out to have been opened and advanced before they were closed', () => {
    const earlier = fact(
      OpportunityAdvanced,
      { opportunityId: 'A', stage: 'x' },
      { occurredAt: '2020-01-01T00:00:00.000Z' },
    );
    given(opportunities, [won]).when(opened).thenRecorded();
    given(opportunities, [opened, won]).when(earlier).thenRecorded();
  });

  it('may be older than the ledger', () => {
    given(opportunities, []).when(advanced).thenRecorded();
    given(opportunities, []).when(won).thenRecorded();
    given(opportunities, []).when(lost).thenRecorded();
  });

  it('do not know of each other', () => {
    const other = fact(OpportunityLost, { opportunityId: 'B' });
    given(opportunities, [opened, won]).when(other).thenRecorded();
  });
});
