/** Who writes on each platform in the stories, and how they are shown on the other sides. */
import type { PlatformName } from './world.ts';

export interface Author {
  readonly person: string;
  /** On their own platform. */
  readonly here: string;
  /** On the others. */
  readonly there: string;
}

const author = (person: string, here: string, platform: string): Author => ({
  person,
  here,
  there: `${here} (${platform})`,
});

export const writers: Readonly<Record<PlatformName, Author>> = {
  teams: author('ada', 'Ada Nowak', 'Teams'),
  slack: author('eva', 'Eva Lindqvist', 'Slack'),
  webex: author('grace', 'Grace Kim', 'Webex'),
};

/** Who answers them. */
export const answerers: Readonly<Record<PlatformName, Author>> = {
  teams: author('ben', 'Ben Ito', 'Teams'),
  slack: author('farid', 'Farid Haddad', 'Slack'),
  webex: author('hugo', 'Hugo Marín', 'Webex'),
};
