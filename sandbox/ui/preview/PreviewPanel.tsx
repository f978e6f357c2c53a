/** How a message will look on the other platforms, one card each, and what it loses there. */
import type { World } from '../api.ts';
import { Icon } from '../icons.tsx';
import { askedOf, botName } from '../mio.ts';
import { shortName, worlds } from '../worlds.ts';
import { PreviewCard } from './PreviewCard.tsx';
import type { Writing } from './previewing.ts';
import { usePreview } from './usePreview.ts';

export interface PreviewPanelProps {
  readonly id: string;
  readonly writing: Writing;
  /** As the platform takes it. */
  readonly markdown: string;
  readonly onClose: () => void;
}

export function PreviewPanel({ id, writing, markdown, onClose }: PreviewPanelProps) {
  const isAsked = writing.platform === 'teams' && askedOf(markdown) !== undefined;
  const { legs, failure, at, again } = usePreview(writing, isAsked ? '' : markdown);
  const words = isAsked ? asked : markdown.trim() === '' ? empty(writing.platform) : legs ? undefined : waiting;
  return (
    <section
      id={id}
      className="preview"
      aria-labelledby={`${id}-title`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header>
        <h3 id={`${id}-title`}>How it will look</h3>
        <button type="button" className="close" onClick={onClose} title="Close (Esc)" aria-label="Close the preview">
          <Icon name="close" size={16} />
        </button>
      </header>
      {failure !== undefined && (
        <p className="preview-words" role="alert">
          {withCode(failure)}{' '}
          <button type="button" className="more" onClick={again}>
            Try again
          </button>
        </p>
      )}
      {failure === undefined && words !== undefined && <p className="preview-words">{words}</p>}
      {failure === undefined && words === undefined && legs !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        <section className="preview-cards" tabIndex={0} aria-label={`Preview: ${others(writing.platform)}`}>
          {legs.length === 0 && <p className="preview-words">No other conversation is connected now.</p>}
          {legs.map((leg, index) => (
            <PreviewCard key={`${leg.platform} ${leg.title}`} id={`${id}-${index}`} leg={leg} at={at} />
          ))}
        </section>
      )}
    </section>
  );
}

const asked = `This asks ${botName}: it stays here, and so does the answer.`;
const waiting = `Asking ${botName}…`;
const empty = (platform: World): string => `Write something, and see it here as people in ${others(platform)} will.`;

const others = (platform: World): string =>
  worlds
    .filter(({ id }) => id !== platform)
    .map(({ id }) => shortName(id))
    .join(' and ');

/** A command at the end, after a colon, as something to type. */
function withCode(words: string) {
  const [, before, command] = /^(.*: )(npm [\w :]+)$/.exec(words) ?? [];
  return command === undefined ? (
    words
  ) : (
    <>
      {before}
      <code>{command}</code>
    </>
  );
}
