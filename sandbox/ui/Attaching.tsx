/** In a field to write in: the button that chooses files, and what was chosen. */
import { useRef } from 'react';
import { sizeInWords } from './file-sizes.ts';
import { Icon } from './icons.tsx';
import type { Attaching } from './useAttaching.ts';

export function AttachButton({ onChoose }: { readonly onChoose: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ target }) => {
          onChoose([...(target.files ?? [])]);
          // The same file can be chosen again after it was taken out.
          target.value = '';
        }}
      />
      <button
        type="button"
        className="attach-button"
        aria-label="Attach a file"
        title="Attach a file (or paste a picture, or drop files here)"
        onClick={() => input.current?.click()}
      >
        <Icon name="attach" />
      </button>
    </>
  );
}

export interface ChosenFilesProps extends Pick<Attaching, 'files' | 'refusal'> {
  readonly onRemove: (id: string) => void;
}

export const ChosenFiles = ({ files, refusal, onRemove }: ChosenFilesProps) => (
  <>
    {files.length > 0 && (
      <ul className="chosen-files" aria-label="Files to send">
        {files.map(({ id, name, size }) => (
          <li key={id}>
            <Icon name="file" size={16} />
            <span className="file-name">{name}</span>
            <span className="file-size">{sizeInWords(size)}</span>
            <button type="button" aria-label={`Remove ${name}`} title="Remove" onClick={() => onRemove(id)}>
              <Icon name="close" size={14} />
            </button>
          </li>
        ))}
      </ul>
    )}
    {refusal !== undefined && (
      <p className="failure" role="alert">
        {refusal}
      </p>
    )}
  </>
);
