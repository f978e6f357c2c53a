/** The people and places of the demo world: two small companies. Ids are fixed, so that tests and pictures are stable. */

export interface SeedPerson {
  /** Used by acts: `as`. */
  readonly id: string;
  readonly name: string;
  readonly mail: string;
  readonly company: 'contoso' | 'fabrikam';
  readonly platforms: readonly ('teams' | 'slack' | 'webex')[];
  /** A background colour for the initials that stand for a photo. */
  readonly colour: string;
  /** The language of their clients; en-US where missing. */
  readonly locale?: string;
  /** Not a human: shown last among members. */
  readonly service?: true;
}

/** Somebody of another tenant, who uses none of the platforms here. */
export interface SeedVisitor {
  readonly name: string;
  readonly mail: string;
  /** Tenant id and object id at home. */
  readonly tenant: string;
  readonly id: string;
  /** Object id here, of those who were invited as guests. */
  readonly guest?: string;
}

export interface Seed {
  readonly people: readonly SeedPerson[];
  readonly teams: {
    readonly tenant: { readonly id: string; readonly domain: string; readonly name: string };
    /** Entra object ids by person id. */
    readonly users: Readonly<Record<string, string>>;
    /** People of other tenants who can sign in at theirs; some are guests here. */
    readonly visitors?: readonly SeedVisitor[];
    /** Role template ids by person id. */
    readonly roles: Readonly<Record<string, readonly string[]>>;
    readonly teams: readonly {
      readonly id: string;
      readonly name: string;
      readonly owners: readonly string[];
      readonly members: readonly string[];
      readonly channels: readonly { readonly id: string; readonly name: string }[];
    }[];
  };
  readonly slack: readonly {
    readonly id: string;
    readonly domain: string;
    readonly name: string;
    /** Slack user ids by person id. */
    readonly users: Readonly<Record<string, string>>;
    readonly admins: readonly string[];
    readonly channels: readonly { readonly id: string; readonly name: string; readonly members: readonly string[] }[];
    /** What the workspace made itself: initials of its name on a colour, or another name for some other emoji. */
    readonly emoji?: readonly { readonly name: string; readonly colour: string; readonly alias?: string }[];
  }[];
  readonly webex: {
    /** A UUID; API ids are made from it. */
    readonly organization: string;
    readonly name: string;
    /** UUIDs by person id. */
    readonly users: Readonly<Record<string, string>>;
    readonly spaces: readonly { readonly id: string; readonly title: string; readonly members: readonly string[] }[];
  };
}

/** Role template ids: "Microsoft Entra built-in roles". */
export const teamsAdministrator = '69091246-20e8-4a56-aa4d-066075b2a7a8';
export const applicationAdministrator = '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3';

