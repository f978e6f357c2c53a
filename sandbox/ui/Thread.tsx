/** A message and its replies, with the way into the thread that each client has. */
import { memo, useState } from 'react';
import type { Author, Message } from './api.ts';
import { Composer } from './Composer.tsx';
import { Icon } from './icons.tsx';
import { type Deeds, MessageView } from './MessageView.tsx';
import { Picture } from './Picture.tsx';
import type { Thread } from './threads.ts';
import { shortTime } from './times.ts';
import type { WorldLook } from './worlds.ts';

/** The field that is open, and for which message. */
export interface Open {
  readonly field: 'reply' | 'edit';
  readonly message: string;
}

export interface ThreadViewProps {
  readonly thread: Thread;
  readonly look: WorldLook;
  readonly deeds: Deeds;
  readonly fresh: ReadonlySet<string>;
  /** Undefined where no field of this thread is open. */
  readonly open: Open | undefined;
  /** The message of this thread that has just crossed. */
  readonly crossed: { readonly message: string; readonly ms: number } | undefined;
}

export const ThreadView = memo(function ThreadView({ thread, look, deeds, fresh, open, crossed }: ThreadViewProps) {
  const { root, replies } = thread;
  const [all, setAll] = useState(false);
  const isReplying = open?.field === 'reply';
  const hidden = all || (isReplying && look.threads === 'count') ? 0 : Math.max(0, replies.length - look.peek);
  const startReply = () => deeds.reply(root.message);
  const show = (message: Message, goesOn: boolean) => (
    <MessageView
      key={message.message}
      message={message}
      look={look}
      deeds={deeds}
      isNew={fresh.has(message.message)}
      isEditing={open?.field === 'edit' && open.message === message.message}
      goesOn={goesOn}
      crossedIn={crossed?.message === message.message ? crossed.ms : undefined}
    />
  );
  return (
    <li className="thread">
      {show(root, look.groups && thread.goesOn)}
      {look.threads === 'count' && replies.length > 0 && (
        <Count
          replies={replies}
          isOpen={isReplying}
          onPress={isReplying ? () => deeds.close(root.message) : startReply}
        />
      )}
      {(replies.length > 0 || isReplying) && (
        <div className="replies">
          {look.threads !== 'count' && replies.length > look.peek && (
            <button type="button" className="more" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? 'Hide earlier replies' : `Show ${counted(hidden, 'earlier reply', 'earlier replies')}`}
            </button>
          )}
          {replies.slice(hidden).map((reply) => show(reply, false))}
          {isReplying && (
            <Composer
              look={look}
              label={`Reply as ${deeds.writer}`}
              autoFocus
              submitWord="Reply"
              onCancel={() => deeds.close(root.message)}
              canAttach
              onSubmit={(markdown, files) => deeds.sendReply(root, markdown, files)}
            />
          )}
        </div>
      )}
      {!isReplying && !root.removed && (
        <ReplyButton look={look} hasReplies={replies.length > 0} author={root.author} onPress={startReply} />
      )}
    </li>
  );
});

interface ReplyButtonProps {
  readonly look: WorldLook;
  readonly hasReplies: boolean;
  readonly author: Author;
  readonly onPress: () => void;
}

/** For the pointer, as the count of replies is; on a message, R does the same, and no keyboard has to pass them all. */
function ReplyButton({ look, hasReplies, author, onPress }: ReplyButtonProps) {
  if (look.threads === 'count' || look.threads === 'none' || (look.threads === 'end' && !hasReplies)) return null;
  return (
    <button
      type="button"
      className="reply-bar"
      tabIndex={-1}
      onClick={onPress}
      aria-label={`${look.replyWord}: message of ${author.name}`}
    >
      {look.threads === 'bar' && <Icon name="reply" size={16} />}
      {look.replyWord}
    </button>
  );
}

interface CountProps {
  readonly replies: readonly Message[];
  readonly isOpen: boolean;
  readonly onPress: () => void;
}

/** “2 replies”, with whose they are. */
function Count({ replies, isOpen, onPress }: CountProps) {
  const authors = [...new Map(replies.map(({ author }) => [author.name, author])).values()].slice(0, 4);
  const last = replies.at(-1);
  return (
    <button type="button" className="reply-count" tabIndex={-1} aria-expanded={isOpen} onClick={onPress}>
      <span className="faces">
        {authors.map((author) => (
          <Picture key={author.name} author={author} />
        ))}
      </span>
      <strong>{counted(replies.length, 'reply', 'replies')}</strong>
      {last && <span className="last">Last reply at {shortTime(last.at)}</span>}
    </button>
  );
}

const counted = (count: number, one: string, several: string): string => `${count} ${count === 1 ? one : several}`;
