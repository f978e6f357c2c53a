/** The words that the bot understands: one table for parser, help card, the manifest's command lists and the documents. */

/** In a channel, where Mio was mentioned, or in the personal chat. */
export type CommandScope = 'channel' | 'personal';

export const commandNames = [
  'help',
  'status',
  'who',
  'channels',
  'create',
  'convert',
  'invite',
  'invitations',
  'accept',
  'pause',
  'resume',
  'leave',
  'find',
  'settings',
  'publish',
  'signIn',
  'signOut',
  'cancel',
] as const;
export type CommandName = (typeof commandNames)[number];
