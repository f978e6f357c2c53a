/** How long what the relay has done is kept. */
import { days } from '../time.ts';

/** Redeliveries come for at most 25 hours (Slack's delayed events). */
export const eventsKept = days(2);
/** Which message became which. */
export const linksKept = days(400);
/** What is older, and not known, is not new: it was known once. A day less, because our clock is not the platforms'. */
export const forgottenAfter = linksKept - days(1);
