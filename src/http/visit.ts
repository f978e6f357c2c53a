/** What a browser sent along with its visit. */
import type { BroughtBack } from '../core/attempt.ts';
import { cookieIn } from './cookies.ts';

export interface Visit {
  readonly query: URLSearchParams;
  readonly cookies: string | undefined;
  /** `Accept-Language`: for pages that belong to nobody who is known. */
  readonly languages: string | undefined;
  /** Cookies are sent over https alone. */
  readonly secure: boolean;
  /** The origin of a page that stands for Teams, where there is one. */
  readonly teamsHost?: string;
}

/** Codes of Microsoft stand at the beginning. */
const longestDescription = 1_000;

/** Where the visit is the way back from a platform. */
export const broughtBack = ({ query, cookies }: Visit): BroughtBack => ({
  state: query.get('state') ?? '',
  cookie: (name) => cookieIn(cookies, name),
  code: query.get('code'),
  error: query.get('error'),
  description: query.get('error_description')?.slice(0, longestDescription) ?? '',
  issuer: query.get('iss'),
});
