/** What the buttons of a card ask of Teams' client. "Adaptive Card actions in Teams", "Universal Actions for Adaptive Cards". */
import { type Action, ExecuteAction, OpenUrlAction, SubmitAction } from 'adaptivecards';

export type Press =
  /** To the bot: `{verb, data}` of an Action.Execute, or what an Action.Submit submits. */
  | { readonly kind: 'tell'; readonly data: unknown }
  /** The person says this in the chat. */
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'open' | 'signIn'; readonly url: string };

/** Undefined for what Teams would not do either. */
export function pressOf(action: Action): Press | undefined {
  if (action instanceof OpenUrlAction) return isWeb(action.url) ? { kind: 'open', url: action.url } : undefined;
  if (action instanceof ExecuteAction) {
    return { kind: 'tell', data: { verb: action.verb ?? '', data: action.data ?? {} } };
  }
  if (!(action instanceof SubmitAction)) return undefined;
  const { data } = action;
  const { type, value } = teamsPart(data);
  if (type === 'signin') return isWeb(value) ? { kind: 'signIn', url: value } : undefined;
  if (type === 'imBack') return typeof value === 'string' ? { kind: 'say', text: value } : undefined;
  return { kind: 'tell', data: data ?? {} };
}

const isWeb = (url: unknown): url is string => typeof url === 'string' && /^https?:\/\//i.test(url);

function teamsPart(data: unknown): Readonly<Record<string, unknown>> {
  const part = typeof data === 'object' && data !== null ? (data as { msteams?: unknown }).msteams : undefined;
  return typeof part === 'object' && part !== null ? (part as Record<string, unknown>) : {};
}
