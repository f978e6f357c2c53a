/** The buttons of all cards. */
import type { ButtonData } from './contract.ts';

export type Button = Readonly<Record<string, unknown>>;
type Style = 'positive' | 'destructive';

/** Sends `data` back, with the values of the card's inputs only where it answers with them. */
export const submit = (title: string, data: ButtonData, style?: Style): Button => ({
  type: 'Action.Submit',
  title,
  ...(style && { style }),
  ...((data.act !== 'answer' || data.value !== undefined) && { associatedInputs: 'none' }),
  data: { mio: data },
});

export const open = (title: string, url: string): Button => ({ type: 'Action.OpenUrl', title, url });

/** Opens the page in Teams' own window, which brings the code back ("Add authentication to your Teams bot"). */
export const signInButton = (title: string, url: string): Button => ({
  type: 'Action.Submit',
  title,
  style: 'positive',
  associatedInputs: 'none',
  data: { msteams: { type: 'signin', value: url } },
});