export const demo: Seed = {
  people: [
    {
      id: 'ada',
      name: 'Ada Nowak',
      mail: 'ada@contoso.example',
      company: 'contoso',
      platforms: ['teams', 'slack'],
      colour: '#4f52b2',
    },
    {
      id: 'ben',
      name: 'Ben Ito',
      mail: 'ben@contoso.example',
      company: 'contoso',
      platforms: ['teams'],
      colour: '#a4262c',
      locale: 'de-DE',
    },
    {
      id: 'chidi',
      name: 'Chidi Okafor',
      mail: 'chidi@contoso.example',
      company: 'contoso',
      platforms: ['teams'],
      colour: '#0b6a0b',
      locale: 'fr-FR',
    },
    {
      id: 'dana',
      name: 'Dana Weiss',
      mail: 'dana@contoso.example',
      company: 'contoso',
      platforms: ['slack'],
      colour: '#8764b8',
      locale: 'de-DE',
    },
    {
      id: 'eva',
      name: 'Eva Lindqvist',
      mail: 'eva@fabrikam.example',
      company: 'fabrikam',
      platforms: ['slack', 'webex'],
      colour: '#ca5010',
    },
    {
      id: 'farid',
      name: 'Farid Haddad',
      mail: 'farid@fabrikam.example',
      company: 'fabrikam',
      platforms: ['slack'],
      colour: '#038387',
    },
    {
      id: 'grace',
      name: 'Grace Kim',
      mail: 'grace@fabrikam.example',
      company: 'fabrikam',
      platforms: ['webex'],
      colour: '#986f0b',
    },
    {
      id: 'hugo',
      name: 'Hugo Marín',
      mail: 'hugo@fabrikam.example',
      company: 'fabrikam',
      platforms: ['webex'],
      colour: '#004e8c',
    },
    {
      id: 'mio-service',
      name: 'Mio Service',
      mail: 'mio@contoso.example',
      company: 'contoso',
      platforms: ['teams'],
      colour: '#616161',
      service: true,
    },
    {
      id: 'powerless',
      name: 'Service Without Roles',
      mail: 'noroles@contoso.example',
      company: 'contoso',
      platforms: ['teams'],
      colour: '#616161',
      service: true,
    },
    {
      id: 'mio-relay',
      name: 'Mio Relay',
      mail: 'mio@fabrikam.example',
      company: 'fabrikam',
      platforms: ['webex'],
      colour: '#616161',
      service: true,
    },
  ],
  teams: {
    tenant: { id: '8d0c5c3e-52f4-4a7e-9a10-6d2f1b7c4e01', domain: 'contoso.example', name: 'Contoso' },
    users: {
      ada: 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701',
      ben: 'b2d4f6b0-1c5e-4937-9d28-6fe0b7a3c902',
      chidi: 'c3e9b1d7-0f42-4c8a-a6b5-3d7f52e8b103',
      'mio-service': 'd4f0c8a6-9b31-4e5d-8c27-1a6e40f7d204',
      powerless: 'e5a1d9b7-8c20-4f6e-9d38-2b7f51a8e305',
    },
    visitors: [
      {
        name: 'Noor Bakker',
        mail: 'noor@northwind.example',
        tenant: 'b61c7e90-3a52-4f0d-8e17-94d2c05af611',
        id: '0d3a6b18-47c2-4e95-b0f1-6a7e52c8d901',
      },
      {
        name: 'Lena Vogel',
        mail: 'lena@northwind.example',
        tenant: 'b61c7e90-3a52-4f0d-8e17-94d2c05af611',
        id: '0d3a6b18-47c2-4e95-b0f1-6a7e52c8d902',
        guest: 'f6b2e0c8-7d19-4a5f-8c46-3e0b72d1a406',
      },
    ],
    roles: { 'mio-service': [teamsAdministrator, applicationAdministrator] },
    teams: [
      {
        id: '1f6b2c9d-4e83-47a5-b0d1-7c5e9a3f2b11',
        name: 'Mio',
        owners: ['ada'],
        members: ['ada', 'ben'],
        channels: [{ id: '19:MioGeneral0000000000000000000000000000000001@thread.tacv2', name: 'General' }],
      },
      {
        id: '2a7c3d0e-5f94-48b6-81e2-8d6f0b4a3c22',
        name: 'Operations',
        owners: ['ada'],
        members: ['ada', 'ben', 'chidi'],
        channels: [
          { id: '19:OpsGeneral0000000000000000000000000000000002@thread.tacv2', name: 'General' },
          { id: '19:OpsIncidents00000000000000000000000000000003@thread.tacv2', name: 'Incidents' },
          { id: '19:OpsLaunch00000000000000000000000000000000004@thread.tacv2', name: 'Launch' },
        ],
      },
    ],
  },
  slack: [
    {
      id: 'T0CONTOSO1',
      domain: 'contoso',
      name: 'Contoso',
      users: { ada: 'U0ADA00001', dana: 'U0DANA0001' },
      admins: ['ada'],
      channels: [
        { id: 'C0CGENERAL', name: 'general', members: ['ada', 'dana'] },
        { id: 'C0CINCIDEN', name: 'incidents', members: ['ada', 'dana'] },
      ],
    },
    {
      id: 'T0FABRIKAM',
      domain: 'fabrikam',
      name: 'Fabrikam',
      users: { eva: 'U0EVA00001', farid: 'U0FARID001' },
      admins: ['eva'],
      channels: [
        { id: 'C0CONTOSOI', name: 'contoso-incidents', members: ['eva', 'farid'] },
        { id: 'C0RANDOM01', name: 'random', members: ['eva', 'farid'] },
      ],
      emoji: [
        { name: 'shipit', colour: '#0b6a0b' },
        { name: 'ship_it', colour: '#0b6a0b', alias: 'shipit' },
        { name: 'yay', colour: '#0b6a0b', alias: 'tada' },
      ],
    },
  ],
  webex: {
    organization: '6e1f9a2b-3c4d-4e5f-8a6b-7c8d9e0f1a33',
    name: 'Fabrikam',
    users: {
      eva: 'f1b2c3d4-0001-4a5b-8c6d-7e8f9a0b1c01',
      grace: 'f1b2c3d4-0002-4a5b-8c6d-7e8f9a0b1c02',
      hugo: 'f1b2c3d4-0003-4a5b-8c6d-7e8f9a0b1c03',
      'mio-relay': 'f1b2c3d4-0004-4a5b-8c6d-7e8f9a0b1c04',
    },
    spaces: [
      {
        id: '0a1b2c3d-1001-4e5f-8a6b-7c8d9e0f1a01',
        title: 'Incidents',
        members: ['eva', 'grace', 'hugo', 'mio-relay'],
      },
      { id: '0a1b2c3d-1002-4e5f-8a6b-7c8d9e0f1a02', title: 'Ops room', members: ['eva', 'grace', 'hugo'] },
    ],
  },
};
