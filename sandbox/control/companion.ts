/**
 * The product beside this sandbox, where somebody told of it: it is asked how a message would look before it is written.
 * What was told, keys among it, is kept in memory alone, and no call answers it.
 */
import { z } from 'zod';
import type { Drafts, ShownDraft } from '../kit/draft.ts';
import { publicPicture, shownPicture } from '../kit/pictures.ts';
import type { Kit, ViewedMessage, World } from '../kit/platform.ts';
import { slackDrafts } from '../slack/draft.ts';
import { teamsDrafts } from '../teams/draft.ts';
import { webexDrafts } from '../webex/draft.ts';
import { ControlError } from './errors.ts';

export interface Companion {
  /** `http://127.0.0.1:3978` */
  readonly url: string;
  readonly channel: string;
  readonly legs: readonly CompanionLeg[];
}

export interface CompanionLeg {
  /** Its id in the product. */
  readonly leg: string;
  readonly platform: World;
  readonly place: string;
  /** Of the organization that the leg belongs to. */
  readonly key: string;
}

/** What somebody is about to write. */
export interface Sketch {
  readonly platform: World;
  readonly place: string;
  readonly as: string;
  readonly markdown: string;
}

export interface PreviewedLeg {
  readonly platform: World;
  readonly title: string;
  readonly messages: readonly Pick<ViewedMessage, 'author' | 'html'>[];
  readonly downgrades: z.infer<typeof answer>['legs'][number]['downgrades'];
}

export interface CompanionDesk {
  /** In the place of whatever was told before. */
  meet(companion: Companion): void;
  /** Where something can be previewed. */
  places(): readonly Pick<CompanionLeg, 'platform' | 'place'>[];
  /** @throws ControlError */
  preview(sketch: Sketch): Promise<readonly PreviewedLeg[]>;
  /** Calls `listener` when somebody told of a companion; the answer unsubscribes. */
  onMeet(listener: () => void): () => void;
}

const patienceMs = 5_000;
const draftsOf: Readonly<Record<World, Drafts>> = { teams: teamsDrafts, slack: slackDrafts, webex: webexDrafts };

const answer = z.object({
  legs: z.array(
    z.object({
      platform: z.enum(['teams', 'slack', 'webex']),
      title: z.string(),
      parts: z.array(z.object({ payload: z.unknown(), text: z.string() })),
      downgrades: z.array(z.object({ feature: z.string(), name: z.string(), level: z.string(), as: z.string() })),
    }),
  ),
});
const refusal = z.object({ error: z.object({ message: z.string(), advice: z.string() }) });

export function createCompanionDesk(kit: Kit): CompanionDesk {
  const listeners = new Set<() => void>();
  let companion: Companion | undefined;

  /** The product's own account on a platform. */
  const accountOn = (platform: World): ViewedMessage['author'] => {
    const account = kit.seed.people.find(({ service, platforms }) => service && platforms.includes(platform));
    return platform === 'webex' && account
      ? { name: account.name, kind: 'person', picture: shownPicture(publicPicture(account.id), kit) }
      : { name: 'Mio', kind: 'app', picture: null };
  };
  const authorOf = (platform: World, author: ShownDraft['author']): ViewedMessage['author'] =>
    author
      ? { name: author.name, kind: 'app-as', picture: author.picture ? shownPicture(author.picture, kit) : null }
      : accountOn(platform);

  return {
    meet(told) {
      companion = told;
      for (const listener of listeners) listener();
    },
    places: () => companion?.legs.map(({ platform, place }) => ({ platform, place })) ?? [],
    onMeet(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async preview({ platform, place, as, markdown }) {
      const leg = companion?.legs.find((one) => one.platform === platform && one.place === place);
      if (!companion || !leg)
        throw new ControlError(404, 'no_companion', 'What is written here crosses to no other place that is known.');
      const writer = kit.seed.people.find(({ id }) => id === as);
      const { legs } = await ask(companion.url, leg.key, {
        channel: companion.channel,
        leg: leg.leg,
        text: draftsOf[platform].written(markdown),
        ...(writer && { author: { name: writer.name, picture: publicPicture(writer.id) } }),
      });
      return legs.map(({ parts, ...rest }) => ({
        ...rest,
        messages: parts.map(({ payload, text }) => {
          const shown = draftsOf[rest.platform].show(payload) ?? { html: plainHtml(text) };
          return { author: authorOf(rest.platform, shown.author), html: shown.html };
        }),
      }));
    },
  };
}

const silent = 'Mio does not answer. Start it again with: npm run mio';

/** @throws ControlError */
async function ask(url: string, key: string, body: object): Promise<z.infer<typeof answer>> {
  const response = await fetch(`${url}/api/v1/preview`, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new ControlError(503, 'companion_silent', silent);
  });
  const said: unknown = await response.json().catch(() => undefined);
  const { data } = answer.safeParse(said);
  if (response.ok && data) return data;
  const refused = refusal.safeParse(said).data;
  throw new ControlError(
    502,
    'companion_refused',
    refused?.error.advice ?? `Mio answered ${response.status}, and no preview.`,
  );
}

const plainHtml = (text: string): string =>
  `<p>${text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`).replaceAll('\n', '<br>')}</p>`;
