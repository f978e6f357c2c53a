/** The page on permissions: what is asked when, why, and who must agree. Its words are those of the sign-in card. */
import {
  type Consent,
  consentFor,
  type Permission,
  permissionsOf,
  type Stage,
  stages,
} from '../src/core/permissions.ts';
import { en } from './language/en.ts';

const headings: Readonly<Record<Stage, { readonly title: string; readonly when: string }>> = {
  signUp: {
    title: 'When somebody signs in',
    when: 'Every person, once, before Mio does anything for them.',
  },
  person: {
    title: 'When somebody wants to choose a channel',
    when: 'Every person who creates or looks for universal channels; not before.',
  },
  serviceUser: {
    title: 'When Teams is connected for the company',
    when: 'The service user alone, once. It needs the roles Teams administrator and Application administrator.',
  },
  accountSync: {
    title: 'When somebody links their Teams account',
    when: 'Every person who wants their reactions and files from other platforms to appear in Teams as their own; nobody has to. They can unlink it at any time.',
  },
  serviceUserFidelity: {
    title: 'When an administrator wants files in the Files folder',
    when: 'The service user alone, and only after an administrator switched it on in the settings: off by default. Mio then puts files from Slack and Webex into the channel’s Files folder as the service user; without it they are links to a page of Mio’s.',
  },
};

const consents: Readonly<Record<Consent, string>> = {
  anyone: 'the person',
  byPolicy: 'an administrator, under Microsoft’s default policy',
  administrator: 'an administrator',
};

/** As Markdown: docs/administer/permissions.md is this text. */
export const permissionsPage = (): string => `# What Mio asks Microsoft for

Delegated permissions of Microsoft Graph, and no others: Mio acts as the person who signed in, or as the service user, and can do nothing that they could not do. Each is asked for when something needs it. The reasons are what Mio says when it asks. This page is made from the table that the code reads (\`src/core/permissions.ts\`).

"Who agrees" follows the consent settings that Microsoft manages for new tenants. A company may be stricter; then an administrator grants everything at once, with the link on Mio's sign-in card or in the Entra admin centre (*App registrations*, *API permissions*, *Grant admin consent*).

${stages.map(section).join('\n')}`;

const section = (stage: Stage): string => `## ${headings[stage].title}

${headings[stage].when}

| permission | why | who agrees |
|---|---|---|
${permissionsOf[stage].map(line).join('\n')}
`;

const line = (permission: Permission): string =>
  `| \`${permission}\` | ${en.permissions[permission]} | ${consents[consentFor(permission)]} |`;
