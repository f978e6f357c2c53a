/**
 * Every setting, once: this table feeds the parser, the sample and the operator's page. Nothing else reads the
 * environment.
 */
export interface Setting {
  readonly env: string;
  readonly about: string;
  readonly sample: string;
  readonly secret: boolean;
  /** Missing: the setting has no default. Empty: it may be left out. */
  readonly fallback?: string;
  /** Says what is wrong with a value; undefined where nothing is. */
  readonly check?: (value: string) => string | undefined;
  /** Needed to run against the real platforms. */
  readonly credential?: true;
}

const isPort = (value: string) =>
  /^\d{1,5}$/.test(value) && Number(value) < 65_536 ? undefined : 'is not a port number';
const isUrl = (value: string) => {
  // What a parser forgives, a platform that was given the address does not.
  const isOne = URL.canParse(value) && /^https:\/\/[^/?#@\s\\]+$/i.test(value);
  return isOne ? undefined : 'is not an https address without a path';
};
const isGuid = (value: string) =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? undefined : 'is not a GUID';
const isKey = (value: string) =>
  /^([0-9a-f]{64}|[\w+/-]{43}=?)$/i.test(value.trim()) ? undefined : 'is not 32 bytes as base64 or hex';
const areKeys = (value: string) =>
  value.split(',').every((key) => !isKey(key)) ? undefined : 'is not a list of keys of 32 bytes, with commas between';
const isDate = (value: string) =>
  // The 31st of February is a day in March to a parser.
  !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().slice(0, 10) === value
    ? undefined
    : 'is not a date like 2027-05-31';
const isLong = (value: string) =>
  /^\S{32,}$/.test(value) ? undefined : 'is shorter than 32 characters, or has a space in it';
const isPace = (value: string) =>
  Number(value) > 0 && Number(value) <= 100_000 ? undefined : 'is not a number above 0';
const isScanner = (value: string) => {
  const { protocol, port, pathname, username } = URL.canParse(value) ? new URL(value) : new URL('none:');
  const isOne = protocol === 'tcp:' && port !== '' && pathname === '' && username === '';
  return isOne ? undefined : 'is not an address like tcp://127.0.0.1:3310';
};
const isLevel = (value: string) =>
  ['debug', 'info', 'warn', 'error'].includes(value) ? undefined : 'is not one of debug, info, warn, error';

export const settingsTable = [
  {
    env: 'PORT',
    about: 'Port for webhooks, API and pages.',
    sample: '3978',
    fallback: '3978',
    secret: false,
    check: isPort,
  },
  { env: 'MIO_DATA', about: 'Folder that holds the state.', sample: '/var/lib/mio', fallback: './data', secret: false },
  {
    env: 'MIO_PUBLIC_URL',
    about: 'The https address under which the platforms reach Mio: base of every webhook and redirect.',
    sample: 'https://mio.contoso.example',
    secret: false,
    check: isUrl,
  },
  {
    env: 'MIO_KEY',
    about: 'Master key that seals every token: 32 bytes, as base64 or hex. Make one with: openssl rand -base64 32',
    sample: 'q83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq80=',
    secret: true,
    check: isKey,
  },
  {
    env: 'MIO_KEY_OLD',
    about:
      'Earlier master keys, with commas between: they open what they sealed until it is sealed anew (docs/operate/keys.md).',
    sample: 'EjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjQ=',
    fallback: '',
    secret: true,
    check: areKeys,
  },
  {
    env: 'MIO_OPERATOR_KEY',
    about: 'Key with which the operator makes organizations over the API: 32 characters or more.',
    sample: 'correct-horse-battery-staple-and-more',
    secret: true,
    check: isLong,
  },
  {
    env: 'MIO_PACE',
    about: 'Scales every published limit of the platforms; 1 spends what is published.',
    sample: '1',
    fallback: '1',
    secret: false,
    check: isPace,
  },
  {
    env: 'MIO_SCANNER',
    about:
      'Address of a ClamAV daemon: with it, no file goes anywhere before it was scanned (docs/operate/scanner.md).',
    sample: 'tcp://127.0.0.1:3310',
    fallback: '',
    secret: false,
    check: isScanner,
  },
  {
    env: 'MIO_LOG',
    about: 'How much is logged: debug, info, warn or error.',
    sample: 'info',
    fallback: 'info',
    secret: false,
    check: isLevel,
  },
  {
    env: 'TEAMS_APP_ID',
    about: 'Application (client) id of the Entra registration, which is also the bot’s.',
    sample: '6b1f0f3e-7a5b-4c0d-9e8f-102132435465',
    secret: false,
    check: isGuid,
    credential: true,
  },
  {
    env: 'TEAMS_APP_PASSWORD',
    about: 'Client secret of that registration.',
    sample: 'a~client~secret~from~Entra',
    secret: true,
    credential: true,
  },
  {
    env: 'TEAMS_APP_PASSWORD_EXPIRES',
    about: 'The day on which that secret ends, as Entra shows it: the settings check warns 15 days before.',
    sample: '2027-05-31',
    fallback: '',
    secret: false,
    check: isDate,
  },
  {
    env: 'TEAMS_TENANT_ID',
    about: 'Tenant of the registration: bots are single-tenant.',
    sample: '8d0c5c3e-52f4-4a7e-9a10-6d2f1b7c4e01',
    secret: false,
    check: isGuid,
    credential: true,
  },
  {
    env: 'SLACK_CLIENT_ID',
    about: 'From the Slack app’s Basic Information page.',
    sample: '1234567890.1234567890123',
    secret: false,
    credential: true,
  },
  {
    env: 'SLACK_CLIENT_SECRET',
    about: 'From the same page.',
    sample: '0123456789abcdef0123456789abcdef',
    secret: true,
    credential: true,
  },
  {
    env: 'SLACK_SIGNING_SECRET',
    about: 'From the same page: checks that requests come from Slack.',
    sample: '0123456789abcdef0123456789abcdef',
    secret: true,
    credential: true,
  },
  {
    env: 'WEBEX_CLIENT_ID',
    about: 'From the Webex integration’s page.',
    sample: 'C0123456789abcdef',
    secret: false,
    credential: true,
  },
  {
    env: 'WEBEX_CLIENT_SECRET',
    about: 'From the same page.',
    sample: '0123456789abcdef',
    secret: true,
    credential: true,
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof settingsTable)[number]['env'];
export type Values = Readonly<Record<SettingName, string>>;

/** Names the setting, what is wrong with it, and an example of a right value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** No credential is set and this is not production: Mio runs against the sandbox. */
export const isSandboxMode = (environment: Environment): boolean =>
  environment['NODE_ENV'] !== 'production' &&
  settingsTable.every((row: Setting) => !row.credential || !environment[row.env]?.trim());

/** @throws SettingsError with every fault there is, one a line */
export const parseSettings = (environment: Environment): Values =>
  parseSome(
    environment,
    settingsTable.map(({ env }) => env),
  );

/** Some of the settings, for what needs no more. @throws SettingsError as `parseSettings` does */
export function parseSome<Name extends SettingName>(
  environment: Environment,
  names: readonly Name[],
): Pick<Values, Name> {
  const faults: string[] = [];
  const values: Partial<Record<Name, string>> = {};
  for (const row of settingsTable as readonly Setting[]) {
    const name = names.find((wanted) => wanted === row.env);
    if (name === undefined) continue;
    // Files of secrets end with a line feed that belongs to nothing.
    const value = environment[name]?.trim() || row.fallback || '';
    const fault = value === '' ? missing(row) : (printed(row, value) ?? row.check?.(value));
    if (fault) faults.push(`${name} ${fault}. ${row.about} Example: ${name}=${row.sample}`);
    else values[name] = value;
  }
  if (faults.length > 0) throw new SettingsError(faults.join('\n'));
  return values as Pick<Values, Name>;
}

const missing = ({ fallback }: Setting): string | undefined => (fallback === '' ? undefined : 'is missing');

/** What stands in public is no secret, however well it is formed. */
const printed = ({ secret, sample }: Setting, value: string): string | undefined =>
  secret && value === sample ? 'is the example that everybody knows: use one of your own' : undefined;

/** The operator's page, as Markdown: docs/operate/settings.md is this text. */
export const settingsPage = (): string => `# Settings

Every setting is an environment variable. A start with a wrong or missing one refuses, and names it with an example. This page is made from the table that the code reads (\`src/settings/settings.ts\`).

Where none of the credentials (marked *) is set and \`NODE_ENV\` is not \`production\`, Mio runs against the sandbox, which provides them, and makes keys of its own in the data folder. The sandbox listens on \`SANDBOX_PORT\` (4010).

| setting | what it is | default | example |
|---|---|---|---|
${settingsTable.map(line).join('\n')}
`;

const line = (row: Setting): string =>
  `| \`${row.env}\`${row.credential ? ' *' : ''} | ${row.about} | ${defaultOf(row)} | ${row.secret ? 'a secret' : `\`${row.sample}\``} |`;

function defaultOf({ fallback }: Setting): string {
  if (fallback === undefined) return '';
  return fallback === '' ? 'may be left out' : `\`${fallback}\``;
}
