import { memo, useContext, useState } from 'react';
import type { Message } from './api.ts';
import { Composer } from './Composer.tsx';
import { hasCards, MessageCards } from './cards/MessageCards.tsx';
import type { Press } from './cards/press.ts';
import { Files } from './Files.tsx';
import { Icon, type IconName } from './icons.tsx';
import { toMarkdown } from './markdown.ts';
import { isMio, People, Picture } from './Picture.tsx';
import { ReactButton, Reactions, type ReactionsProps } from './Reactions.tsx';
import { besideCards, Rich } from './Rich.tsx';
import { fullTime, milliseconds, shortTime } from './times.ts';
import type { ChosenFile } from './useAttaching.ts';
import { namesAuthor, type WorldLook } from './worlds.ts';

/** What can be done to messages; the same object for as long as the same person writes in the same place. */
export interface Deeds {
  /** Opens the field for it. */
  readonly reply: (message: string) => void;
  readonly edit: (message: string) => void;
  /** Closes whichever field is open, and goes back to the message. */
  readonly close: (message: string) => void;
  readonly sendReply: (root: Message, markdown: string, files: readonly ChosenFile[]) => Promise<void>;
  readonly saveEdit: (message: string, markdown: string) => Promise<void>;
  readonly remove: (message: string) => Promise<void>;
  /** Gives the writer's own reaction, or takes it back. */
  readonly react: (message: string, emoji: string, on: boolean) => Promise<void>;
  /** Does what a button of the message's card asks for. */
  readonly press: (message: string, press: Press) => Promise<void>;
  readonly writer: string;
}

export interface MessageViewProps {
  readonly message: Message;
  readonly look: WorldLook;
  readonly deeds: Deeds;
  readonly isNew: boolean;
  readonly isEditing: boolean;
  /** Shown without a head of its own; Mio's own accounts speak for somebody else each time. */
  readonly goesOn?: boolean;
  /** How long it took from where it was written. */
  readonly crossedIn?: number | undefined;
}

/** The element of a message: what a keyboard moves between. */
export const elementId = (look: WorldLook, message: string): string => `${look.id}/${message}`;

export const MessageView = memo(function MessageView(props: MessageViewProps) {
  const { message, look, deeds, isNew, isEditing, goesOn = false, crossedIn } = props;
  const people = useContext(People);
  const [arriving] = useState(isNew);
  const [failure, setFailure] = useState<string>();
  const [isReacting, setReacting] = useState(false);
  const { author, at, edited, removed } = message;
  const byMio = isMio(author, people);
  const own = !removed && author.kind === 'person' && author.name === deeds.writer;
  const classes = [
    'message',
    arriving && 'arriving',
    removed && 'removed',
    goesOn && !byMio && 'goes-on',
    byMio && namesAuthor(message.text) && 'relayed',
  ];
  const attempt = (deed: Promise<void>): void =>
    void deed.then(
      () => setFailure(undefined),
      (cause: Error) => setFailure(cause.message),
    );
  const react = look.reacts
    ? (emoji: string, on: boolean) => attempt(deeds.react(message.message, emoji, on))
    : undefined;
  return (
    <article
      id={elementId(look, message.message)}
      className={classes.filter(Boolean).join(' ')}
      tabIndex={-1}
      aria-label={`${author.name}, ${shortTime(at)}`}
      data-own={own || undefined}
    >
      <Picture author={author} />
      <div className="message-body">
        <header>
          <span className="author">{author.name}</span>
          {author.kind !== 'person' && <span className="badge">{look.appBadge}</span>}
          <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
            {shortTime(at)}
          </time>
          {edited && !removed && <span className="edited">{look.id === 'slack' ? '(edited)' : 'Edited'}</span>}
          {crossedIn !== undefined && <span className="crossed">{milliseconds(crossedIn)}</span>}
        </header>
        <Content look={look} message={message} deeds={deeds} isEditing={isEditing && own} onReact={react} />
        {failure !== undefined && (
          <p className="failure" role="alert">
            {failure}
          </p>
        )}
      </div>
      {!removed && !isEditing && look.threads !== 'none' && (
        <fieldset
          className="actions"
          aria-label={`Message by ${author.name}`}
          onBlur={({ currentTarget, relatedTarget }) => {
            if (!currentTarget.contains(relatedTarget)) setReacting(false);
          }}
        >
          {!isReacting && message.root === null && (
            <Action
              icon={look.id === 'slack' ? 'thread' : 'reply'}
              word={look.replyWord}
              shortcut="R"
              onPress={() => deeds.reply(message.message)}
            />
          )}
          {!isReacting && own && (
            <Action icon="edit" word="Edit" shortcut="E" onPress={() => deeds.edit(message.message)} />
          )}
          {!isReacting && own && (
            <Action
              icon="remove"
              word="Delete"
              shortcut="Delete"
              onPress={() => attempt(deeds.remove(message.message))}
            />
          )}
          {react && (
            <ReactButton
              reactions={message.reactions}
              writer={deeds.writer}
              isOpen={isReacting}
              onOpen={setReacting}
              onReact={react}
            />
          )}
        </fieldset>
      )}
    </article>
  );
});

function Content({
  look,
  message,
  deeds,
  isEditing,
  onReact,
}: Pick<MessageViewProps, 'look' | 'message' | 'deeds' | 'isEditing'> & Pick<ReactionsProps, 'onReact'>) {
  if (message.removed) return <p className="tombstone">This message was deleted.</p>;
  if (isEditing) {
    return (
      <Composer
        look={look}
        label="Edit your message"
        start={toMarkdown(message.html)}
        autoFocus
        submitWord="Save"
        onCancel={() => deeds.close(message.message)}
        onSubmit={(markdown) => deeds.saveEdit(message.message, markdown)}
      />
    );
  }
  const html = hasCards(message.attachments) ? besideCards(message.html) : message.html;
  return (
    <>
      {html !== '' && <Rich html={html} />}
      {hasCards(message.attachments) && (
        <MessageCards attachments={message.attachments} onPress={(press) => deeds.press(message.message, press)} />
      )}
      {message.files.length > 0 && <Files files={message.files} />}
      {message.reactions.length > 0 && (
        <Reactions reactions={message.reactions} writer={deeds.writer} onReact={onReact} />
      )}
    </>
  );
}

interface ActionProps {
  readonly icon: IconName;
  readonly word: string;
  readonly shortcut: string;
  readonly onPress: () => void;
}

/** Reached by Tab from its message alone, since it is hidden while the focus is elsewhere. */
const Action = ({ icon, word, shortcut, onPress }: ActionProps) => (
  <button
    type="button"
    onClick={onPress}
    title={`${word} (${shortcut})`}
    aria-label={word}
    aria-keyshortcuts={shortcut}
    data-key={shortcut.toLowerCase()}
  >
    <Icon name={icon} />
  </button>
);
