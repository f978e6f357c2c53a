/** What lies with a message: pictures as pictures, other files as tiles to open. */
import { useState } from 'react';
import type { MessageFile } from './api.ts';
import { sizeInWords } from './file-sizes.ts';
import { Icon } from './icons.tsx';

/** What every browser draws, and nothing that could run. */
const pictureType = /^image\/(png|jpeg|gif|webp)$/;

export const Files = ({ files }: { readonly files: readonly MessageFile[] }) => (
  <ul className="files" aria-label="Files">
    {files.map((file) => (
      <li key={file.url}>{pictureType.test(file.type) ? <FilePicture file={file} /> : <Tile file={file} />}</li>
    ))}
  </ul>
);

interface FileProps {
  readonly file: MessageFile;
}

/** Keeps room until it is there, so that little moves when it comes; a tile where it turns out to be no picture. */
function FilePicture({ file }: FileProps) {
  const [state, setState] = useState<'coming' | 'there' | 'broken'>('coming');
  const { name, url } = file;
  if (state === 'broken') return <Tile file={file} />;
  return (
    <a className="file-picture" href={url} target="_blank" rel="noreferrer" title={name}>
      <img
        src={url}
        alt={name}
        loading="lazy"
        className={state}
        onLoad={() => setState('there')}
        onError={() => setState('broken')}
      />
    </a>
  );
}

const Tile = ({ file: { name, size, url } }: FileProps) => (
  <a className="file-tile" href={url} target="_blank" rel="noreferrer" title={name}>
    <Icon name="file" size={22} />
    <span className="file-name">{name}</span>
    <span className="file-size">{sizeInWords(size)}</span>
  </a>
);
