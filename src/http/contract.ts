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
    /** What to do, where the platform does not let Mio read the conversation any more; missing where it does. */
    readonly unheard?: string;
    /** Messages from the other legs may notify everyone there; missing where they may not. */
    readonly everyone?: true;
    /** The other legs are told who joins there, who leaves, and what it is called; missing where they are not. */
    readonly notices?: true;
    /** Where a message of another leg was deleted, a line stays that says so; missing where nothing stays. */
    readonly tombstones?: true;
  }[];
  readonly partners: readonly { readonly organization: string; readonly platform: string }[];
}

/** The body of `PUT /api/v1/channels/{id}/legs/{leg}/everyone`, for a leg of one's own. */
export interface EveryoneRequest {
  readonly allowed: boolean;
}

/** The body of `PUT /api/v1/channels/{id}/legs/{leg}/notices`, for a leg of one's own: what happens from then on is told. */
export interface NoticesRequest {
  readonly wanted: boolean;
}

/** The body of `PUT /api/v1/channels/{id}/legs/{leg}/tombstones`, for a leg of one's own: for what is deleted from then on. */
export interface TombstonesRequest {
  readonly wanted: boolean;
}

/** The body of `POST /api/v1/channels/{id}/invitations`; it may be left out. */
export interface InvitationRequest {
  /** Somebody with this e-mail address signs in on the page of the invitation before their organization may accept. Anybody with the code may otherwise. */
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
  /** Somebody with that address has signed in: their organization can accept it. */
  readonly proved: boolean;
  /** It can be accepted in Teams. */
  readonly teams: boolean;
}

/** What `POST /invitation/prove` with `{code, platform}` answers; 409 where no workspace there has the address. */
export interface InvitationProveAnswer {
  /** The platform's own page. Whoever signs in there with the address comes back in the same browser. */
  readonly redirect: string;
}

/** The body of `POST /api/v1/preview`: what somebody is about to write in a leg of a channel. */
export interface PreviewRequest {
  readonly channel: string;
  /** Of the asking organization; any for the operator. */
  readonly leg: string;
  /** At most 40,000 characters, as people of that platform write: Teams HTML, Slack mrkdwn, Webex Markdown. */
  readonly text: string;
  /** As shown over the copies; the organization's name where missing. */
  readonly author?: { readonly name: string; readonly picture?: string };
  /** At most 20; `type` is a media type, `size` counts bytes. */
  readonly files?: readonly { readonly name: string; readonly type: string; readonly size: number }[];
}

/** Nothing was stored or sent. */
export interface PreviewAnswer {
  readonly legs: readonly {
    readonly leg: string;
    readonly platform: 'teams' | 'slack' | 'webex';
    /** Of a conversation of one's own; of a partner's, the organization's name. */
    readonly title: string;
    /** One per message there. */
    readonly parts: readonly {
      readonly kind: 'text' | 'file';
      /**
       * In the platform's dialect, with whoever is mentioned by name alone: `{html}` in Teams, `{blocks, text, username}`
       * in Slack, `{markdown}` in Webex. Of files, which they are.
       */
      readonly payload: unknown;
      /** What the eye sees of it, without the author's name. */
      readonly text: string;
    }[];
    /** What is not shown as people there would write it. */
    readonly downgrades: readonly {
      readonly feature: string;
      /** The feature in words. */
      readonly name: string;
      readonly level: 'converted' | 'refused' | 'dropped';
      /** Into what, or why not. */
      readonly as: string;
    }[];
  }[];
}
