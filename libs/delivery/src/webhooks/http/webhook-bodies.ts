import { Text, WordList } from '#kernel';
import { PageCursor, PageLimit } from '#projections/http';

/** Body of POST /v1/webhooks. */
export class RegisterWebhookBody {
  @Text({ about: 'Where deliveries are sent: an http or https address', max: 2_000 })
  url!: string;

  @WordList({ about: 'Only these event types; by default, and when there is none, all', max: 200, optional: true })
  types?: string[];

  @Text({ about: 'What it is for, in words', max: 500, optional: true })
  description?: string;

  @Text({
    about: 'What deliveries are signed with: whsec_ and 24 to 64 bytes in base64; by default a new one is made',
    max: 200,
    optional: true,
  })
  secret?: string;

  @Text({
    about: 'Where to begin: `start`, `now` (by default), or a position, behind which it begins',
    max: 19,
    optional: true,
  })
  from?: string;
}

/** Body of POST /v1/webhooks/{webhookId}/secret. */
export class RotateSecretBody {
  @Text({
    about: 'The new secret: whsec_ and 24 to 64 bytes in base64; by default one is made',
    max: 200,
    optional: true,
  })
  secret?: string;
}

/** Body of POST /v1/webhooks/{webhookId}/pause. */
export class PauseWebhookBody {
  @Text({ about: 'Why, for those who wonder later', max: 500, optional: true })
  reason?: string;
}

/** What a list of webhooks or of dead letters may be asked. */
export class DeliveryPageQuery {
  @PageLimit
  limit?: string;

  @PageCursor
  cursor?: string;
}
