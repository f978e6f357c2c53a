/** A field to write in. Enter sends, Shift+Enter makes a new line, Escape gives up. */
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { AttachButton, ChosenFiles } from './Attaching.tsx';
import { type Format, formats, insert } from './formatting.ts';
import { Icon } from './icons.tsx';
import { PreviewButton } from './preview/PreviewButton.tsx';
import { PreviewPanel } from './preview/PreviewPanel.tsx';
import { WritingHere } from './preview/previewing.ts';
import { type ChosenFile, useAttaching } from './useAttaching.ts';
import type { WorldLook } from './worlds.ts';

export interface ComposerProps {
  readonly look: WorldLook;
  readonly label: string;
  readonly start?: string;
  readonly autoFocus?: boolean;
  readonly submitWord: string;
  /** Rejects with an Error whose message is shown below the field. */
  readonly onSubmit: (markdown: string, files: readonly ChosenFile[]) => Promise<void>;
  /** Whether files may go with it, or alone. */
  readonly canAttach?: boolean;
  /** Where it is given, the field is there for one message only. */
  readonly onCancel?: () => void;
  /** Whom the @ button names. */
  readonly mentions?: string;
  /** The up arrow in an empty field. */
  readonly onUp?: () => void;
  /** Below the field: who writes. */
  readonly children?: ReactNode;
}

export function Composer({
  look,
  label,
  start = '',
  autoFocus = false,
  submitWord,
  onSubmit,
  canAttach = false,
  onCancel,
  mentions,
  onUp,
  children,
}: ComposerProps) {
  const [text, setText] = useState(start);
  const [failure, setFailure] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);
  const selection = useRef<readonly [number, number]>(undefined);
  const sending = useRef(Promise.resolve());
  const busy = useRef(false);
  const failureId = useId();
  const writing = useContext(WritingHere);
  const [previews, setPreviews] = useState(false);
  const previewId = useId();
  const attaching = useAttaching();
  const { files } = attaching;
  const isEmpty = text.trim() === '' && files.length === 0;

  useEffect(() => {
    if (!autoFocus || !field.current) return;
    field.current.focus();
    field.current.setSelectionRange(field.current.value.length, field.current.value.length);
  }, [autoFocus]);

  useLayoutEffect(() => {
    if (selection.current && text !== undefined) field.current?.setSelectionRange(...selection.current);
    selection.current = undefined;
  }, [text]);

  function submit(): void {
    const markdown = text.trim();
    if (isEmpty || (onCancel && busy.current)) return;
    busy.current = true;
    if (!onCancel) {
      setText('');
      attaching.clear();
    }
    // One after the other: two lines sent in a hurry arrive in order.
    sending.current = sending.current
      .then(() => onSubmit(look.typed(markdown), files))
      .then(
        () => setFailure(undefined),
        (cause: unknown) => {
          setText((newer) => newer || markdown);
          attaching.putBack(files);
          setFailure(cause instanceof Error ? cause.message : String(cause));
        },
      )
      .finally(() => {
        busy.current = false;
      });
  }

  function change(apply: Format['apply']): void {
    const { current } = field;
    if (!current) return;
    const changed = apply({ text, start: current.selectionStart, end: current.selectionEnd });
    selection.current = [changed.start, changed.end];
    setText(changed.text);
    current.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const chosen =
      (event.ctrlKey || event.metaKey) &&
      !event.altKey &&
      formats.find(({ key, name }) => key === event.key.toLowerCase() && look.formats.includes(name));
    if (chosen) change(chosen.apply);
    else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) submit();
    else if (event.key === 'Escape' && previews) setPreviews(false);
    else if (event.key === 'Escape' && onCancel) onCancel();
    else if (event.key === 'ArrowUp' && text === '' && onUp) onUp();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onPaste(event: ClipboardEvent): void {
    const { files: pasted, types } = event.clipboardData;
    // Office programs copy a picture of the words as well.
    if (!canAttach || pasted.length === 0 || types.includes('text/plain')) return;
    event.preventDefault();
    attaching.add(pasted);
  }

  function onDrag(event: DragEvent): void {
    if (!canAttach || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    if (event.type === 'drop') attaching.add(event.dataTransfer.files);
  }

  function closePreview(): void {
    setPreviews(false);
    field.current?.focus();
  }

  return (
    <>
      {writing && previews && (
        <PreviewPanel id={previewId} writing={writing} markdown={look.typed(text)} onClose={closePreview} />
      )}
      <form
        className="composer"
        onDragOver={onDrag}
        onDrop={onDrag}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="writing-area">
          <textarea
            ref={field}
            rows={Math.min(8, text.split('\n').length)}
            aria-label={label}
            aria-invalid={failure !== undefined}
            aria-describedby={failure === undefined ? undefined : failureId}
            placeholder={label}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
          />
          {canAttach && (
            <AttachButton
              onChoose={(chosen) => {
                attaching.add(chosen);
                field.current?.focus();
              }}
            />
          )}
          <ChosenFiles
            files={files}
            refusal={attaching.refusal}
            onRemove={(id) => {
              attaching.remove(id);
              field.current?.focus();
            }}
          />
        </div>
        <Tools look={look} mentions={mentions} onPress={change} />
        <div className="composer-foot">
          {children}
          {onCancel && (
            <button type="button" className="quiet" onClick={onCancel}>
              Cancel
            </button>
          )}
          {writing && (
            <PreviewButton
              panel={previewId}
              isOpen={previews}
              onPress={() => (previews ? closePreview() : setPreviews(true))}
            />
          )}
          <button type="submit" className="send" disabled={isEmpty} title={`${submitWord} (Enter)`}>
            {onCancel ? submitWord : <Icon name="send" />}
            {!onCancel && <span className="hidden">{submitWord}</span>}
          </button>
        </div>
        {failure !== undefined && (
          <p id={failureId} className="failure" role="alert">
            {failure} Your text is still here.
          </p>
        )}
      </form>
    </>
  );
}

/** Reached with the pointer; the keyboard has Ctrl+B, Ctrl+I, Ctrl+E, and the marks themselves. */
function Tools({ look, mentions, onPress }: ToolsProps) {
  const tools = formats.filter(({ name }) => look.formats.includes(name));
  const named: Format[] =
    mentions === undefined ? [] : [{ name: 'mention', label: `Mention ${mentions}`, apply: insert(`@${mentions} `) }];
  return (
    <div className="tools" role="toolbar" aria-label="Formatting">
      {[...tools, ...named].map((format) => (
        <button
          key={format.name}
          type="button"
          tabIndex={-1}
          title={format.key ? `${format.label} (Ctrl+${format.key.toUpperCase()})` : format.label}
          aria-label={format.label}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPress(format.apply)}
        >
          <Icon name={format.name} size={16} />
        </button>
      ))}
    </div>
  );
}

interface ToolsProps {
  readonly look: WorldLook;
  readonly mentions: string | undefined;
  readonly onPress: (apply: Format['apply']) => void;
}
