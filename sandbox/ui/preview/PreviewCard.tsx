/** A message as one client will show it, drawn by what draws messages there, and below it what is not as it was written. */
import type { Message, PreviewedLeg } from '../api.ts';
import { Glyph, Icon } from '../icons.tsx';
import { type Deeds, MessageView } from '../MessageView.tsx';
import { shortName, type WorldLook, worlds } from '../worlds.ts';

export interface PreviewCardProps {
  readonly id: string;
  readonly leg: PreviewedLeg;
  /** UTC milliseconds: what the message says of when it was written. */
  readonly at: number;
}

/** Nobody can do anything with what is not written yet. */
const nothing = (): void => {};
const refuse = () => Promise.reject(new Error('This has not been written yet.'));
const noDeeds: Deeds = {
  writer: '',
  reply: nothing,
  edit: nothing,
  close: nothing,
  sendReply: refuse,
  saveEdit: refuse,
  remove: refuse,
  react: refuse,
  press: refuse,
};

const looks: ReadonlyMap<string, WorldLook> = new Map(worlds.map((look) => [look.id, { ...look, threads: 'none' }]));

export function PreviewCard({ id, leg, at }: PreviewCardProps) {
  const { platform, title, messages, downgrades } = leg;
  const look = looks.get(platform);
  if (!look) return null;
  return (
    <section className={`preview-card ${platform}`} aria-labelledby={id}>
      <h4 id={id}>
        <Glyph world={platform} />
        {shortName(platform)} <span className="preview-title">{title}</span>
      </h4>
      <div className="preview-messages">
        {messages.map((message, index) => (
          <MessageView
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one message have no names of their own.
            key={index}
            message={drafted(`${id}-${index}`, message, at)}
            look={look}
            deeds={noDeeds}
            isNew={false}
            isEditing={false}
          />
        ))}
      </div>
      <Downgrades downgrades={downgrades} />
    </section>
  );
}

const drafted = (message: string, { author, html }: PreviewedLeg['messages'][number], at: number): Message => ({
  message,
  root: null,
  author,
  text: '',
  html,
  reactions: [],
  files: [],
  edited: false,
  removed: false,
  at,
});

/** Those that concern the author are the same for every message. */
const isOfAuthor = ({ feature }: Downgrade): boolean => feature.startsWith('author');

function Downgrades({ downgrades }: Pick<PreviewedLeg, 'downgrades'>) {
  const own = downgrades.filter((one) => !isOfAuthor(one));
  const always = downgrades.filter(isOfAuthor);
  return (
    <div className="downgrades">
      {own.length === 0 ? (
        <p className="as-written">
          <Icon name="check" size={14} /> As you wrote it
        </p>
      ) : (
        <ul>{own.map(downgraded)}</ul>
      )}
      {always.length > 0 && (
        <details>
          <summary>With every message</summary>
          <ul>{always.map(downgraded)}</ul>
        </details>
      )}
    </div>
  );
}

type Downgrade = PreviewedLeg['downgrades'][number];

const fates: Readonly<Record<string, string>> = { dropped: 'left out: ', refused: 'not taken: ' };

const downgraded = ({ feature, name, level, as }: Downgrade) => (
  <li key={feature}>
    <b>{name}</b> <span aria-hidden="true">→</span>
    <span className="hidden">:</span> {fates[level]}
    {withCode(as)}
  </li>
);

/** Back-ticks as they are meant. */
const withCode = (words: string) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: the words never change.
  words.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
