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

export interface InvitationAnswer {
  readonly invitation: string;
  /** Told this once: whoever has it may join. */
  readonly code: string;
  readonly expiresAt: number;
}
