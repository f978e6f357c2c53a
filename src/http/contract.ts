/** The shapes of the API, for browsers and scripts. Imports nothing. */

/** Every error answer of `/api/v1`. */
export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string; readonly advice: string };
}

export interface HealthAnswer {
  readonly status: 'starting' | 'ready' | 'degraded' | 'stopping';
  readonly version: string;
  readonly pid: number;
}

export interface OrganizationAnswer {
  readonly id: string;
  readonly name: string;
}

/** `key` is told this once. */
export interface NewOrganizationAnswer extends OrganizationAnswer {
  readonly key: string;
}

export interface ConnectionAnswer {
  readonly id: string;
  readonly platform: 'teams' | 'slack' | 'webex';
  readonly name: string;
  readonly health: 'connected' | 'retrying' | 'bad_credentials' | 'removed';
  readonly advice?: string;
}

export interface PlaceAnswer {
  readonly conversation: string;
  readonly title: string;
  /** Why it can't be chosen. */
  readonly obstacle?: string;
}

export interface ChannelAnswer {
  readonly id: string;
  readonly name: string;
  readonly state: 'active' | 'paused';
  readonly hosted: boolean;
  readonly legs: readonly {
    readonly id: string;
    readonly platform: string;
    readonly title: string;
    readonly connection: string;
    readonly conversation: string;
  }[];
  readonly partners: readonly { readonly organization: string; readonly platform: string }[];
}

/** The body of `POST /api/v1/channels/{id}/invitations`; it may be left out. */
export interface InvitationRequest {
  /** Only whoever has this e-mail address may accept, by the bot: a key has no address. Anybody with the code otherwise. */
  readonly address?: string;
}

export interface InvitationAnswer {
  readonly invitation: string;
  /** Told this once: whoever has it may join. Case, spaces and dashes don't matter when it is given back. */
  readonly code: string;
  /** The page to send to whoever is invited; the code is in it. */
  readonly link: string;
  readonly expiresAt: number;
}

/** What `POST /invitation/look` with `{code}` tells whoever has a code; 404 for every code that can't be used. */
export interface InvitationLookAnswer {
  /** The organization that invites. */
  readonly from: string;
  readonly channel: string;
  readonly expiresAt: number;
  /** It is for one e-mail address. */
  readonly bound: boolean;
}
