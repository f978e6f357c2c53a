/**
 * What the bot does with an activity, so far: it learns where Teams answers for a team, and tells whoever writes to it
 * what it is for. Every turn may come twice.
 */
import { MessageFactory, TeamsActivityHandler, type TurnContext } from 'botbuilder';
import type { Connections } from '../support/connections.ts';
import type { FactBook, TeamsFacts } from './facts.ts';
import { isGuid } from './ids.ts';
import type { VerifiedActivity } from './verify.ts';

const help =
  'I am Mio. I join a Teams channel with channels and spaces on Slack and Webex, so that everybody can stay where they are. ' +
  'An administrator connects the platforms and joins the channels; after that, simply write in the channel as always.';

export interface TeamsTurns {
  run(context: TurnContext): Promise<void>;
}

export function createTurns(tenantId: string, connections: Connections, facts: FactBook): TeamsTurns {
  /** Where a team's activities come from is where its messages go to. */
  async function learn(
    activity: VerifiedActivity,
    keep: (facts: TeamsFacts, team: string) => TeamsFacts,
  ): Promise<void> {
    const team = teamOf(activity);
    const connection = team === undefined ? undefined : await connections.byAccount(tenantId.toLowerCase());
    if (team !== undefined && connection) await facts.learn(connection, (known) => keep(known, team));
  }

  const present = (activity: VerifiedActivity) =>
    learn(activity, (known, team) =>
      known.serviceUrls?.[team] === activity.serviceUrl
        ? known
        : { ...known, serviceUrls: { ...known.serviceUrls, [team]: activity.serviceUrl } },
    );

  const removed = (activity: VerifiedActivity) =>
    learn(activity, (known, team) => {
      if (known.serviceUrls?.[team] === undefined) return known;
      const { [team]: _gone, ...serviceUrls } = known.serviceUrls;
      return { ...known, serviceUrls };
    });

  const handler = new QuietTeamsHandler();
  handler.onInstallationUpdateAdd(async (context, next) => {
    await present(verified(context));
    await next();
  });
  handler.onInstallationUpdateRemove(async (context, next) => {
    await removed(verified(context));
    await next();
  });
  handler.onConversationUpdate(async (context, next) => {
    const activity = verified(context);
    const left = context.activity.membersRemoved?.some(({ id }) => id === context.activity.recipient?.id);
    await (left ? removed(activity) : present(activity));
    await next();
  });
  handler.onMessage(async (context, next) => {
    await present(verified(context));
    await context.sendActivity(MessageFactory.text(help));
    await next();
  });

  return { run: (context) => handler.run(context) };
}

/** The handler of the SDK asks Teams about every member that is added; nobody here wants to know. */
class QuietTeamsHandler extends TeamsActivityHandler {
  override async onTeamsMembersAdded(): Promise<void> {}
  override async onTeamsMembersRemoved(): Promise<void> {}
}

const verified = (context: TurnContext): VerifiedActivity => context.activity as unknown as VerifiedActivity;

/** The group id of the team that an activity is about; personal chats have none, and some events name no group. */
function teamOf(activity: VerifiedActivity): string | undefined {
  const { team } = (activity['channelData'] ?? {}) as { team?: { aadGroupId?: unknown } };
  return isGuid(team?.aadGroupId) ? team.aadGroupId.toLowerCase() : undefined;
}
