import { FactBody, Text } from '#kernel';

@FactBody({
  version: 1,
  path: 'owners',
  about: 'Somebody looks after the customer from now on, in place of whoever did before.',
})
export class OwnerAssigned {
  @Text({ about: 'Id of the owner in its own directory', max: 200 })
  owner!: string;

  @Text({ about: 'Name of the owner', max: 200, optional: true, personal: true })
  name?: string;

  @Text({ about: 'Team, region or department', max: 200, optional: true })
  team?: string;

  @Text({ about: 'Why', max: 500, optional: true })
  reason?: string;
}
